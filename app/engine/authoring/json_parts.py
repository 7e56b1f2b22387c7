"""Changes within shared JSON: what is on the way is copied, the rest is the same object still."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def part_at(value: Any, *steps: str) -> Any:
    """What stands some names further in, or None where anything on the way is missing."""
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def with_part(value: Json, steps: tuple[str, ...], part: Any) -> dict[str, Any]:
    """The object with `part` some names further in; None takes away what is there.

    Objects that this leaves empty go too, and a part that is there already keeps its place.
    """
    name, *further = steps
    inner = value.get(name)
    if further:
        part = with_part(inner if isinstance(inner, Mapping) else {}, tuple(further), part) or None
    return without(value, name) if part is None else {**value, name: part}


def without(value: Json, *names: str) -> dict[str, Any]:
    """The object without some of its names."""
    return {name: part for name, part in value.items() if name not in names}


def renamed(value: Any, old: str, new: str) -> Any:
    """The JSON value with every string `old`, and every place within it, written as `new`."""
    if isinstance(value, str):
        return new + value[len(old):] if value == old or value.startswith(f"{old}/") else value
    if isinstance(value, Mapping):
        return {name: renamed(part, old, new) for name, part in value.items()}
    if isinstance(value, list):
        return [renamed(part, old, new) for part in value]
    return value
