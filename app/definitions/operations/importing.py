"""Taking in a document as the next version of what it is. It is not in use before `publishing`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import User
from app.database import db
from app.definitions import queries
from app.definitions.documents import Document, kind_of, read_document
from app.definitions.models import DefinitionKind, DefinitionVersion, FormDefinition
from app.definitions.operations.changing import THE_SYSTEM, audit_version, changing
from app.engine.problems import DefinitionRefused, Problem, at
from app.engine.standards_document import SLUG, StandardsDocument
from app.errors import Refused


def import_document(*, text: str, actor: User | None, now: datetime) -> DefinitionVersion:
    """Take in a toolkit or practice standards as the next version, in review until published.

    `actor` None is the system itself, at the command line. Raises DefinitionRefused with every
    problem of the document, Refused where it is here already, whatever the order of its keys, or
    the version it is based on is not.
    """
    document = read_document(text)
    with changing(actor):
        version = new_version(document, actor, now)
        audit_version("imported", version, actor, now)
    return version


def new_version(document: Document, actor: User | None, now: datetime) -> DefinitionVersion:
    """The next version of a document, with its number; inside a write. Raises as above."""
    _check_place(document)
    found = _definition(document.slug, kind_of(document))
    _check_new(found, document.sha256)
    _check_base(found, document.based_on)
    version = DefinitionVersion(
        definition=found, number=_next_number(found), title=document.title,
        text=document.text, sha256=document.sha256, based_on=document.based_on,
        imported_by_id=actor.id if actor else None,
        imported_by_name=actor.name if actor else THE_SYSTEM, imported_at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _check_place(document: Document) -> None:
    """That no toolkit takes the slug of the standards, and that these offer what is here."""
    if not isinstance(document, StandardsDocument):
        if document.slug == SLUG:
            raise DefinitionRefused((Problem("/slug", f"{SLUG} is no name for a toolkit"),))
        return
    problems = tuple(_not_here(document))
    if problems:
        raise DefinitionRefused(problems)


def _not_here(document: StandardsDocument) -> Iterator[Problem]:
    here = {toolkit.slug for toolkit in queries.toolkits()}
    for number, offer in enumerate(document.offers):
        for index, slug in enumerate(offer.toolkits):
            if slug not in here:
                yield Problem(at("/offers", number, "toolkits", index),
                              f"there is no toolkit {slug} here")


def _definition(slug: str, kind: DefinitionKind) -> FormDefinition:
    found = db.session.scalar(select(FormDefinition).where(FormDefinition.slug == slug))
    if found is None:
        found = FormDefinition(slug=slug, kind=kind)
        db.session.add(found)
        db.session.flush()
    return found


def _next_number(definition: FormDefinition) -> int:
    highest = select(func.max(DefinitionVersion.number)).where(
        DefinitionVersion.definition_id == definition.id)
    return (db.session.scalar(highest) or 0) + 1


def _check_new(definition: FormDefinition, sha256: str) -> None:
    for version in queries.versions(definition.slug):
        if version.sha256 == sha256:
            raise Refused(f"This document is here already: it is version {version.number} of "
                          f"{definition.slug}.")


def _check_base(definition: FormDefinition, base: int | None) -> None:
    if base is not None and base not in {v.number for v in queries.versions(definition.slug)}:
        raise Refused(
            f"This document is based on version {base} of {definition.slug}, which is not here. "
            "Import that version first.")
