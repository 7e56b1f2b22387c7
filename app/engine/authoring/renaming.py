"""Conditions of an earlier version in the later one's keys, so that a key that changed its name is
not taken for a condition that changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from app.engine.authoring.anatomy import Anatomy
from app.engine.authoring.aspects import About
from app.engine.authoring.condition_words import key_of
from app.engine.authoring.counterparts import Counterparts
from app.engine.problems import at
from app.engine.subschemas import pointer_steps

_PROPERTIES = "#/properties/"
_MARKS = "#/marks/"
_TESTS = ("schema", "when", "expectedValue")
_VALUES = ("const", "enum", "expectedValue")


class Renaming(Struct, frozen=True):
    """Later keys by earlier ones, of the questions, of the sections ("@key"), and by earlier
    question of its options; only those that have another. False where there are none."""

    keys: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]

    def __bool__(self) -> bool:
        return bool(self.keys or self.options)

    @classmethod
    def between(cls, earlier: Anatomy, later: Anatomy, pairs: Counterparts) -> Renaming:
        """What has another key in the later version."""
        keys: dict[str, str] = {}
        options: dict[str, dict[str, str]] = {}
        for old, new in pairs.later_of.items():
            before, after = earlier.subjects[old], later.subjects[new]
            if before.key == after.key:
                continue
            if before.about is About.QUESTION:
                keys[before.key] = after.key
            elif before.about is About.SECTION:
                keys[f"@{before.key}"] = f"@{after.key}"
            elif before.about is About.OPTION:
                options.setdefault(before.question, {})[before.key] = after.key
        return cls(keys, options)

    def told(self, value: Any) -> Any:
        """A value of the earlier version with the keys that it would have in the later one."""
        return self._told(value, {}) if self else value

    def _told(self, value: Any, options: Mapping[str, str]) -> Any:
        if isinstance(value, str):
            return self._scope(value)
        if isinstance(value, (list, tuple)):
            return type(value)(self._told(part, options) for part in value)
        if not isinstance(value, Mapping):
            return value
        if "scope" in value and any(test in value for test in _TESTS):
            options = self.options.get(key_of(str(value["scope"])), {})
        return {
            name: _renamed(part, options) if name in _VALUES else self._told(part, options)
            for name, part in value.items()
        }

    def _scope(self, text: str) -> str:
        if text.startswith(_PROPERTIES):
            return self._renamed_place(pointer_steps(text)[1::2], text)
        if text.startswith(_MARKS):
            _, kind, address = (*pointer_steps(text), "")[:3]
            return at("#", "marks", kind, self.keys[address]) if address in self.keys else text
        return text

    def _renamed_place(self, names: list[str], text: str) -> str:
        """A place in a question of another key; it may lead on into the question's rows."""
        for count in range(len(names), 0, -1):
            later = self.keys.get(".".join(names[:count]))
            if later is not None:
                rest = pointer_steps(text)[2 * count:]
                steps = [step for name in later.split(".") for step in ("properties", name)]
                return at("#", *steps, *rest)
        return text


def _renamed(value: Any, options: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(one, options) for one in value]
    return options.get(value, value) if isinstance(value, str) else value
