"""The one predicate language: JSON Schema applied to a place among answers, measures and the rest.

Used by rules, levels, floors, immediate action and required evidence. Which question a condition
shows or hides, and in which order hidden answers are dropped, is not decided here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import jsonschema_rs

MAX_DEPTH: Final = 32
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})

_CONDITION_KEYS: Final = frozenset({"type", "scope", "schema", "failWhenUndefined"})
_COMBINATION_KEYS: Final = frozenset({"type", "conditions"})
_LEAF_KEYS: Final = frozenset({"type", "scope", "expectedValue"})

_HOLDS_ONE: Final = (
    "not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
)
_HOLDS_LIST: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_HOLDS_NAMED: Final = ("properties", "patternProperties", "dependentSchemas", "$defs")
_LEADS_ELSEWHERE: Final = ("$ref", "$dynamicRef", "$schema", "$id")


class _Undefined:
    """The type of UNDEFINED, the value of a place that holds nothing (null is a value)."""

    def __repr__(self) -> str:
        return "UNDEFINED"


UNDEFINED: Final = _Undefined()


class ConditionRefused(ValueError):
    """A condition that cannot be evaluated; `pointer` is its place in the document."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"{pointer or '/'}: {reason}")
        self.pointer = pointer
        self.reason = reason


@dataclass(frozen=True)
class World:
    """All that conditions may look at. Values are plain JSON (dict, list, str, int, float, bool).

    `answers` is nested like the schema's instance; `marks` is kind → address → value.
    """

    answers: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    measures: Mapping[str, float | int] = field(default_factory=lambda: _NOTHING)
    derived: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    marks: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, eq=False)
class ValueTest:
    """A JSON Schema on one value that knows what it says when there is no value."""

    when_undefined: bool
    _validator: jsonschema_rs.Draft202012Validator = field(repr=False)

    def holds(self, value: Any) -> bool:
        """Whether the value passes. Pass UNDEFINED for "nothing there"; ValueError if not JSON."""
        return self.when_undefined if value is UNDEFINED else self._validator.is_valid(value)


class Condition(ABC):
    """A compiled condition. It never changes and holds nothing of the world it is asked about."""

    reads: frozenset[str]
    """The places it depends on: "answers/outer.inner", "measures/ID", "marks/absence/KEY"."""

    @abstractmethod
    def holds(self, world: World) -> bool:
        """Whether the condition is true of this world."""

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


def compile_condition(condition: Mapping[str, Any], *, pointer: str = "") -> Condition:
    """Read one condition of a document (docs/definition-format.md, "Conditions").

    Accepts JSON Forms' older leaf `{type: LEAF, scope, expectedValue}` as a `const`.
    Raises ConditionRefused with the JSON Pointer of what cannot be used; `pointer` is the place of
    the condition itself.
    """
    return _compile(condition, pointer, depth=0)


def compile_schema_test(schema: Mapping[str, Any] | bool, pointer: str = "") -> ValueTest:
    """Compile a JSON Schema on the answer: `evidence.required_when`, a measure term's `when`, …

    Draft 2020-12 with formats checked. Patterns run on a linear-time engine, so none can run away.
    Raises ConditionRefused.
    """
    _check_subschemas(schema, pointer)
    validator = _validator(schema, pointer)
    return ValueTest(undefined_result(schema), validator)


def undefined_result(schema: Mapping[str, Any] | bool) -> bool:
    """What a valid schema says of a place that holds nothing, as AJV says of `undefined`."""
    if isinstance(schema, bool):
        return schema
    return all(_keyword_of_undefined(keyword, value, schema) for keyword, value in schema.items())


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
    raise ConditionRefused(f"{pointer}/type", "a condition's type is AND, OR or LEAF, or absent")


def _compile_combination(
    condition: Mapping[str, Any],
    decide: Callable[[Iterable[bool]], bool],
    pointer: str,
    depth: int,
) -> Condition:
    _refuse_unknown(condition, _COMBINATION_KEYS, pointer)
    listed = condition.get("conditions")
    if not isinstance(listed, list) or not listed:
        raise ConditionRefused(f"{pointer}/conditions", "must be a list of at least one condition")
    parts = tuple(
        _compile(part, f"{pointer}/conditions/{number}", depth + 1)
        for number, part in enumerate(listed)
    )
    return _Combination(parts, decide, frozenset().union(*(part.reads for part in parts)))


def _compile_older_leaf(condition: Mapping[str, Any], pointer: str) -> Condition:
    _refuse_unknown(condition, _LEAF_KEYS, pointer)
    if "expectedValue" not in condition:
        raise ConditionRefused(pointer, "a LEAF condition needs an expectedValue")
    test = compile_schema_test({"const": condition["expectedValue"]}, f"{pointer}/expectedValue")
    return _leaf(condition, test, pointer)


