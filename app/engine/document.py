"""Reads and checks a definition document: text in, Definition out, or every reason why not.

The parts are read by `layout`, `questions`, `declarations` and `subschemas`; nothing here answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from app.engine import json_text
from app.engine.declarations import DeclarationReader
from app.engine.definition import Definition, Family
from app.engine.layout import LayoutReader, short_name
from app.engine.lineage import LineageRefused, read_lineage
from app.engine.patterns import MOST_OF_ALL, patterns_in
from app.engine.problems import DefinitionRefused, Problem, Problems, at
from app.engine.questions import QuestionReader
from app.engine.rule_order import awaited, rule_order
from app.engine.subschemas import Subschemas, compiled, fault
from app.engine.vocabulary import RootPart
from app.engine.wholeness import check_asked, check_places

__all__ = ["DefinitionRefused", "Problem", "is_bare", "read", "read_again"]

_ROOT = RootPart()
_MOST_PAIRS = 10_000
_NO_TITLE = "Untitled toolkit"
_OF_A_SCHEMA = frozenset({"properties", "$schema", "type", "$ref", "$defs", "allOf"})


def read(text: str) -> Definition:
    """The definition a document describes.

    Accepts a whole document, a JSON object with `schema` and `uischema` alone, or a bare JSON
    Schema. Raises DefinitionRefused with every problem found, each with its JSON Pointer.
    """
    document = json_text.load(text)
    if not isinstance(document, Mapping):
        raise DefinitionRefused((Problem("", "the document must be a JSON object"),))
    return _read(text, document, None)


def read_again(text: str, sha256: str) -> Definition:
    """The definition of a document that was read before and is stored under its hash.

    Its characters and keys are not looked through once more, its hash is not worked out, and its
    schema is put to use when there is something to validate; what questions and rules mean is read
    as ever, so that a later engine still refuses what it cannot use.
    """
    return _read(text, json.loads(text), sha256)


def _read(text: str, document: Mapping[str, Any], sha256: str | None) -> Definition:
    problems = Problems()
    parts, prefix = _parts(document, problems)
    problems.refuse()
    definition = _definition(text, document, sha256, parts, prefix, problems)
    problems.refuse()
    return definition


def is_bare(document: Mapping[str, Any]) -> bool:
    """Whether a document is a JSON Schema with nothing of ours around it."""
    return "schema" not in document and not _OF_A_SCHEMA.isdisjoint(document)


def _parts(document: Mapping[str, Any], problems: Problems) -> tuple[dict[str, Any], str]:
    """The root's parts, and the pointer under which the schema stands."""
    bare = is_bare(document)
    root = {"schema": document} if bare else document
    try:
        parts: dict[str, Any] = _ROOT.load(root)
    except ValidationError as error:
        problems.add_messages("", error.messages)
        return {}, ""
    prefix = "" if bare else "/schema"
    _check_root_schema(parts["schema"], prefix, problems)
    return parts, prefix


def _check_root_schema(schema: Any, pointer: str, problems: Problems) -> None:
    if not isinstance(schema, Mapping) or not isinstance(schema.get("properties"), Mapping):
        problems.add(pointer, "the schema must be an object schema with properties")
        return
    if schema.get("type", "object") != "object":
        problems.add(at(pointer, "type"), "the answers are an object, one property a question")
    found = fault(schema)
    if found:
        problems.add(pointer + found[0], found[1])


def _check_meaning(schema: Mapping[str, Any], pointer: str, problems: Problems) -> None:
    """What can only be seen when the schema is put to use, such as an $id that leads elsewhere."""
    try:
        compiled(schema)
    except ValueError as error:
        problems.add(pointer, f"cannot be used as a schema: {str(error).splitlines()[0]}")
    problems.refuse()


def _definition(
    text: str, document: Mapping[str, Any], sha256: str | None, parts: Mapping[str, Any],
    prefix: str, problems: Problems,
) -> Definition:
    if sha256 is None and sum(map(len, set(patterns_in(document)))) > MOST_OF_ALL:
        problems.add("", f"its patterns are longer than {MOST_OF_ALL} characters together")
        problems.refuse()
    subschemas = Subschemas(parts["schema"], prefix)
    annotations = list(subschemas.check(problems))
    problems.refuse()
    if sha256 is None:
        _check_meaning(parts["schema"], prefix, problems)
    title = parts.get("title") or str(parts["schema"].get("title") or _NO_TITLE)
    reader = QuestionReader(subschemas, parts["kind"], problems)
    sections = LayoutReader(subschemas, reader, problems).sections(
        parts.get("uischema"), "/uischema", title)
    questions = {q.key: q for section in sections for q in section.questions()}
    declared = DeclarationReader(parts, questions, problems)
    levels, measures, derived = declared.levels(), declared.measures(), declared.derived()
    awaits = awaited(questions, measures, derived)
    definition = Definition(
        text=text, sha256=sha256 or json_text.sha256(document), document=document,
        slug=parts.get("slug") or short_name(title), title=title, kind=parts["kind"],
        sections=sections,
        owner=parts["owner"], source=parts["source"], introduction=parts["introduction"],
        guidance=parts["guidance"], based_on=parts["based_on"],
        family=Family(**parts["family"]) if parts["family"] else None, derived=derived,
        measures=measures, levels=levels, floors=declared.floors(levels),
        judgement=declared.judgement(levels), immediate=declared.immediate(),
        lineage=tuple(document.get("lineage", ())),
        awaits=awaits, rule_order=rule_order(questions, awaits, problems),
        annotations=tuple(annotations + reader.annotations),
    )
    _check_lineage(document, problems)
    problems.refuse()
    check_asked(definition, subschemas, problems)
    check_places(definition, (*reader.conditions, *declared.conditions), problems)
    return definition


def _check_lineage(document: Mapping[str, Any], problems: Problems) -> None:
    entries = document.get("lineage", ())
    if entries and document.get("based_on") is None:
        problems.add("/based_on", "a lineage says which version it is based on")
    if sum(_pairs(entry) for entry in entries) > _MOST_PAIRS:
        problems.add("/lineage", f"it relates more than {_MOST_PAIRS} pairs of questions")
        return
    try:
        read_lineage(entries, "/lineage")
    except LineageRefused as error:
        problems.add(error.pointer, error.reason)


def _pairs(entry: Mapping[str, Any]) -> int:
    """How many questions are each related to how many: a short entry may relate all to all."""
    relations = (entry, *entry.get("options", ()))
    return sum(len(one.get("from", ())) * len(one.get("to", ())) for one in relations)
