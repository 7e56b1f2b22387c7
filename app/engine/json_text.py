"""Text to JSON and back, strictly: no duplicate keys, nothing too large, one canonical form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import rfc8785

from app.engine.problems import DefinitionRefused, Problem, Problems, at

LARGEST_BYTES = 2 * 1024 * 1024
DEEPEST = 60
_LARGEST_INTEGER = 2**53 - 1


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
        raise _refusal(f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}") from None
    except ValueError as error:
        raise _refusal(f"not JSON: {error}") from None
    problems = Problems()
    for pointer, reason in _faults(value, "", 0):
        problems.add(pointer, reason)
    problems.refuse()
    return value


def sha256(value: Any) -> str:
    """SHA-256, in hexadecimal, over the RFC 8785 canonical form of a JSON value."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        made.duplicates = tuple(sorted({key for key in keys if keys.count(key) > 1}))
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _refusal(reason: str) -> DefinitionRefused:
    return DefinitionRefused((Problem("", reason),))


def _faults(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        yield pointer, "the document is nested too deeply"
    elif isinstance(value, dict):
        for key in getattr(value, "duplicates", ()):
            yield at(pointer, key), "this key stands here twice"
        for key, inner in value.items():
            yield from _text_faults(key, pointer)
            yield from _faults(inner, at(pointer, key), depth + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _faults(inner, at(pointer, index), depth + 1)
    elif isinstance(value, str):
        yield from _text_faults(value, pointer)
    elif isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        yield pointer, "this number is too large to be kept exactly"


def _text_faults(text: str, pointer: str) -> Iterator[tuple[str, str]]:
    if not text.isprintable():
        for character in text:
            if character < " " and character not in "\t\n\r" or "\ud800" <= character <= "\uf8ff":
                yield pointer, f"the character U+{ord(character):04X} cannot be shown"
                return
