"""Hypothesis strategies: documents of every shape that the engine reads, and the shipped ones."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from app.engine.authoring.edits.elements import add_group, add_section, add_text, duplicate
from app.engine.authoring.edits.options import add_option
from app.engine.authoring.edits.placing import (
    After, Before, Into, Position, move, move_down, move_up,
)
from app.engine.authoring.edits.questions import add_question
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.outline import Outline
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.settings import with_settings
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.question_types import REGISTRY

SHIPPED = tuple(sorted(
    path for path in Path(__file__).parents[3].glob("form_definitions/*/*.json")
    if path.parent.name != "practice-standards"))
NAMES = st.sampled_from("abcdefgh")
TITLES = st.sampled_from(["Name", "Häuser", "Seen alone?", "", "中", "Who is involved & why"])
DEFS: dict[str, Any] = {
    "line": {"type": "string", "maxLength": 200, "x-own": "kept"},
    "presence": {"type": "string", "oneOf": [{"const": "present", "title": "Present"},
                                             {"const": "not_present", "title": "Not present"}]},
    "place": {"type": "object", "properties": {"street": {"$ref": "#/$defs/line"}, "town": {
        "type": "string"}}, "required": ["town"]},
    "row": {"type": "object", "properties": {"on": {"type": "string", "format": "date"}}},
}
LEAVES: st.SearchStrategy[dict[str, Any]] = st.sampled_from([
    {"type": "string"}, {"type": "boolean"}, {"type": "integer", "minimum": 0, "maximum": 5},
    {"type": "number", "x-unit": "km"}, {"type": "string", "format": "date"},
    {"type": "string", "enum": ["x", "y"]}, {"$ref": "#/$defs/line"}, {"$ref": "#/$defs/presence"},
    {"type": "array", "items": {"$ref": "#/$defs/row"}},
    {"type": "array", "uniqueItems": True, "items": {"type": "string", "enum": ["x", "y"]}},
])


@cache
def shipped(path: Path) -> Any:
    """A shipped document."""
    return json.loads(path.read_text(encoding="utf-8"))


def definition_of(document: Any) -> Definition:
    """The definition the engine reads."""
    return read(json.dumps(document))


@st.composite
def objects(draw: st.DrawFn, depth: int = 2) -> dict[str, Any]:
    """An object schema, with objects in it."""
    inner = LEAVES if depth == 0 else LEAVES | st.just({"$ref": "#/$defs/place"}) | objects(
        depth=depth - 1)
    properties = draw(st.dictionaries(NAMES, inner, min_size=1, max_size=5))
    titled = {name: {"title": draw(TITLES), **schema} if draw(st.booleans()) else schema
              for name, schema in properties.items()}
    required = draw(st.lists(st.sampled_from(list(titled)), unique=True))
    return {"type": "object", "properties": titled,
            **({"required": required} if draw(st.booleans()) else {})}


def paths(schema: Any, outer: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The ways to the questions of an object schema."""
    found: list[tuple[str, ...]] = []
    for name, inner in schema["properties"].items():
        inner = DEFS["place"] if inner.get("$ref") == "#/$defs/place" else inner
        way = (*outer, name)
        found += paths(inner, way) if inner.get("type") == "object" else [way]
    return found


@st.composite
def layouts(draw: st.DrawFn, schema: Any) -> dict[str, Any]:
    """A layout that asks each question of a schema once, or all of an object at once."""
    ways = draw(st.permutations(paths(schema)))
    rest = [draw(controls(way, ways[0])) for way in ways]
    if len(schema["properties"]) == 1 and draw(st.booleans()):
        rest = [{"type": "Control", "scope": f"#/properties/{name}"}
                for name in schema["properties"]]
    while len(rest) > 3 and draw(st.booleans()):
        inside, rest = rest[:3], rest[3:]
        rest.append(draw(holders(inside)))
    shape = draw(st.sampled_from(["VerticalLayout", "Group", "Categorization"]))
    if shape != "Categorization":
        return {"type": shape, "elements": rest}
    half = len(rest) // 2
    titles = draw(st.lists(TITLES, min_size=2, max_size=2, unique_by=lambda t: t or "Questions"))
    sections = [{"type": "Category", "label": title, "elements": part,
                 "options": {"waymark": {"key": key}}}
                for title, part, key in zip(titles, (rest[:half], rest[half:]), "pq", strict=True)]
    if draw(st.booleans()):
        sections = [{"type": "Categorization", "elements": sections[:1]}, *sections[1:]]
    return {"type": "Categorization", "elements": sections, "x-theme": "blue"}