def _compile_leaf(condition: Mapping[str, Any], pointer: str) -> Condition:
    _refuse_unknown(condition, _CONDITION_KEYS, pointer)
    if "schema" not in condition:
        raise ConditionRefused(pointer, "a condition needs a schema, or a type AND or OR")
    test = compile_schema_test(condition["schema"], f"{pointer}/schema")
    fails = condition.get("failWhenUndefined", False)
    if not isinstance(fails, bool):
        raise ConditionRefused(f"{pointer}/failWhenUndefined", "must be true or false")
    return _leaf(condition, ValueTest(False, test._validator) if fails else test, pointer)


def _leaf(condition: Mapping[str, Any], test: ValueTest, pointer: str) -> Condition:
    path = _path_of_scope(condition.get("scope"), f"{pointer}/scope")
    return _Leaf(path, test, frozenset({_place(path)}))


def _refuse_unknown(condition: Mapping[str, Any], known: frozenset[str], pointer: str) -> None:
    for key in condition.keys() - known:
        raise ConditionRefused(f"{pointer}/{_escaped(key)}", "is not a part of this condition")


def _path_of_scope(scope: Any, pointer: str) -> tuple[str, ...]:
    """The scope as a path through a World, such as ("answers", "outer", "inner")."""
    if not isinstance(scope, str):
        raise ConditionRefused(pointer, "a condition needs a scope, such as #/properties/key")
    match [_unescaped(segment) for segment in scope.split("/")]:
        case ["#", "measures" | "derived" as room, name]:
            return (room, name)
        case ["#", "marks", kind, address]:
            return ("marks", kind, address)
        case ["#", *steps] if steps and set(steps[0::2]) == {"properties"} and len(steps) % 2 == 0:
            return ("answers", *steps[1::2])
    raise ConditionRefused(
        pointer,
        f"{scope} is no place: use #/properties/KEY, #/measures/ID, #/derived/NAME or "
        "#/marks/KIND/KEY; for rows name the list itself and look into it with contains",
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


def _validator(schema: Any, pointer: str) -> jsonschema_rs.Draft202012Validator:
    try:
        return jsonschema_rs.Draft202012Validator(
            schema,
            validate_formats=True,
            offline=True,
            pattern_options=jsonschema_rs.RegexOptions(),
        )
    except jsonschema_rs.ValidationError as error:
        place = "".join(f"/{_escaped(str(step))}" for step in error.instance_path)
        raise ConditionRefused(pointer + place, error.message) from error
    except ValueError as error:
        raise ConditionRefused(pointer, str(error)) from error


def _check_subschemas(schema: Any, pointer: str) -> None:
    for place, part, depth in _subschemas(schema, pointer):
        if depth > MAX_DEPTH:
            raise ConditionRefused(place, f"a schema is nested more than {MAX_DEPTH} deep")
        for keyword in _LEADS_ELSEWHERE:
            if keyword in part:
                raise ConditionRefused(
                    f"{place}/{keyword}", f"a condition's schema may not use {keyword}"
                )


def _subschemas(schema: Any, pointer: str) -> Iterator[tuple[str, Mapping[str, Any], int]]:
    """Every object schema in and below this one, with its place and depth. Walks no values."""
    waiting = [(pointer, schema, 0)]
    while waiting:
        place, part, depth = waiting.pop()
        if isinstance(part, Mapping):
            yield place, part, depth
            waiting += [(f"{place}/{step}", below, depth + 1) for step, below in _children(part)]


def _children(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for keyword, value in schema.items():
        if keyword in _HOLDS_ONE:
            yield keyword, value
        elif keyword in _HOLDS_LIST and isinstance(value, list):
            yield from ((f"{keyword}/{number}", part) for number, part in enumerate(value))
        elif keyword in _HOLDS_NAMED and isinstance(value, Mapping):
            yield from ((f"{keyword}/{_escaped(name)}", part) for name, part in value.items())


def _keyword_of_undefined(keyword: str, value: Any, schema: Mapping[str, Any]) -> bool:
    match keyword:
        case "type" | "const" | "enum":
            return False
        case "not":
            return not undefined_result(value)
        case "allOf":
            return all(map(undefined_result, value))
        case "anyOf":
            return any(map(undefined_result, value))
        case "oneOf":
            return sum(map(undefined_result, value)) == 1
        case "if":
            return undefined_result(schema.get("then" if undefined_result(value) else "else", True))
    return True


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
