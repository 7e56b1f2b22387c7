"""Taking in a document as the next version of its toolkit. It is not in use before `publishing`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import User
from app.database import db
from app.definitions import queries
from app.definitions.models import DefinitionKind, DefinitionVersion, FormDefinition
from app.definitions.operations.changing import THE_SYSTEM, audit_version, changing
from app.engine.definition import Definition
from app.engine.document import read
from app.errors import Refused


def import_document(*, text: str, actor: User | None, now: datetime) -> DefinitionVersion:
    """Take in a document as the next version of its toolkit, in review until it is published.

    `actor` None is the system itself, at the command line. Raises DefinitionRefused with every
    problem of the document, Refused where it is here already, whatever the order of its keys, or
    the version it is based on is not.
    """
    definition = read(text)
    with changing(actor):
        version = new_version(definition, actor, now)
        audit_version("imported", version, actor, now)
    return version


def new_version(definition: Definition, actor: User | None, now: datetime) -> DefinitionVersion:
    """The next version of a toolkit, with its number; inside a write. Raises Refused as above."""
    toolkit = _toolkit(definition.slug, DefinitionKind.TOOLKIT)
    _check_new(toolkit, definition.sha256)
    _check_base(toolkit, definition.based_on)
    version = DefinitionVersion(
        definition=toolkit, number=_next_number(toolkit), title=definition.title,
        text=definition.text, sha256=definition.sha256, based_on=definition.based_on,
        imported_by_id=actor.id if actor else None,
        imported_by_name=actor.name if actor else THE_SYSTEM, imported_at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _toolkit(slug: str, kind: DefinitionKind) -> FormDefinition:
    found = db.session.scalar(select(FormDefinition).where(FormDefinition.slug == slug))
    if found is None:
        found = FormDefinition(slug=slug, kind=kind)
        db.session.add(found)
        db.session.flush()
    return found


def _next_number(toolkit: FormDefinition) -> int:
    highest = select(func.max(DefinitionVersion.number)).where(
        DefinitionVersion.definition_id == toolkit.id)
    return (db.session.scalar(highest) or 0) + 1


def _check_new(toolkit: FormDefinition, sha256: str) -> None:
    for version in queries.versions(toolkit.slug):
        if version.sha256 == sha256:
            raise Refused(f"This document is here already: it is version {version.number} of "
                          f"{toolkit.slug}.")


def _check_base(toolkit: FormDefinition, base: int | None) -> None:
    if base is not None and base not in {v.number for v in queries.versions(toolkit.slug)}:
        raise Refused(
            f"This document is based on version {base} of {toolkit.slug}, which is not here. "
            "Import that version first.")
