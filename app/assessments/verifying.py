"""Whether what was recorded still says what it said: every revision against its own hash, against
the one before it, and against the hash that the audit trail names for it. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import undefer

from app.assessments import history
from app.assessments.models import Revision
from app.audit import queries as audit
from app.database import db
from app.definitions.queries import load
from app.errors import WaymarkError

_WHOLE = (
    select(Revision).where(Revision.id == bindparam("id"))
    .options(undefer(Revision.body), undefer(Revision.known))
)
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, WaymarkError)
"""What reading a record raises whose parts somebody wrote anew."""


class Checked(NamedTuple):
    """A revision that was looked at; `problem` ends a sentence, and is blank where it is sound."""

    assessment_id: int
    number: int
    problem: str


def check_all() -> Iterator[Checked]:
    """Every revision in order, and after them those that only the audit trail knows of."""
    named = dict(_named_in_the_trail())
    before = (0, 0)
    found = select(Revision.id, Revision.assessment_id, Revision.number, Revision.root)
    in_order = found.order_by(Revision.assessment_id, Revision.number)
    for id_, assessment_id, number, root in db.session.execute(in_order).all():
        expected = before[1] + 1 if before[0] == assessment_id else 1
        before = assessment_id, number
        known_root = named.pop(id_, (0, root))[1]
        yield Checked(assessment_id, number, _problem(id_, number, expected, root, known_root))
    for id_, (assessment_id, _) in sorted(named.items()):
        yield Checked(assessment_id, 0, f"had a revision, kept as {id_}, that is no longer there")


def _problem(id_: int, number: int, expected: int, root: str, known_root: str) -> str:
    if number != expected:
        return f"follows where {expected} is missing"
    if not _says_what_it_said(id_):
        return "does not say what it said"
    return "" if root == known_root else "is not the one that the audit trail names"


def _says_what_it_said(id_: int) -> bool:
    try:
        revision = db.session.scalars(_WHOLE, {"id": id_}).one()
        sound = history.verifies(revision, load(revision.version_id))
        db.session.expunge(revision)
    except _UNREADABLE:
        return False
    return sound


def _named_in_the_trail() -> Iterator[tuple[int, tuple[int, str]]]:
    """By the id of a revision, its assessment and its hash, as they were when it was made."""
    for event in audit.in_order():
        if "root" in event.details and event.subject.startswith("assessment:"):
            assessment_id = int(event.subject.removeprefix("assessment:"))
            yield event.details["revision"], (assessment_id, event.details["root"])
