"""Two assessments of the small toolkit beside each other, for the tests of comparisons."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.engine.answers import Answers, Mark
from app.engine.comparing import compare
from app.engine.comparison import Comparison, Row, Side
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.key_relation import Lineage
from app.engine.lineage import read_lineage
from app.engine.measures import Background
from tests.engine.documents import toolkit, toolkit_document

SMALL = toolkit()
MARCH, JUNE = date(2026, 3, 3), date(2026, 6, 1)
SAME = Lineage.identity()
CALM = {"older": "not_present", "cars": "not_present", "money": "not_present"}
SEEN = Mark(rationale="Seen at school", source="School", evidence_date="2026-05-20")
REMOVED = read_lineage([{"relation": "removed", "from": ["cars"]}])
ADDED = read_lineage([{"relation": "added", "to": ["cars", "where"]}])


def side(
    values: Mapping[str, Any], on: date = MARCH, *, of: Definition = SMALL,
    marks: Mapping[str, Mark] | None = None, rows: Mapping[str, tuple[str, ...]] | None = None,
    background: Background = Background(), sequence: int = 0,
) -> Side:
    """One assessment."""
    recorded = Answers().with_changes(values=values, marks=marks, rows=rows)
    return Side.of(of, recorded, {}, on, background, sequence)


def compared(before: Mapping[str, Any], after: Mapping[str, Any], **more: Any) -> Comparison:
    """March against June."""
    return compare(side(before), side(after, JUNE, **more), SAME)


def row_of(comparison: Comparison, key: str) -> Row:
    """The row of one question."""
    return next(found for found in comparison.rows if found.key == key)


def row(key: str, before: Any = None, after: Any = None, **more: Any) -> Row:
    """The row of one question that was answered otherwise."""
    return row_of(compared({key: before}, {key: after}, **more), key)


def other_version(change: Callable[[dict[str, Any]], None]) -> Definition:
    """Another version of the small toolkit, after `change` has been made to its document."""
    document = toolkit_document()
    change(document)
    return read(json.dumps(document))


def without_cars(document: dict[str, Any]) -> None:
    """A change to the document: `cars`, and `where` that waits for it, are not asked any more."""
    del document["schema"]["properties"]["cars"], document["schema"]["properties"]["where"]
    document["schema"]["required"].remove("cars")
    elements = document["uischema"]["elements"][1]["elements"]
    elements[:] = [e for e in elements if e["scope"].rpartition("/")[2] not in ("cars", "where")]
    document["measures"][1]["terms"] = document["measures"][1]["terms"][:1]
