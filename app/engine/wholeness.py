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
    for pointer, name in _never_asked(asked, definition, subschemas):
        problems.add(at(pointer, "required"), f"{name} is required and never asked")


def check_places(
    definition: Definition, conditions: Iterable[tuple[str, Condition]], problems: Problems
) -> None:
    """Every place that a condition looks at is there; else it would never be met, by a slip."""
    places = frozenset(_places(definition))
    tables = tuple(f"answers/{key}." for key, question in definition.questions.items()
                   if question.type.holds_rows)
    for pointer, condition in conditions:
        for place in sorted(condition.reads - places):
            if not place.startswith(tables):
                name = place.rpartition("/")[2]
                problems.add(pointer, f"nothing in this definition is called {name}")


def _with_outer(keys: Iterable[str]) -> Iterator[str]:
    """The keys, and those of the objects they are in: outer.inner and outer."""
    for key in keys:
        yield from accumulate(key.split("."), "{}.{}".format)


def _never_asked(
    asked: frozenset[str], definition: Definition, subschemas: Subschemas
) -> Iterator[tuple[str, str]]:
    """What is required of the answers, or of an object in them of which anything is asked."""
    waiting: list[tuple[str, str, Mapping[str, Any]]] = [
        ("", subschemas.pointer, subschemas.root)]
    while waiting:
        outer, pointer, schema = waiting.pop()
        yield from ((pointer, name) for name in schema.get("required", ())
                    if outer + name not in asked)
        for name, inner in schema.get("properties", {}).items():
            key = outer + name
            if key in asked and key not in definition.questions:
                place = at(pointer, "properties", name)
                waiting.append((f"{key}.", place, subschemas.resolve(inner)))


def _places(definition: Definition) -> Iterator[str]:
    yield from (f"answers/{key}" for key in _with_outer(definition.questions))
    yield from (f"measures/{measure.id}" for measure in definition.measures)
    yield from (f"derived/{derived.name}" for derived in definition.derived)
    for kind in ("absence", "standing"):
        yield from (f"marks/{kind}/{key}" for key in definition.questions)
        yield from (f"marks/{kind}/@{key}" for key in definition.sections_by_key)
