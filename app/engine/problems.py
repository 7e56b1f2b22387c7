"""What is wrong with a document and where: JSON Pointers and reasons. No reading of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field


MOST_PROBLEMS = 500


class Problem(Struct, frozen=True, order=True):
    """One thing that is wrong, at a JSON Pointer."""

    pointer: str
    reason: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.reason}"


class DefinitionRefused(ValueError):
    """A document that cannot be used; `problems` holds every reason that was found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class Problems(Struct):
    """What has been found wrong so far, in the order it was found."""

    _found: dict[Problem, None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, pointer: str, reason: str) -> None:
        """Note a problem once. Raises DefinitionRefused where nobody would read any further."""
        self._found.setdefault(Problem(pointer, reason))
        if len(self._found) == MOST_PROBLEMS:
            self.refuse()

    def add_messages(self, pointer: str, messages: Any) -> None:
        """Note what marshmallow found: nested dicts of lists of messages."""
        for place, reason in _flatten(messages, pointer):
            self.add(place, reason)

    def refuse(self) -> None:
        """Raise DefinitionRefused if anything was found."""
        if self._found:
            raise DefinitionRefused(tuple(self._found))


def at(pointer: str, *steps: str | int) -> str:
    """The pointer some steps further in, escaped as RFC 6901 says."""
    for step in steps:
        name = str(step)
        if "~" in name or "/" in name:
            name = name.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{name}"
    return pointer


def _flatten(messages: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, value in sorted(messages.items(), key=_in_order):
            yield from _flatten(value, pointer if key == "_schema" else at(pointer, key))
    elif isinstance(messages, list):
        for message in messages:
            yield from _flatten(message, pointer)
    else:
        yield pointer, str(messages).rstrip(".").lower()


def _in_order(entry: tuple[Any, Any]) -> tuple[bool, Any]:
    """Numbers as numbers, then names; as they come they would be told differently every time."""
    return isinstance(entry[0], str), entry[0]
