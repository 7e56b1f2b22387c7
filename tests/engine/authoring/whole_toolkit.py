"""A small document with everything in it that a definition may hold, to be changed in one place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from app.engine.authoring.changes import Change, Difference
from app.engine.authoring.difference import difference
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.lineage import read_lineage
from tests.engine.documents import control, section, toolkit_document

KNOWN = {"const": "known"}


def _written() -> dict[str, Any]:
    """What `toolkit_document` says, with tables, objects, notes, groups and rules of every kind."""
    whole = toolkit_document(
        owner="The partnership", source="A paper toolkit", introduction="Read **this**.",
        guidance="Ask twice.",
        derived=[{"name": "age", "kind": "age_years", "of": "#/properties/born"},
                 {"name": "people", "kind": "row_count", "of": "#/properties/people"}],
        floors=[{"id": "young", "when": {"scope": "#/derived/age",
                                         "schema": {"exclusiveMaximum": 13}},
                 "forbids": ["standard"], "because": "Under 13."}],
    )
    properties = whole["schema"]["properties"]
    whole["schema"]["$defs"] = {"line": {"type": "string", "maxLength": 90}}
    whole["schema"]["allOf"] = [{
        "if": {"properties": {"older": {"const": "present"}}, "required": ["older"]},
        "then": {"properties": {"story": {"minLength": 3}}}}]
    properties["born"] = {"type": "string", "format": "date"}
    properties["contact"] = {"type": "string", "oneOf": [
        {"const": "none", "title": "No"}, {"const": "known", "title": "Yes, known"}]}
    properties["home"] = {"type": "object", "title": "Where they live", "required": ["street"],
                          "properties": {"street": {"$ref": "#/$defs/line"},
                                         "rooms": {"type": "integer", "minimum": 1}}}
    properties["plan"] = {"type": "object", "properties": {
        row: {"type": "object", "title": title, "required": ["who"], "properties": {
            "who": {"type": "string", "title": "Who"},
            "done": {"type": "string", "title": "Done", "oneOf": [
                {"const": "yes", "title": "Yes"}, {"const": "no", "title": "No"}]}}}
        for row, title in (("first", "First things"), ("last", "Last things"))}}
    whole["uischema"]["elements"].insert(1, section(
        "Contact",
        {"type": "Label", "text": "Think of everyone."},
        {"type": "Group", "label": "People", "rule": {
            "effect": "SHOW", "condition": {
                "scope": "#/properties/older", "schema": {"enum": ["present", "not_known"]}}},
         "elements": [
            control("contact", "Contact with people who harm", association=True, risk="raises",
                    meanings={"none": "no", "known": "yes"}, hint="Direct or not.",
                    guidance="Online too.", note="This sets the level.",
                    source_wording="Linked", requirements=["S4.1"],
                    option_hints={"none": "As far as is known"},
                    option_guidance={"known": "Tell police."}),
            {"type": "VerticalLayout", "rule": {"effect": "DISABLE", "condition": {
                "scope": "#/properties/contact", "schema": KNOWN}},
             "elements": [control("born", "Date of birth", prefill="case.date_of_birth",
                                  known="seen_alone", sensitivity="health",
                                  not_applicable=True, revisit=False)]}]},
        {"type": "Label", "text": "Only where there is contact.", "rule": {
            "effect": "HIDE", "condition": {"type": "AND", "conditions": [
                {"scope": "#/properties/contact", "schema": {"const": "none"}},
                {"scope": "#/marks/absence/@background", "schema": {"const": "skipped"}}]}}},
        {"type": "Control", "scope": "#/properties/home"},
        control("plan", "The plan", type="table", columns={"row": "Aim"},
                required_when={"type": "OR", "conditions": [
                    {"scope": "#/properties/contact", "schema": KNOWN},
                    {"scope": "#/measures/indicators", "schema": {"minimum": 2}}]},
                detail={"type": "VerticalLayout", "elements": [
                    control("who", "Who does it"), control("done", "Is it done")]}),
        introduction="Who there is.", guidance="All of them.", key="contact"))
    return whole


WHOLE = _written()


def definition(document: Any) -> Definition:
    """A document read."""
    return read(json.dumps(document))


def changed(change: Callable[[dict[str, Any]], Any], base: Any = None) -> dict[str, Any]:
    """The whole document, or another, with something changed."""
    document = copy.deepcopy(WHOLE if base is None else base)
    change(document)
    return document


def between(earlier: Any, later: Any) -> Difference:
    """What differs between two documents, with the lineage that the later one declares."""
    after = definition(later)
    return difference(definition(earlier), after, read_lineage(after.lineage))


def changes(change: Callable[[dict[str, Any]], Any], base: Any = None) -> tuple[Change, ...]:
    """What a change of the whole document is told as."""
    return between(WHOLE if base is None else base, changed(change, base)).changes
