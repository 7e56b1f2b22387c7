"""Reading cases and what was written to them. Lists are in `listing`, searches in `finding`.

Everything here that takes a case takes one that `get_case` gave: it has been authorised.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Role, User
from app.accounts.queries import users
from app.cases import access
from app.cases.access import visible_cases
from app.cases.listing import LARGEST_ID
from app.cases.models import (
    Allocation,
    Case,
    CaseSummary,
    ConflictOfInterest,
    ImmediateDanger,
    Note,
    Restriction,
)
from app.clock import EVER
from app.database import db
from app.errors import NotFound

PAGE = 50

# Written once, and with one alias: to make them takes longer than to run them.
_BESIDE_A_CASE = (Case.young_person, Case.team, Case.worker, Case.reviewer)
_ONE = (
    select(Case, access.DECLARED)
    .where(Case.id == bindparam("case"))
    .options(*(joinedload(part) for part in _BESIDE_A_CASE))
)
_CORRECTION = aliased(Note)
_STANDING_NOTES = select(Note).where(
    Note.case_id == bindparam("case"),
    ~select(_CORRECTION.id)
    .where(_CORRECTION.corrects_id == Note.id, _CORRECTION.at <= bindparam("until")).exists(),
)
_ASKED = {
    "toolkit": Note.about_toolkit == bindparam("toolkit"),
    "question": Note.about_question == bindparam("question"),
    "since": Note.at > bindparam("since"),
    "before": Note.id < bindparam("before"),
    "until": Note.at <= bindparam("until"),
}

Entry = TypeVar("Entry", Note, ImmediateDanger)


class Notes(NamedTuple):
    """One page of notes, newest first; pass `next_before` as `before` for older ones."""

    notes: Sequence[Note]
    next_before: int | None


def get_case(actor: User, case_id: int, *, fresh: bool = False) -> Case:
    """The case, with its young person and people; read again from the database if `fresh`.

    Raises NotFound or NotAllowed as `access.check` says; both are recorded when answered.
    """
    found = None
    if 0 < case_id <= LARGEST_ID:
        asked = {"case": case_id, "user": actor.id}
        found = db.session.execute(
            _ONE, asked, execution_options={"populate_existing": fresh}).first()
    case, conflict = found or (None, False)
    return access.check(actor, case, case_id, conflict)


def summary_of(case: Case) -> CaseSummary:
    """What lists show of the case."""
    return db.session.get_one(CaseSummary, case.id)


def other_cases(actor: User, case: Case) -> Sequence[Case]:
    """The other cases about the young person that the actor may see, newest first."""
    same = (Case.young_person_id == case.young_person_id, Case.id != case.id)
    found = visible_cases(actor).where(*same)
    return db.session.scalars(found.order_by(Case.opened_at.desc(), Case.id.desc())).all()


def case_facts(case: Case, actor: User, on: date) -> dict[str, str]:
    """What may start a toolkit's answers, by the names that its `prefill` uses.

    What is not known is absent. Dates are ISO.
    """
    facts = {
        "actor.name": actor.name,
        "actor.contact": actor.contact,
        "actor.manager": actor.manager_name,
        "today": on.isoformat(),
    }
    return person_facts(case) | {name: value for name, value in facts.items() if value}


def person_facts(case: Case) -> dict[str, str]:
    """What the case says, of these: whoever asks, on whatever day."""
    person = case.young_person
    facts = {
        "case.name": person.name,
        "case.date_of_birth": person.date_of_birth.isoformat() if person.date_of_birth else "",
        "case.identifier": person.identifier,
        "case.district": person.district,
    }
    return {name: value for name, value in facts.items() if value}


# Who works with it


def allocations_of(case: Case) -> Sequence[Allocation]:
    """Who had the case, newest first."""
    found = select(Allocation).where(Allocation.case_id == case.id)
    return db.session.scalars(found.order_by(Allocation.id.desc())).all()


def restrictions_of(case: Case) -> Sequence[Restriction]:
    """When the case was restricted and opened again, newest first."""
    found = select(Restriction).where(Restriction.case_id == case.id)
    return db.session.scalars(found.order_by(Restriction.id.desc())).all()


def conflicts_of(case: Case) -> Sequence[ConflictOfInterest]:
    """Who declared a conflict of interest in the case, in that order."""
    found = select(ConflictOfInterest).where(ConflictOfInterest.case_id == case.id)
    return db.session.scalars(found.order_by(ConflictOfInterest.id)).all()


def worker_has_conflict(case: Case) -> bool:
    """Whether the case is with somebody it has been closed to."""
    return case.worker is not None and access.has_conflict(case.worker, case.id)


def possible_workers(team_id: int) -> Sequence[User]:
    """Who in a team may be allocated a case, by name."""
    return users(*access.CASEWORKERS, team_id=team_id)


def possible_reviewers(team_id: int) -> Sequence[User]:
    """Who in a team may review a case, by name."""
    return users(Role.REVIEWER, team_id=team_id)


# Notes


def notes_of(
    case: Case,
    *,
    toolkit: str | None = None,
    question: str | None = None,
    since: datetime | None = None,
    before: int | None = None,
    until: datetime = EVER,
    limit: int = PAGE,
) -> Notes:
    """The notes as they stood then, newest first; a corrected one is reached through `corrects`.

    About a question of a toolkit, and recorded after `since`, where they are given.
    """
    given = {"toolkit": toolkit, "question": question, "since": since, "before": before,
             "until": until}
    asked = {name: value for name, value in given.items() if value is not None}
    found = _page_of_notes(frozenset(asked))
    notes = db.session.scalars(found, {"case": case.id, "limit": limit + 1, **asked}).all()
    return Notes(notes[:limit], notes[limit - 1].id if len(notes) > limit else None)


def count_notes(case: Case, since: datetime | None = None) -> int:
    """How many notes stand, of those recorded after `since`."""
    asked = {"since": since, "until": EVER} if since else {"until": EVER}
    found = _notes(frozenset(asked)).with_only_columns(func.count())
    return db.session.scalar(found, {"case": case.id, **asked}) or 0


def get_note(case: Case, note_id: int) -> Note:
    """One note of the case; raises NotFound."""
    return _of_case(Note, case, note_id)


def _notes(asked: frozenset[str]) -> Select[Any]:
    """The notes of a case as they stand; the conditions of these names hold."""
    return _STANDING_NOTES.where(*(_ASKED[name] for name in sorted(asked)))


@lru_cache
def _page_of_notes(asked: frozenset[str]) -> Select[Any]:
    newest = _notes(asked).order_by(Note.id.desc()).limit(bindparam("limit"))
    return newest.options(joinedload(Note.author))


# Immediate danger


def danger_records(case: Case) -> Sequence[ImmediateDanger]:
    """Every record of immediate danger, withdrawn ones too, newest first."""
    found = (
        select(ImmediateDanger)
        .where(ImmediateDanger.case_id == case.id, ImmediateDanger.about_id.is_(None))
        .options(joinedload(ImmediateDanger.author), selectinload(ImmediateDanger.later))
    )
    return db.session.scalars(found.order_by(ImmediateDanger.id.desc())).all()


def standing_danger(case: Case) -> Sequence[ImmediateDanger]:
    """The records of immediate danger that nobody has withdrawn, newest first."""
    return [danger for danger in danger_records(case) if danger.withdrawal is None]


def get_danger(case: Case, danger_id: int) -> ImmediateDanger:
    """One record of immediate danger of the case, not a later row; raises NotFound."""
    danger = _of_case(ImmediateDanger, case, danger_id)
    if danger.about_id is not None:
        raise NotFound("There is no such record.", **_place(case))
    return danger


def _of_case(model: type[Entry], case: Case, record_id: int) -> Entry:
    record = db.session.get(model, record_id) if record_id <= LARGEST_ID else None
    if record is None or record.case_id != case.id:
        raise NotFound("There is no such record.", **_place(case))
    return record


def _place(case: Case) -> dict[str, str]:
    return {"chain": access.chain_of(case.id), "subject": access.chain_of(case.id)}
