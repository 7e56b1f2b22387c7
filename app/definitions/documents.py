"""The one place that reads a text as what it is: a toolkit, or practice standards. No database."""

from __future__ import annotations

from collections.abc import Mapping

from app.definitions.models import DefinitionKind
from app.engine import json_text
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.standards_document import KIND, StandardsDocument, read_standards_document

Document = Definition | StandardsDocument


def read_document(text: str) -> Document:
    """The toolkit or the practice standards of a text, as its `kind` says.

    Raises DefinitionRefused with every problem found, each with its JSON Pointer.
    """
    document = json_text.load(text)
    if isinstance(document, Mapping) and document.get("kind") == KIND:
        return read_standards_document(text)
    return read(text)


def kind_of(document: Document) -> DefinitionKind:
    """What a document is."""
    if isinstance(document, StandardsDocument):
        return DefinitionKind.STANDARDS
    return DefinitionKind.TOOLKIT


def annotations_of(document: Document) -> tuple[str, ...]:
    """The places of what is kept and means nothing here; standards keep nothing of that sort."""
    return document.annotations if isinstance(document, Definition) else ()
