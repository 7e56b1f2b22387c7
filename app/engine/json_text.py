"""Text to JSON and back, strictly: no duplicate keys, nothing too large, one canonical form."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.engine.canonical import canonical
from app.engine.problems import DefinitionRefused, Problem, Problems, at

LARGEST_BYTES = 2 * 1024 * 1024
DEEPEST = 60
_LARGEST_INTEGER = 2**53 - 1
_NEVER_SHOWN = ("Cc", "Cs", "Co")
"""Control characters, halves of characters, and those that each font draws as it likes."""

_Steps = tuple[str | int, ...]
"""The way to a place: made into a pointer where something is wrong there, which is seldom."""


class _Doubled(dict[str, Any]):
    """A JSON object in which some keys came twice."""

    duplicates: tuple[str, ...] = ()


def load(text: str) -> Any:
    """The JSON value of a text.

    Raises DefinitionRefused for text that is too large or too deep, is not JSON, has a key twice,
    or holds a number or a character that has no canonical form.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_BYTES:
        raise _refusal(f"the document is larger than {LARGEST_BYTES // 1024 // 1024} MiB")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except RecursionError:
        raise _refusal("the document is nested too deeply") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _refusal(f"not JSON at {place}: {error.msg}") from None
    except DefinitionRefused:
        raise
    except ValueError:
        raise _refusal("a number has too many digits to be kept exactly") from None
    problems = Problems()
    for steps, reason in _faults(value, ()):
        problems.add(at("", *steps), reason)
    problems.refuse()
    return value


def sha256(value: Any) -> str:
    """SHA-256, in hexadecimal, over the RFC 8785 canonical form of a JSON value."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    doubled, times = _Doubled(made), Counter(key for key, _ in pairs)
    doubled.duplicates = tuple(key for key in times if times[key] > 1)
    return doubled


def _no_constant(name: str) -> Any:
    raise _refusal(f"not JSON: {name} is not a JSON number")


def _refusal(reason: str) -> DefinitionRefused:
    return DefinitionRefused((Problem("", reason),))


def _faults(value: Any, steps: _Steps) -> Iterator[tuple[_Steps, str]]:
    if len(steps) > DEEPEST:
        yield steps, "the document is nested too deeply"
    elif isinstance(value, str):
        yield from _text_faults(value, steps)
    elif isinstance(value, dict):
        yield from _object_faults(value, steps)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _faults(inner, (*steps, index))
    elif isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        yield steps, "this number is too large to be kept exactly"
    elif isinstance(value, float) and not math.isfinite(value):
        yield steps, "this number is too large to be kept"


def _object_faults(value: dict[str, Any], steps: _Steps) -> Iterator[tuple[_Steps, str]]:
    for key in value.duplicates if isinstance(value, _Doubled) else ():
        if not any(_text_faults(key, steps)):
            yield (*steps, key), "this key stands here twice"
    for key, inner in value.items():
        unreadable = list(_text_faults(key, steps))
        yield from unreadable or _faults(inner, (*steps, key))


def _text_faults(text: str, steps: _Steps) -> Iterator[tuple[_Steps, str]]:
    if not text.isprintable():
        for character in text:
            if character not in "\t\n\r" and unicodedata.category(character) in _NEVER_SHOWN:
                yield steps, f"the character U+{ord(character):04X} cannot be shown"
                return
