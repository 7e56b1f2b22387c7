"""Whether the parts of a definition fit together, once all of them have been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from app.engine.conditions import Condition
from app.engine.definition import Definition
from app.engine.problems import Problems, at
from app.engine.subschemas import Subschemas


def check_asked(definition: Definition, subschemas: Subschemas, problems: Problems) -> None:
    """Something is asked, and so is all that the schema requires: else it could never be given."""
    if not definition.questions:
        problems.add("/uischema", "the definition asks no question")
    for question in definition.questions.values():
        if question.type.holds_rows and not question.columns:
            problems.add(question.pointer, "a row needs something to answer")
    asked = frozenset(_with_outer(definition.questions))
    for outer, own, part, pointer in _said_of_objects(asked, definition, subschemas):
        for name in part.get("required", ()):
            if outer + name not in asked:
                problems.add(at(pointer, "required"), f"{name} is required and never asked")
        for name in part.get("properties", {}).keys() - own:
            problems.add(at(pointer, "properties", name),
                         f"no question can ask for {name} here; describe it in properties as well")


def check_places(
    definition: Definition, conditions: Iterable[tuple[str, Condition]], problems: Problems
) -> None:
    """Every place that a condition looks at is there; else it would never be met, by a slip."""
    places = frozenset(_places(definition))
    for pointer, condition in conditions:
        for place in sorted(condition.reads - places):
            name = place.rpartition("/")[2]
            problems.add(pointer, f"nothing in this definition is called {name}")


def _with_outer(keys: Iterable[str]) -> Iterator[str]:
    """The keys, and those of the objects they are in: outer.inner and outer."""
    for key in keys:
        yield from accumulate(key.split("."), "{}.{}".format)


def _said_of_objects(
    asked: frozenset[str], definition: Definition, subschemas: Subschemas
) -> Iterator[tuple[str, frozenset[str], Mapping[str, Any], str]]:
    """What is said of the answers, and of each object in them of which anything is asked: the
    start of the keys in it, the names that it describes, a schema that holds of it, its pointer."""
    waiting: list[tuple[str, Mapping[str, Any], Mapping[str, Any], str]] = [
        ("", subschemas.root, subschemas.root, subschemas.pointer)]
    while waiting:
        outer, described, schema, pointer = waiting.pop()
        own: Mapping[str, Any] = described.get("properties", {})
        for part, place in subschemas.in_place(schema, pointer):
            yield outer, frozenset(own), part, place
            for name, inner in part.get("properties", {}).items():
                key = outer + name
                if name in own and key in asked and key not in definition.questions:
                    waiting.append((f"{key}.", subschemas.resolve(own[name]),
                                    subschemas.resolve(inner), at(place, "properties", name)))


def _places(definition: Definition) -> Iterator[str]:
    yield from (f"answers/{key}" for key in _with_outer(definition.questions))
    for question in definition.questions.values():
        for row in question.fixed_rows:
            yield f"answers/{question.key}.{row.key}"
            yield from (f"answers/{question.key}.{row.key}.{cell.key}" for cell in question.columns)
    yield from (f"measures/{measure.id}" for measure in definition.measures)
    yield from (f"derived/{derived.name}" for derived in definition.derived)
    for kind in ("absence", "standing"):
        yield from (f"marks/{kind}/{key}" for key in definition.questions)
        yield from (f"marks/{kind}/@{key}" for key in definition.sections_by_key)
