"""The one predicate language: JSON Schema applied to a place among answers, measures and the rest.

Used by rules, levels, floors and required answers. Which question a condition shows or hides, and
in which order hidden answers are dropped, is not decided here; nor is what a schema says of one
value, which is in `value_tests`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from msgspec import Struct, field

from app.engine.problems import at
from app.engine.subschemas import pointer_steps
from app.engine.value_tests import (
    MAX_DEPTH,
    UNDEFINED,
    ConditionRefused,
    ValueTest,
    compile_schema_test,
    undefined_result,
)

__all__ = [
    "UNDEFINED",
    "Condition",
    "ConditionRefused",
    "ValueTest",
    "World",
    "compile_condition",
    "compile_schema_test",
    "undefined_result",
]

_CONDITION_KEYS: Final = frozenset({"type", "scope", "schema", "failWhenUndefined"})
_COMBINATION_KEYS: Final = frozenset({"type", "conditions"})
_LEAF_KEYS: Final = frozenset({"type", "scope", "expectedValue"})


class World(Struct, frozen=True):
    """All that conditions may look at. Values are plain JSON (dict, list, str, int, float, bool).

    `answers` is nested like the schema's instance; `marks` is kind → address → value.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    measures: Mapping[str, float | int] = field(default_factory=dict)
    derived: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Condition(ABC):
    """A compiled condition. It never changes and holds nothing of the world it is asked about."""

    reads: frozenset[str]
    """The places it depends on: "answers/outer.inner", "measures/ID", "marks/absence/KEY"."""

    @abstractmethod
    def holds(self, world: World) -> bool:
        """Whether the condition is true of this world."""

    def leaves(self) -> Iterator[Condition]:
        """The conditions on one place each that decide this one: itself, or all it combines."""
        yield self

    def awaits(self, place: str) -> bool:
        """Whether a change at `place` (written as in `reads`) may change the result.

        True when one place lies within the other: a condition on "answers/outer" awaits
        "answers/outer.inner", and the other way round.
        """
        return any(_within(place, read) or _within(read, place) for read in self.reads)


@dataclass(frozen=True, eq=False)
class _Leaf(Condition):
    path: tuple[str, ...]
    test: ValueTest
    reads: frozenset[str]

    def holds(self, world: World) -> bool:
        return self.test.holds(_value_at(world, self.path))


@dataclass(frozen=True, eq=False)
class _Combination(Condition):
    parts: tuple[Condition, ...]
    decide: Callable[[Iterable[bool]], bool]
    reads: frozenset[str]

    def holds(self, world: World) -> bool:
        return self.decide(part.holds(world) for part in self.parts)

    def leaves(self) -> Iterator[Condition]:
        for part in self.parts:
            yield from part.leaves()


def compile_condition(condition: Mapping[str, Any], *, pointer: str = "") -> Condition:
    """Read one condition of a document (docs/definition-format.md, "Conditions").

    Accepts JSON Forms' older leaf `{type: LEAF, scope, expectedValue}` as a `const`.
    Raises ConditionRefused with the JSON Pointer of what cannot be used; `pointer` is the place of
    the condition itself.
    """
    return _compile(condition, pointer, depth=0)


def _compile(condition: Any, pointer: str, depth: int) -> Condition:
    if not isinstance(condition, Mapping):
        raise ConditionRefused(pointer, "a condition must be an object")
    if depth > MAX_DEPTH:
        raise ConditionRefused(pointer, f"conditions are nested more than {MAX_DEPTH} deep")
    match condition.get("type"):
        case "AND":
            return _compile_combination(condition, all, pointer, depth)
        case "OR":
            return _compile_combination(condition, any, pointer, depth)
        case "LEAF":
            return _compile_older_leaf(condition, pointer)
        case None:
            return _compile_leaf(condition, pointer)
    raise ConditionRefused(at(pointer, "type"), "a condition's type is AND, OR or LEAF, or absent")


def _compile_combination(
    condition: Mapping[str, Any],
    decide: Callable[[Iterable[bool]], bool],
    pointer: str,
    depth: int,
) -> Condition:
    _refuse_unknown(condition, _COMBINATION_KEYS, pointer)
    listed = condition.get("conditions")
    if not isinstance(listed, list) or not listed:
        raise ConditionRefused(at(pointer, "conditions"), "must list at least one condition")
    parts = tuple(
        _compile(part, at(pointer, "conditions", number), depth + 1)
        for number, part in enumerate(listed)
    )
    return _Combination(parts, decide, frozenset().union(*(part.reads for part in parts)))


def _compile_older_leaf(condition: Mapping[str, Any], pointer: str) -> Condition:
    _refuse_unknown(condition, _LEAF_KEYS, pointer)
    if "expectedValue" not in condition:
        raise ConditionRefused(pointer, "a LEAF condition needs an expectedValue")
    test = compile_schema_test({"const": condition["expectedValue"]}, at(pointer, "expectedValue"))
    return _leaf(condition, test, pointer)


def _compile_leaf(condition: Mapping[str, Any], pointer: str) -> Condition:
    _refuse_unknown(condition, _CONDITION_KEYS, pointer)
    if "schema" not in condition:
        raise ConditionRefused(pointer, "a condition needs a schema, or a type AND or OR")
    test = compile_schema_test(condition["schema"], at(pointer, "schema"))
    fails = condition.get("failWhenUndefined", False)
    if not isinstance(fails, bool):
        raise ConditionRefused(at(pointer, "failWhenUndefined"), "must be true or false")
    return _leaf(condition, ValueTest(False, test.validator) if fails else test, pointer)


def _leaf(condition: Mapping[str, Any], test: ValueTest, pointer: str) -> Condition:
    path = _path_of_scope(condition.get("scope"), at(pointer, "scope"))
    return _Leaf(path, test, frozenset({_place(path)}))


def _refuse_unknown(condition: Mapping[str, Any], known: frozenset[str], pointer: str) -> None:
    for key in sorted(condition.keys() - known):
        raise ConditionRefused(at(pointer, key), "is not a part of this condition")


def _path_of_scope(scope: Any, pointer: str) -> tuple[str, ...]:
    """The scope as a path through a World, such as ("answers", "outer", "inner")."""
    if not isinstance(scope, str):
        raise ConditionRefused(pointer, "a condition needs a scope, such as #/properties/key")
    match pointer_steps(scope) if scope.startswith("#/") else []:
        case ["measures" | "derived" as room, name]:
            return (room, name)
        case ["marks", "absence" | "standing" as kind, address]:
            return ("marks", kind, address)
        case [*steps] if steps and set(steps[0::2]) == {"properties"} and len(steps) % 2 == 0:
            return ("answers", *steps[1::2])
    raise ConditionRefused(
        pointer,
        f"{scope} is no place: use #/properties/KEY, #/measures/ID, #/derived/NAME or "
        "#/marks/absence/KEY; for rows name the list itself and look into it with contains",
    )


def _place(path: tuple[str, ...]) -> str:
    room, *steps = path
    return f"{room}/{('.' if room == 'answers' else '/').join(steps)}"


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith((f"{outer}.", f"{outer}/"))


def _value_at(world: World, path: tuple[str, ...]) -> Any:
    value: Any = getattr(world, path[0])
    for step in path[1:]:
        if not isinstance(value, Mapping) or step not in value:
            return UNDEFINED
        value = value[step]
    return value
