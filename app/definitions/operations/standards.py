"""Changing the practice standards: proposing a version, and what has to hold to publish one."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.definitions import queries
from app.definitions.models import Capacity, DefinitionVersion
from app.definitions.operations.changing import audit_version, changing
from app.definitions.operations.importing import new_version
from app.definitions.standards import approvals_missing, document_of, newest
from app.engine.standards_document import (
    SLUG, StandardsDocument, read_standards_document,
)
from app.errors import Conflict, Refused

_SAME = ("title", "owner", "source", "introduction", "standards", "offers")
_WHO = {
    Capacity.ADMINISTRATOR: "a second administrator",
    Capacity.SAFEGUARDING_LEAD: "a safeguarding lead",
}


def propose_standards(*, text: str, actor: User, now: datetime) -> DefinitionVersion:
    """Take in a changed document of the standards, to be looked at once more and published.

    Raises DefinitionRefused with every problem of the document; Refused (with `field`) where
    nothing changed or nobody says why; Conflict where another version was published since.
    """
    document = read_standards_document(text)
    with changing(actor):
        _check_base(document)
        if not document.note.strip():
            raise Refused("Say what you changed and why", field="note")
        version = new_version(document, actor, now)
        audit_version("proposed", version, actor, now)
    return version


def check_standards(
    version: DefinitionVersion, start: datetime, note: str, vouched: str, replaces: int | None
) -> None:
    """That a version of the standards may be published from `start` on.

    Raises Refused where nobody said what changed, an approval is missing, or another version than
    `replaces` comes into use later, which would undo this one without anybody having said so.
    """
    if not note.strip():
        raise Refused("Say what changed and why", field="note")
    later = _scheduled_after(start)
    if later is not None and later.number != replaces:
        raise Refused(
            f"Version {later.number} comes into use after that, and was not made from this one. "
            f"Withdraw version {later.number} first, or choose a later day.", field="start")
    missing = approvals_missing(version, start)
    if missing and not vouched.strip():
        who = " and ".join(_WHO[capacity] for capacity in missing)
        raise Refused("This changes which child is looked at first. It can be published once "
                      f"{who} {'have' if len(missing) > 1 else 'has'} approved it.")


def _check_base(document: StandardsDocument) -> None:
    base = newest()
    if document.based_on != (base.number if base else None):
        made = base.imported_by_name if base else "Somebody"
        raise Conflict(
            f"{made} made another version of these standards, and it was published while you were "
            "editing. What you typed is below. Look at that version, then send yours again.")
    if base is not None and _means_the_same(document, document_of(base)):
        raise Refused("Nothing is changed yet. Change a standard first.")


def _means_the_same(one: StandardsDocument, other: StandardsDocument) -> bool:
    return all(getattr(one, part) == getattr(other, part) for part in _SAME)


def _scheduled_after(start: datetime) -> DefinitionVersion | None:
    return next((
        one for one in queries.versions(SLUG)
        if one.publication and one.publication.effective_at > start and one.retirement is None),
        None)
