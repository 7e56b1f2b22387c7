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


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys came twice."""

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
    for pointer, reason in _faults(value, "", 0):
        problems.add(pointer, reason)
    problems.refuse()
    return value


def sha256(value: Any) -> str:
    """SHA-256, in hexadecimal, over the RFC 8785 canonical form of a JSON value."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        times = Counter(key for key, _ in pairs)
        made.duplicates = tuple(key for key in times if times[key] > 1)
    return made


def _no_constant(name: str) -> Any:
    raise _refusal(f"not JSON: {name} is not a JSON number")


def _refusal(reason: str) -> DefinitionRefused:
    return DefinitionRefused((Problem("", reason),))


def _faults(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        yield pointer, "the document is nested too deeply"
    elif isinstance(value, dict):
        for key in getattr(value, "duplicates", ()):
            if not any(_text_faults(key, pointer)):
                yield at(pointer, key), "this key stands here twice"
        for key, inner in value.items():
            unreadable = list(_text_faults(key, pointer))
            yield from unreadable or _faults(inner, at(pointer, key), depth + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _faults(inner, at(pointer, index), depth + 1)
    elif isinstance(value, str):
        yield from _text_faults(value, pointer)
    elif isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        yield pointer, "this number is too large to be kept exactly"
    elif isinstance(value, float) and not math.isfinite(value):
        yield pointer, "this number is too large to be kept"


def _text_faults(text: str, pointer: str) -> Iterator[tuple[str, str]]:
    if not text.isprintable():
        for character in text:
            if character not in "\t\n\r" and unicodedata.category(character) in _NEVER_SHOWN:
                yield pointer, f"the character U+{ord(character):04X} cannot be shown"
                return
