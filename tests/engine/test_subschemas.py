"""References inside a document, and where a schema stands below an alternative."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.problems import Problems
from app.engine.subschemas import Subschemas, UnknownReference, compiled, fault, pointer_steps

ROOT: dict[str, Any] = {
    "type": "object",
    "properties": {"a": {"$ref": "#/$defs/short"}, "odd/na~me": {"type": "string"}},
    "$defs": {
        "short": {"$ref": "#/$defs/text", "maxLength": 9, "title": "Short"},
        "text": {"type": "string", "maxLength": 99, "title": "Text"},
        "list": {"type": "array", "items": {"$ref": "#/$defs/text"}},
        "object": {"type": "object", "properties": {"a": {"$ref": "#/$defs/short"}, "b": True}},
        "several": {"oneOf": [{"$ref": "#/$defs/text"}, {"type": "null"}]},
        "loop": {"$ref": "#/$defs/again"}, "again": {"$ref": "#/$defs/loop"},
    },
}
SCHEMAS = Subschemas(ROOT, "/schema")


def found(schema: dict[str, Any]) -> list[tuple[str, str]]:
    """What cannot be rendered: pointer and the first words of the reason."""
    problems = Problems()
    Subschemas(schema, "").check(problems)
    try:
        problems.refuse()
    except ValueError as refused:
        return [(p.pointer, p.reason) for p in refused.problems]  # type: ignore[attr-defined]
    return []


def test_what_stands_beside_a_reference_wins() -> None:
    assert SCHEMAS.resolve({"$ref": "#/$defs/short", "title": "Mine"}) == {
        "type": "string", "maxLength": 9, "title": "Mine"}
    assert SCHEMAS.resolve({"type": "string"}) == {"type": "string"}


@pytest.mark.parametrize("reference, named", [
    ("#", ROOT), ("#/$defs/text", ROOT["$defs"]["text"]),
    ("#/%24defs/text", ROOT["$defs"]["text"]), ("#/$defs/several/oneOf/1", {"type": "null"}),
    ("#/properties/odd~1na~0me", {"type": "string"}),
])
def test_what_a_reference_names(reference: str, named: Any) -> None:
    assert SCHEMAS.resolve({"$ref": reference}) == named


@pytest.mark.parametrize("reference, reason", [
    ("#/$defs/nowhere", "names nothing"), ("#/$defs/several/oneOf/7", "names nothing"),
    ("#/$defs/several/oneOf/x", "names nothing"), ("#/type", "does not name a schema"),
    ("#/$defs/object/properties/b", "does not name a schema"),
    ("#/$defs/text/title/0", "names nothing"), ("#/$defs/loop", "leads back to itself"),
    ("other.json#/a", "outside the document"), ("https://example.org/", "outside the document"),
    ("", "outside the document"), (7, "outside the document"), (None, "outside the document"),
])
def test_references_that_lead_nowhere(reference: Any, reason: str) -> None:
    with pytest.raises(UnknownReference, match=reason):
        SCHEMAS.resolve({"$ref": reference})


def test_one_level_is_opened() -> None:
    assert SCHEMAS.opened({"$ref": "#/$defs/list"})["items"]["title"] == "Text"
    opened = SCHEMAS.opened({"$ref": "#/$defs/object"})
    assert opened["properties"] == {
        "a": {"type": "string", "maxLength": 9, "title": "Short"}, "b": True}


@pytest.mark.parametrize("reference, steps", [
    ("#", []), ("#/a/b", ["a", "b"]), ("#/a~1b/~0", ["a/b", "~"]), ("#/", []),
    ("#/properties/caf%C3%A9", ["properties", "café"]),
])
def test_pointers_as_fragments(reference: str, steps: list[str]) -> None:
    assert pointer_steps(reference) == steps


NEEDS = {"required": ["a"]}


@pytest.mark.parametrize("schema, pointers", [
    ({"anyOf": [NEEDS]}, ["/anyOf/0/required"]), ({"not": NEEDS}, ["/not/required"]),
    ({"allOf": [NEEDS]}, []), ({"then": NEEDS}, []),
    ({"allOf": [{"oneOf": [{"properties": {"o": NEEDS}}]}]},
     ["/allOf/0/oneOf/0/properties/o/required"]),
    ({"anyOf": [{"if": NEEDS, "then": {}}]}, []), ({"anyOf": [{"required": []}]}, []),
    ({"if": {"anyOf": [NEEDS, NEEDS]}}, []), ({"if": {"anyOf": [NEEDS, {}]}}, ["/if"]),
    ({"if": {"allOf": [NEEDS]}}, []), ({"if": True}, []), ({"if": {}}, ["/if"]),
    ({"anyOf": [{"$ref": "#/$defs/x"}], "$defs": {"x": NEEDS}}, ["/$defs/x/required"]),
    ({"allOf": [{"$ref": "#/$defs/x"}], "$defs": {"x": NEEDS}}, []),
    ({"$defs": {"x": NEEDS}}, []),
])
def test_what_is_required_can_be_asked_for_one_by_one(
    schema: dict[str, Any], pointers: list[str]
) -> None:
    assert [pointer for pointer, _ in found(schema)] == pointers


def test_annotations_are_listed_once_and_what_we_know_is_not() -> None:
    schema = {"title": "T", "x-a": 1, "properties": {"q": {"x-b": 2, "enum": [{"x-c": 3}]}},
              "anyOf": [{"$ref": "#/$defs/d"}, {"$ref": "#/$defs/d"}], "$defs": {"d": {"x-d": 4}}}
    assert Subschemas(schema, "/s").check(Problems()) == (
        "/s/x-a", "/s/properties/q/x-b", "/s/$defs/d/x-d")


def test_a_fault_is_told_with_its_place() -> None:
    assert fault({"properties": {"a": {"type": "strung"}}}) is not None
    place, reason = fault({"properties": {"a": {"maxLength": -1}}}) or ("", "")
    assert place == "/properties/a/maxLength" and reason.startswith("not a JSON Schema")
    assert fault(ROOT) is None and fault({"$schema": "https://nowhere.example.org/x"}) is None


def test_formats_are_checked_and_nothing_is_fetched() -> None:
    assert not compiled({"format": "date"}).is_valid("2026-02-30")
    with pytest.raises(ValueError, match="Retrieval is disabled"):
        compiled({"$ref": "https://example.org/schema.json"})
