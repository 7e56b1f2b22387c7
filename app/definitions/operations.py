"""Writing toolkits: taking in a document as a draft, and publishing it. Nothing is ever changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Role, User
from app.audit.models import SYSTEM
from app.audit.operations import lock_chain, record
from app.database import db, writing
from app.definitions import queries
from app.definitions.models import DefinitionVersion, FormDefinition, Publication
from app.engine.definition import Definition, Question
from app.engine.document import read
from app.engine.lineage import read_lineage, undeclared
from app.engine.translation import Pairing
from app.errors import NotAllowed, Refused


def import_document(*, text: str, actor: User | None, now: datetime) -> DefinitionVersion:
    """Take in a document as the next version of its toolkit, a draft.

    `actor` None is the system itself, at the command line. Raises DefinitionRefused with every
    problem of the document, Refused where it is here already, whatever the order of its keys, or
    the version it is based on is not.
    """
    _check_may(actor)
    definition = read(text)
    with writing():
        lock_chain(SYSTEM)
        toolkit = _toolkit(definition.slug)
        number = _next_number(toolkit)
        _check_new(toolkit, definition)
        _check_base(toolkit, definition)
        version = DefinitionVersion(
            definition=toolkit, number=number, title=definition.title, text=text,
            sha256=definition.sha256, based_on=definition.based_on,
            imported_by_id=actor.id if actor else None,
            imported_by_name=actor.name if actor else "The system", imported_at=now,
        )
        db.session.add(version)
        db.session.flush()
        _record("imported", version, actor, now)
    return version


def publish(
    *, version: DefinitionVersion, actor: User | None, now: datetime, note: str
) -> Publication:
    """Publish a draft; from now on new assessments are made with it.

    Raises Refused where it is published already, or where its lineage does not say what became
    of a question or an option of the version it is based on.
    """
    _check_may(actor)
    with writing():
        lock_chain(SYSTEM)
        if _publication_of(version) is not None:
            raise Refused(f"Version {version.number} of {version.slug} is published already.")
        _check_declared(version)
        publication = Publication(
            definition_id=version.definition_id, version_id=version.id,
            by_id=actor.id if actor else None, by_name=actor.name if actor else "The system",
            at=now, note=note,
        )
        db.session.add(publication)
        db.session.flush()
        _record("published", version, actor, now)
    db.session.refresh(version, ["publication"])
    return publication


def _check_may(actor: User | None) -> None:
    if actor is not None and not actor.is_(Role.ADMINISTRATOR):
        raise NotAllowed("Only an administrator can change toolkits.")


def _toolkit(slug: str) -> FormDefinition:
    found = db.session.scalar(select(FormDefinition).where(FormDefinition.slug == slug))
    if found is None:
        found = FormDefinition(slug=slug)
        db.session.add(found)
        db.session.flush()
    return found


def _next_number(toolkit: FormDefinition) -> int:
    highest = select(func.max(DefinitionVersion.number)).where(
        DefinitionVersion.definition_id == toolkit.id)
    return (db.session.scalar(highest) or 0) + 1


def _check_new(toolkit: FormDefinition, definition: Definition) -> None:
    for version in queries.versions(toolkit.slug):
        if version.sha256 == definition.sha256:
            raise Refused(f"This document is here already: it is version {version.number} of "
                          f"{toolkit.slug}.")


def _check_base(toolkit: FormDefinition, definition: Definition) -> None:
    base = definition.based_on
    if base is not None and base not in {v.number for v in queries.versions(toolkit.slug)}:
        raise Refused(
            f"This document is based on version {base} of {toolkit.slug}, which is not here. "
            "Import that version first.")


def _publication_of(version: DefinitionVersion) -> Publication | None:
    return db.session.scalar(select(Publication).where(Publication.version_id == version.id))


def _check_declared(version: DefinitionVersion) -> None:
    if version.based_on is None:
        return
    later = queries.definition_of(version)
    earlier = queries.definition_of(queries.version(version.slug, version.based_on))
    left = list(_undeclared(earlier, later))
    if left:
        raise Refused(
            "You cannot publish yet. Say what became of these, or earlier answers cannot be "
            f"compared: {', '.join(left)}.")


def _undeclared(earlier: Definition, later: Definition) -> Iterator[str]:
    """The questions, and the options as "question: option", that the lineage does not explain."""
    lineage = read_lineage(later.lineage)
    missing = undeclared(earlier.questions, later.questions, lineage)
    yield from (*missing.gone, *missing.new)
    pairing = Pairing(earlier, later, lineage)
    for key, question in later.questions.items():
        before = earlier.questions.get(pairing.earlier_of(key) or "")
        options = lineage.options_of(before.key) if before else None
        if before and options is not None:
            missing = undeclared(_option_keys(before), _option_keys(question), options)
            yield from (f"{key}: {option}" for option in (*missing.gone, *missing.new))


def _option_keys(question: Question) -> list[str]:
    return [str(option.key) for option in question.options]


def _record(action: str, version: DefinitionVersion, actor: User | None, now: datetime) -> None:
    record(
        chain=SYSTEM, action=action, actor=actor, at=now, subject=f"toolkit:{version.slug}",
        details={"version": version.number, "sha256": version.sha256},
    )
