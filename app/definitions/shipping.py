"""The documents that come with the product: which files they are, and taking in what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from app.definitions import operations, queries
from app.definitions.documents import Document, read_document
from app.definitions.models import DefinitionVersion
from app.engine.standards_document import SLUG, StandardsDocument

_NOTE = "As it comes with the product"


def shipped_documents(folder: Path) -> list[Path]:
    """The documents of a folder, each toolkit's in the order of its versions (10 after 9).

    The standards come last: what they offer has to be here.
    """
    found = folder.glob("*/*.json")
    return sorted(found, key=lambda path: (
        path.parent.name == SLUG, path.parent.name, int(path.stem)))


def install(folder: Path, now: datetime) -> Iterator[DefinitionVersion]:
    """Import and publish each shipped document that is not here yet.

    A document that is here already, by its hash, is left as it is, published or not: an authority
    may have gone its own way since.
    """
    for path in shipped_documents(folder):
        text = path.read_text(encoding="utf-8")
        if _is_missing(read_document(text)):
            version = operations.import_document(text=text, actor=None, now=now)
            operations.publish(version=version, actor=None, now=now, note=_NOTE, vouched=_NOTE)
            yield version


def _is_missing(document: Document) -> bool:
    """Whether a document is not here; where there are standards, ours would take their place."""
    here = {version.sha256 for version in queries.versions(document.slug)}
    return document.sha256 not in here and not (
        here and isinstance(document, StandardsDocument))
