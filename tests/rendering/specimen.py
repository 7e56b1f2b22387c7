"""A toolkit with every type of question, each as a question and as a cell of rows and a table."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from app.engine import document
from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, cells_of
from app.engine.definition import Definition

PRESENT = {"type": "string", "oneOf": [
    {"const": "present", "title": "Present"}, {"const": "not_present", "title": "Not present"},
    {"const": "not_known", "title": "Not known"}]}
MEANINGS = {"present": "yes", "not_present": "no", "not_known": "not_known"}
COLOURS = [{"const": c, "title": c.title()} for c in ("red", "green", "blue", "grey")]

SINGLE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "radios": (PRESENT, {"hint": "One of three"}),
    "select": (PRESENT, {"type": "select"}),
    "descriptors": (PRESENT, {"type": "descriptors", "option_hints": {"present": "It is there"},
                              "option_guidance": {"present": "**Ask** who knows more"}}),
    "yes-no": ({"type": "boolean"}, {}),
    "checkboxes": ({"type": "array", "uniqueItems": True,
                    "items": {"type": "string", "oneOf": COLOURS}}, {}),
    "scale": ({"type": "integer", "minimum": 0, "maximum": 10}, {}),
    "list": ({"type": "array", "items": {"type": "string"}}, {}),
    "number": ({"type": "number"}, {}),
    "text": ({"type": "string"}, {}),
    "textarea": ({"type": "string", "maxLength": 2_000_000}, {}),
    "email": ({"type": "string", "format": "email"}, {}),
    "phone": ({"type": "string"}, {"type": "phone"}),
    "date": ({"type": "string", "format": "date"}, {}),
    "approximate-date": ({"type": "string"}, {"type": "approximate-date"}),
}
EVIDENCE = {"label": "Rationale for what you have scored", "source": True, "date": True,
            "none_held": True, "required_when": {"const": "present"}}


def _control(key: str, ours: dict[str, Any], **options: Any) -> dict[str, Any]:
    return {"type": "Control", "scope": f"#/properties/{key}",
            "options": {"waymark": ours, **options}}


def _row_layout() -> dict[str, Any]:
    return {"type": "VerticalLayout",
            "elements": [_control(key, ours) for key, (_, ours) in SINGLE.items()]}


def _row_schema(title: str = "Row") -> dict[str, Any]:
    return {"type": "object", "title": title,
            "properties": {key: {**schema, "title": f"Cell {key}"}
                           for key, (schema, _) in SINGLE.items()}}


def specimen_document() -> dict[str, Any]:
    """The document as it would be written."""
    properties: dict[str, Any] = {
        key: {**schema, "title": f"Question {key}"} for key, (schema, _) in SINGLE.items()}
    properties["people"] = {"type": "array", "title": "People", "items": _row_schema()}
    properties["grid"] = {"type": "object", "title": "Grid", "properties": {
        "first": _row_schema("First row"), "second": _row_schema("Second row")}}
    properties["harm"] = {**PRESENT, "title": "Harm"}
    controls = [_control(key, {"guidance": f"About {key}", "evidence": EVIDENCE,
                               "not_applicable": True, **ours})
                for key, (_, ours) in SINGLE.items()]
    return {
        "slug": "specimen", "title": "Specimen", "schema": {
            "type": "object", "properties": properties},
        "uischema": {"type": "Categorization", "elements": [
            {"type": "Category", "label": "Single", "elements": [
                {"type": "Group", "label": "All types", "elements": controls},
                {"type": "Label", "text": "Read **this**"}],
             "options": {"waymark": {
                 "key": "single", "introduction": "Begin *here*", "guidance": "How to begin",
                 "confirm_together": ["not_present"],
                 "skippable": {"label": "Skip: another assessment covers this"}}}},
            {"type": "Category", "label": "Rows", "elements": [
                _control("people", {"row_label": "Person", "add_label": "Add a person"},
                         detail=_row_layout()),
                _control("grid", {"type": "table", "columns": {"row": "Which"}},
                         detail=_row_layout()),
                _control("harm", {"harm": "actual", "meanings": MEANINGS, "risk": "raises",
                                  "sensitivity": "third-party", "note": "**Tell us more**",
                                  "revisit": False})],
             "options": {"waymark": {"key": "rows"}}},
        ]},
    }


@lru_cache
def specimen() -> Definition:
    """The toolkit, read once."""
    return document.read(json.dumps(specimen_document()))


def small(properties: dict[str, Any], controls: list[dict[str, Any]] | None = None,
          **root: Any) -> Definition:
    """A toolkit of these properties."""
    made: dict[str, Any] = {"slug": "small", "title": "Small", **root,
                            "schema": {"type": "object", "properties": properties}}
    if controls:
        made["uischema"] = {"type": "VerticalLayout", "elements": controls}
    return document.read(json.dumps(made))


whole_pages = settings(max_examples=max(10, settings.default.max_examples // 2))
"""For tests that make a whole page an example; the deep run makes more of them."""

characters = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t")
lines = st.text(characters, max_size=60).filter(lambda text: bool(text.strip()))
prose = st.text(st.one_of(characters, st.just("\n")), max_size=120).filter(
    lambda text: bool(text.strip()))
days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(lambda day: day.isoformat())

VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("radios", "select", "descriptors"), st.sampled_from(list(MEANINGS))),
    "yes-no": st.booleans(),
    "checkboxes": st.sets(st.integers(0, 3), min_size=1).map(
        lambda places: [COLOURS[place]["const"] for place in sorted(places)]),
    "scale": st.integers(0, 10),
    "list": st.lists(lines.map(str.strip), min_size=1, max_size=4),
    "number": st.one_of(st.integers(-10**9, 10**9), st.decimals(
        min_value=-1000, max_value=1000, places=3, allow_nan=False).map(float)),
    "text": lines,
    "textarea": prose,
    "email": st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@example\.(org|net)", fullmatch=True),
    "phone": st.from_regex(r"01632 960[0-9]{3}( ext [0-9]{1,3})?", fullmatch=True),
    "date": days,
    "approximate-date": st.one_of(days, days.map(lambda d: d[:7]), days.map(lambda d: d[:4])),
}
row_ids = st.lists(st.from_regex(r"[0-9a-f]{16}", fullmatch=True), max_size=3, unique=True)


@st.composite
def single_answers(draw: st.DrawFn) -> Answers:
    """Answers to most of the questions that have one."""
    left_out = draw(st.sets(st.sampled_from(list(SINGLE)), max_size=3))
    return Answers({key: draw(VALUES[key]) for key in SINGLE if key not in left_out},
                   marks=draw(marks()))


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    """Answers to the specimen, whole or in part."""
    ids = draw(row_ids)
    rows = Answers(rows={"people": tuple(ids)} if ids else {})
    cells = dict(pair for question in specimen().questions.values()
                 for pair in cells_of(question, rows))
    answered = draw(st.lists(st.sampled_from(list(cells)), unique=True, max_size=12))
    values = {address: draw(VALUES[cells[address].type.name]) for address in answered}
    return Answers(values, rows.rows, draw(marks()))


@st.composite
def marks(draw: st.DrawFn) -> dict[str, Mark]:
    """What is said beside some of the answers."""
    keys = draw(st.lists(st.sampled_from(list(SINGLE)), unique=True, max_size=4))
    made = {key: draw(st.builds(
        lambda **said: Mark(**said),
        absence=st.sampled_from([None, Absence.NOT_APPLICABLE, Absence.REVISIT]),
        reason=words, rationale=words, source=one_line, none_held=words,
        evidence_date=st.one_of(st.just(""), days, days.map(lambda d: d[:4])),
    )) for key in keys}
    return {key: mark for key, mark in made.items() if mark != Mark()}


one_line = st.one_of(st.just(""), lines)
words = st.one_of(st.just(""), prose)