@st.composite
def controls(draw: st.DrawFn, way: tuple[str, ...], other: tuple[str, ...]) -> dict[str, Any]:
    """A control, with what others may have written beside it."""
    scope = "#" + "".join(f"/properties/{name}" for name in way)
    rule = {"effect": "SHOW", "condition": {
        "scope": "#" + "".join(f"/properties/{name}" for name in other),
        "schema": {"type": "string"}}}
    return {"type": "Control", "scope": scope,
            **({"label": draw(TITLES)} if draw(st.booleans()) else {}),
            **({"rule": rule} if way != other and draw(st.booleans()) else {}),
            **draw(st.sampled_from([{}, {"options": {"theme": 1}}, {"x-note": [1]},
                                    {"options": {"waymark": {"hint": "Think."}}}]))}


@st.composite
def holders(draw: st.DrawFn, inside: list[Any]) -> dict[str, Any]:
    """An element that holds others, and a text."""
    text = {"type": "Label", "text": draw(TITLES)}
    kind = draw(st.sampled_from(["Group", "VerticalLayout", "HorizontalLayout"]))
    return {"type": kind, "elements": [text, *inside],
            **({"label": draw(TITLES)} if kind == "Group" else {})}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document that the engine reads: bare, of JSON Forms, or with parts of our own."""
    schema = {"$defs": DEFS, **draw(objects()), "x-of": "the whole"}
    if draw(st.booleans()):
        first = next(iter(schema["properties"]))
        schema["allOf"] = [{"if": {"properties": {first: {"const": 1}}, "required": [first]},
                            "then": {"required": [first]}}]
    match draw(st.sampled_from(["bare", "generated", "laid out", "laid out"])):
        case "bare":
            return schema
        case "generated":
            return {"schema": schema, "title": "T"}
    return {"schema": schema, "uischema": draw(layouts(schema)), "levels": [],
            "measures": [{"id": "m", "title": "M", "terms": []}]}


@st.composite
def edited(draw: st.DrawFn, outline: Outline, most: int = 4) -> Outline:
    """The outline after some edits, whichever of them can be made."""
    for _ in range(draw(st.integers(0, most))):
        try:
            outline = draw(_edits(outline))
        except EditRefused:
            continue
    return outline


@st.composite
def _edits(draw: st.DrawFn, outline: Outline) -> Outline:
    placed = [one for one in outline.addresses("section", "group", "layout", "text", "question")
              if outline.container_of(one)]
    one, other = (draw(st.sampled_from(placed or ["none"])) for _ in range(2))
    word = draw(st.sampled_from(["Alone", "With others", "Again", "Häuser"]))
    match draw(st.sampled_from("add group section text move up remove copy word option".split())):
        case "add":
            return add_question(outline, word, draw(st.sampled_from(list(REGISTRY))), Into(one))
        case "group":
            return add_group(outline, word, Into(one))
        case "section":
            return add_section(outline, word)
        case "text":
            return add_text(outline, word, Before(one))
        case "move":
            positions: list[Position] = [Into(other), Before(other), After(other)]
            return move(outline, one, draw(st.sampled_from(positions)))
        case "up":
            return draw(st.sampled_from([move_up, move_down]))(outline, one)
        case "remove":
            return remove(outline, one, along=True)
        case "copy":
            return duplicate(outline, one)
        case "option":
            return add_option(outline, one, word)
    return with_settings(outline, one, {"title": word, "label": word, "text": word})
