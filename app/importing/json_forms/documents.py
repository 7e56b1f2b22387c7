"""Takes in a JSON document: as it is where it can be read, else put into the words we read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from app.engine import json_text
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.problems import DefinitionRefused, Problem, at
from app.importing.imported import Imported, Remark, Source
from app.importing.json_forms.asked import Schema
from app.importing.json_forms.layouts import LayoutWriter
from app.importing.json_forms.schemas import rewritten

_JSON_FORMS = {"schema", "uischema"}


def import_document(text: str) -> Imported:
    """The document of a text. Raises DefinitionRefused, each problem with its JSON Pointer."""
    document = json_text.load(text)
    otherwise = _put_otherwise(document)
    if otherwise is None:
        return _as_it_is(text, document)
    try:
        definition = read(json.dumps(otherwise.document, ensure_ascii=False))
    except DefinitionRefused as still:
        return _as_brought(text, document, still.problems)
    return Imported(otherwise.document, _sources(definition), (
        *otherwise.not_understood, *_not_used(definition)))


def _as_it_is(text: str, document: Any) -> Imported:
    definition = read(text)
    return Imported(document, _sources(definition), (*_not_used(definition), *_in_rows(document)))


def _as_brought(text: str, document: Any, still: tuple[Problem, ...]) -> Imported:
    """A document that our words did not help: told is what they did not help against."""
    if "schema" not in document:
        still = tuple(replace(one, pointer=one.pointer.removeprefix("/schema")) for one in still)
    try:
        return _as_it_is(text, document)
    except DefinitionRefused as refused:
        remaining = tuple(one for one in refused.problems if one in still)
        raise DefinitionRefused(remaining or still) from None


def _put_otherwise(document: Any) -> Imported | None:
    """A document of others in our words; None where nothing is to be changed, or it is ours."""
    schema = _schema_of_others(document)
    if schema is None:
        return None
    made: dict[str, Any] = {"schema": rewritten(schema)}
    writer = LayoutWriter(Schema(made["schema"]))
    layout = document.get("uischema") if "schema" in document else None
    laid_out = writer.written(layout) if isinstance(layout, Mapping) else writer.generated()
    if laid_out is not None:
        made["uischema"] = laid_out
    if made in (document, {"schema": document}):
        return None
    same = Remark("/schema", "", "some of the schema was written otherwise; it allows the same")
    changed = (same,) if made["schema"] != schema else ()
    return Imported(made, {}, (*changed, *writer.remarks))


def _schema_of_others(document: Any) -> Mapping[str, Any] | None:
    """The schema of a document that has nothing of ours in it; None of one that has."""
    if not isinstance(document, Mapping):
        return None
    schema = document.get("schema", document)
    if "schema" in document and document.keys() - _JSON_FORMS:
        return None
    askable = isinstance(schema, Mapping) and (
        isinstance(schema.get("properties"), Mapping) or isinstance(schema.get("allOf"), list))
    return schema if askable else None


def _sources(definition: Definition) -> dict[str, Source]:
    return {key: Source(question.label, question.pointer)
            for key, question in definition.questions.items()}


def _not_used(definition: Definition) -> Iterator[Remark]:
    for pointer in definition.annotations:
        yield Remark(pointer, "", "this is kept and not used")


def _in_rows(element: Any, pointer: str = "", in_row: bool = False) -> Iterator[Remark]:
    """Rules in the layouts of rows, which nothing follows."""
    if isinstance(element, list):
        for index, inner in enumerate(element):
            yield from _in_rows(inner, at(pointer, index), in_row)
        return
    if not isinstance(element, Mapping):
        return
    if in_row and isinstance(element.get("rule"), Mapping):
        yield Remark(at(pointer, "rule"), "", "rules inside a row are not kept; it is always asked")
    for key in ("uischema", "elements", "options", "detail"):
        if key in element:
            yield from _in_rows(element[key], at(pointer, key), in_row or key == "detail")
