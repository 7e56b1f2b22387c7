"""The revisions of an assessment as answers: the latest, one of them, and adding the next.

Who may read or write is decided in `queries` and `operations`.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, select
from sqlalchemy.orm import undefer

from app.accounts.models import User
from app.assessments import bodies
from app.assessments.models import Assessment, Revision, RevisionKind
from app.cases.listing import LARGEST_ID
from app.database import db, inserted
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of
from app.engine import merkle
from app.engine.answers import NO_ANSWERS, Answers
from app.engine.definition import Definition
from app.engine.validation import unreadable
from app.errors import NotFound, Refused

WHOLE_EVERY = 20
"""How many revisions at most must be read to have every answer."""

_OF_A_DRAFT = frozenset({RevisionKind.AUTOSAVE, RevisionKind.SAVE})
"""The kinds that store what changed alone (docs/decisions/0026)."""

# Asked by every page and every save, so made once.
_OF_ASSESSMENT = select(Revision).where(Revision.assessment_id == bindparam("assessment"))
_HEAD = _OF_ASSESSMENT.order_by(Revision.number.desc()).limit(1)
_NUMBERED = _OF_ASSESSMENT.where(Revision.number == bindparam("number"))
_LATEST, _AT = (found.options(undefer(Revision.body)) for found in (_HEAD, _NUMBERED))
_REVISIONS = Revision.__table__.c
_BODIES = (
    select(_REVISIONS.body)
    .where(_REVISIONS.assessment_id == bindparam("assessment"),
           _REVISIONS.number.between(bindparam("first"), bindparam("last")))
    .order_by(_REVISIONS.number)
)
_SAVED = select(_REVISIONS.id).where(
    _REVISIONS.assessment_id == bindparam("assessment"), _REVISIONS.save_id == bindparam("save"))


class State(Struct, frozen=True):
    """What an assessment says after a revision; no revision before the first."""

    revision: Revision | None
    answers: Answers

    @property
    def number(self) -> int:
        """The number of the revision; 0 before the first."""
        return self.revision.number if self.revision else 0

    @property
    def whole_number(self) -> int:
        """The number of the last revision so far that holds every answer."""
        return self.revision.whole_number if self.revision else 0


class Signed(Struct, frozen=True, kw_only=True):
    """Whose a revision is: the author, the time, and the save as their page names it."""

    author: User
    at: datetime
    save_id: str
    page: str | None = None
    base_number: int | None = None


def head(assessment_id: int) -> Revision:
    """The latest revision."""
    return db.session.scalars(_HEAD, {"assessment": assessment_id}).one()


def latest(assessment: Assessment, definition: Definition) -> State:
    """What the assessment says now."""
    return _state(db.session.scalars(_LATEST, {"assessment": assessment.id}).one(), definition)


def at(assessment: Assessment, number: int) -> State:
    """What it said after a revision, read with the version that it was given under.

    Raises NotFound where there is none.
    """
    revision = None
    if 0 < number <= LARGEST_ID:
        revision = db.session.scalar(_AT, {"assessment": assessment.id, "number": number})
    if revision is None:
        raise NotFound("There is no such revision.")
    return _state(revision, definition_of(revision.version))


def states(assessment: Assessment) -> Iterator[State]:
    """What the assessment said after each of its revisions, oldest first."""
    asked = _OF_ASSESSMENT.order_by(Revision.number).options(undefer(Revision.body))
    answers = NO_ANSWERS
    for revision in db.session.scalars(asked, {"assessment": assessment.id}):
        definition = definition_of(revision.version)
        answers = bodies.laid_over(definition, answers, revision.body, revision.whole)
        yield State(revision, answers)


def saved_before(assessment: Assessment, save_id: str) -> Revision | None:
    """The revision that the same save made already."""
    found = db.session.connection().scalar(
        _SAVED, {"assessment": assessment.id, "save": save_id})
    return db.session.get_one(Revision, found) if found else None


def append(
    assessment: Assessment,
    definition: Definition,
    kind: RevisionKind,
    before: State,
    answers: Answers,
    signed: Signed,
    *,
    assessed_on: date,
    reason: str = "",
    frozen: Mapping[str, Any] | None = None,
    not_asked: Iterable[str] | None = None,
    version: DefinitionVersion | None = None,
) -> Revision:
    """Add the next revision.

    `definition` is that of the version the assessment is on, or of `version`, to which this
    revision moves it. For a complete one, `frozen` is what it is computed from, and `not_asked` are
    the keys whose answers do not count. Raises Refused for a value that is no answer to its
    question: nothing that cannot be read is ever recorded as an answer.
    """
    check_readable(definition, before.answers, answers)
    number = before.number + 1
    changed = _changed_alone(kind, number, before, answers)
    revision = Revision(
        assessment_id=assessment.id, number=number, base_number=signed.base_number,
        whole_number=number if changed is None else before.whole_number,
        save_id=signed.save_id, page=signed.page, kind=kind, author_id=signed.author.id,
        author_name=signed.author.name, at=signed.at, assessed_on=assessed_on,
        version_id=version.id if version else assessment.version_id, reason=reason,
        secret=secrets.token_bytes(32),
        body=bodies.whole(definition, answers, not_asked) if changed is None else (
            bodies.written(changed)),
        **(frozen or {}),
    )
    revision.root = _root(revision, definition)
    return inserted(revision)


def check_readable(definition: Definition, before: Answers, answers: Answers) -> None:
    """Raises Refused, with `addresses`, where something new is no answer to its question."""
    addresses = unreadable(definition, answers, before)
    if addresses:
        raise Refused(
            "Nothing was saved: what was sent is no answer to these questions. Send an answer that "
            f"they can record: {', '.join(addresses)}.", addresses=list(addresses))


def leaves(
    revision: Revision, definition: Definition, answers: Answers
) -> tuple[merkle.Leaf, ...]:
    """The leaves under the root of a frozen revision: its answers, its facts, and what it is.

    What was known from before is there as a code that only the secret gives, so that to show the
    leaf tells nothing of answers that are withheld.
    """
    facts = {f"fact {name}": value for name, value in (revision.facts or {}).items()}
    known = hmac.digest(revision.secret, (revision.known or "").encode(), "sha256").hex()
    beside = {
        "held": revision.held, "background": revision.background_id, "known": known,
        "not asked": bodies.read_not_asked(revision.body),
    }
    about = {**_about(revision, definition), **beside, **facts}
    made = bodies.leaves(revision.secret, answers, about, definition.questions)
    if revision.root is None or merkle.root(made) == revision.root:
        return made
    by_row = bodies.leaves_by_row(revision.secret, answers, about)
    return by_row if merkle.root(by_row) == revision.root else made


def verifies(revision: Revision, definition: Definition) -> bool:
    """Whether a revision still says what it said when its root was made."""
    return _root(revision, definition) == revision.root


def _root(revision: Revision, definition: Definition) -> str:
    """Made from the body, so that nothing goes into it that is not stored."""
    if revision.frozen:
        answers = bodies.read_whole(definition, revision.body)
        return merkle.root(leaves(revision, definition, answers))
    about = _about(revision, definition)
    return merkle.root(merkle.salted(revision.secret, {"": [about, revision.body]}))


def _about(revision: Revision, definition: Definition) -> dict[str, Any]:
    return {
        "assessment": revision.assessment_id, "definition": definition.sha256,
        "number": revision.number, "whole": revision.whole_number, "kind": revision.kind.value,
        "author": revision.author_id, "author_name": revision.author_name,
        "at": revision.at.isoformat(), "reason": revision.reason,
        "assessed_on": revision.assessed_on.isoformat(),
    }


def _changed_alone(
    kind: RevisionKind, number: int, before: State, answers: Answers
) -> bodies.Changes | None:
    """What changed, where that is all that is stored; None where every answer is."""
    if kind not in _OF_A_DRAFT or before.revision is None or number % WHOLE_EVERY == 0:
        return None
    return bodies.changes(before.answers, answers)


def _state(revision: Revision, definition: Definition) -> State:
    texts: Iterable[str] = (revision.body,) if revision.whole else db.session.scalars(_BODIES, {
        "assessment": revision.assessment_id,
        "first": revision.whole_number, "last": revision.number})
    return State(revision, bodies.replayed(definition, texts))


NOTHING_YET = State(None, NO_ANSWERS)
"""Before the first revision."""
