"""The small toolkit with a list of people of whom some are known from the police."""

from __future__ import annotations

from typing import Any

from tests.engine.comparisons import other_version


def control_of(document: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for section in document["uischema"]["elements"] for one in section["elements"]
        if one.get("scope") == f"#/properties/{key}")
    return found


def columns(document: dict[str, Any], **said: Any) -> None:
    """Each of the people has somebody to see them, and says where it is known from."""
    people = document["schema"]["properties"]["people"]
    people["items"]["properties"] |= {
        "source": {"type": "string", "enum": ["police", "school", "nhs"]},
        "who": {"type": "string"}, "due": {"type": "string", "format": "date"}}
    people["minItems"] = 1
    names = ("name", "since", "source", "who", "due")
    control_of(document, "people").setdefault("options", {})["detail"] = {
        "type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": f"#/properties/{name}",
             "options": {"waymark": said.get(name, {})}} for name in names]}


def from_police(document: dict[str, Any]) -> None:
    """A row whose source is the police is theirs; one question is asked because of the rows."""
    columns(document, source={"row_sensitivity": {"police": "police", "nhs": "health"}})
    document["derived"] = [*document.get("derived", ()), {
        "name": "people_count", "kind": "row_count", "of": "#/properties/people"}]
    control_of(document, "story")["rule"] = {"effect": "SHOW", "condition": {
        "scope": "#/derived/people_count", "schema": {"minimum": 2}}}


PEOPLE = other_version(from_police)
