"""Small definition documents for the engine's tests, made in code so that a test shows its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.engine.definition import Definition
from app.engine.document import read

PRESENCE = {
    "type": "string",
    "oneOf": [
        {"const": "present", "title": "Present"},
        {"const": "not_present", "title": "Not present"},
        {"const": "not_known", "title": "Not known"},
    ],
}
MEANINGS = {"present": "yes", "not_present": "no", "not_known": "not_known"}
HARM = {
    "type": "string",
    "oneOf": [{"const": "yes", "title": "Yes"}, {"const": "not_known", "title": "Not known"}],
}
LEVELS = ("standard", "medium", "high", "actual")


def control(key: str, label: str = "", rule: Any = None, detail: Any = None, **ours: Any) -> Any:
    """A Control for a property, with our own options."""
    options: dict[str, Any] = {"waymark": ours}
    if detail:
        options["detail"] = detail
    element = {"type": "Control", "scope": f"#/properties/{key}", "options": options}
    if label:
        element["label"] = label
    return {**element, "rule": rule} if rule else element


def indicator(key: str, label: str = "", **ours: Any) -> Any:
    """A present / not present / not known question that raises risk."""
    evidence = {"label": "Rationale for what you have scored", "required_when": {
        "const": "present"}, "source": True, "date": True, "none_held": True}
    return control(key, label or key, meanings=MEANINGS, risk="raises", evidence=evidence, **ours)


def section(title: str, *elements: Any, **ours: Any) -> Any:
    """A Category."""
    return {"type": "Category", "label": title, "elements": list(elements),
            "options": {"waymark": ours}}


def document(
    properties: Mapping[str, Any], sections: Sequence[Any], required: Sequence[str] = (),
    **parts: Any,
) -> dict[str, Any]:
    """A whole document."""
    return {
        "slug": "small", "title": "Small toolkit",
        "schema": {"type": "object", "properties": dict(properties), "required": list(required)},
        "uischema": {"type": "Categorization", "elements": list(sections)},
        **parts,
    }


def bare(**properties: Any) -> dict[str, Any]:
    """A bare JSON Schema."""
    return {"type": "object", "properties": properties}


def reading(given: Any) -> Definition:
    """What a document says once it is read."""
    return read(json.dumps(given))


def definition(*args: Any, **parts: Any) -> Definition:
    """A definition read from `document(…)`."""
    return reading(document(*args, **parts))


def toolkit(**parts: Any) -> Definition:
    """A toolkit in small: harm, indicators, a strength, a scale, rows, a rule, levels."""
    return reading(toolkit_document(**parts))


def toolkit_document(**parts: Any) -> dict[str, Any]:
    """The document of `toolkit`."""
    properties = {
        "harm": HARM, "older": PRESENCE, "cars": PRESENCE, "money": PRESENCE,
        "trusted_adult": PRESENCE, "worry": {"type": "integer", "minimum": 0, "maximum": 10},
        "known_before": PRESENCE, "models": {
            "type": "array", "uniqueItems": True,
            "items": {"type": "string", "enum": ["online", "peer", "gang"]}},
        "story": {"type": "string", "maxLength": 5000},
        "people": {"type": "array", "items": {"type": "object", "properties": {
            "name": {"type": "string"}, "since": {"type": "string", "format": "date"}}}},
        "seen": {"type": "array", "items": {"type": "object", "properties": {
            "on": {"type": "string", "format": "date"}}}},
        "where": {"type": "string"},
        "level": {"type": "string", "enum": list(LEVELS)}, "reason": {"type": "string"},
    }
    sections = [
        section("Harm", control("harm", "Abuse is taking place", harm="actual", risk="raises",
                                meanings={"yes": "yes", "not_known": "not_known"})),
        section("Indicators", indicator("older", "Older people"), indicator("cars", "Cars"),
                indicator("money", "Money"),
                control("seen", "When was money seen", row_label="Time"),
                control("where", "Where", rule={"effect": "SHOW", "condition": {
                    "scope": "#/properties/cars", "schema": {"const": "present"}}}),
                confirm_together=["not_present"]),
        section("Background", control("trusted_adult", "A trusted adult", risk="lowers",
                                      meanings=MEANINGS),
                control("known_before", "Known before", risk="raises", historical=True,
                        meanings=MEANINGS),
                control("worry", "How worried are you", risk="raises", ordinal=True),
                control("models", "Models"), control("story", "Story"), control("people", "People"),
                skippable={"label": "Another assessment covers this"}),
        section("Summary", control("level", "Level"), control("reason", "Reason"),
                waits_for_others=True),
    ]
    present = {"const": "present"}
    whole = {
        "measures": [
            {"id": "harm", "title": "Actual harm", "terms": [
                {"scope": "#/properties/harm", "when": {"const": "yes"}}]},
            {"id": "indicators", "title": "Indicators", "terms": [
                {"scope": "#/properties/older", "when": present},
                {"scope": "#/properties/cars", "when": present, "weight": 2},
                {"scope": "#/properties/money", "when": present, "windows": {
                    "dates": "#/properties/seen/items/properties/on", "bands": [
                        {"months": 6, "weight": 5}, {"months": 12, "weight": 1}]}}]},
            {"id": "worry", "title": "Worry", "terms": [
                {"scope": "#/properties/worry", "value": True}]},
        ],
        "levels": [
            {"id": "standard", "title": "Standard", "rank": 0, "interventions": ["Educate"]},
            {"id": "medium", "title": "Medium", "rank": 1, "interventions": ["Share"], "when": {
                "scope": "#/measures/indicators", "schema": {"minimum": 1}}},
            {"id": "high", "title": "High", "rank": 2, "when": {
                "scope": "#/measures/indicators", "schema": {"minimum": 5}}},
            {"id": "actual", "title": "Actual", "rank": 3, "status": "subject", "when": {
                "scope": "#/measures/harm", "schema": {"minimum": 1}}},
        ],
        "judgement": {"scope": "#/properties/level", "reason": "#/properties/reason", "rise": 1},
        "immediate": [{"scope": "#/properties/harm", "when": {"const": "yes"},
                       "message": "Call 999."}],
    }
    return document(properties, sections, required=["harm", "older", "cars", "money", "level"],
                    **{**whole, **parts})
