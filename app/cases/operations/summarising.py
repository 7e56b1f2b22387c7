"""Keeping the rows that lists read: this room's part, and what higher rooms worked out."""

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import bindparam, select, update

from app.audit.models import SYSTEM
from app.audit.operations import record
from app.audit.queries import last_of
from app.cases.models import Case, CaseSummary, YoungPerson
from app.cases.models.summary import NO_REVIEW_DUE
from app.clock import EVER
from app.database import db, writing

LAYOUT = "cases 1"
"""Of what this room keeps in a summary. Another number where it would have to be worked out again:
the next `make setup` or `make run` does so."""
BATCH = 500

Rebuilder = Callable[[Case, datetime], None]

_SUMMARIES = CaseSummary.metadata.tables[CaseSummary.__tablename__]
_SAY_WHO_SAVED = (
    update(_SUMMARIES).where(_SUMMARIES.c.case_id == bindparam("case"))
    .values(draft_saved_by=bindparam("saved_by"), draft_saved_at=bindparam("saved_at"))
)

_REBUILT, _SUMMARIES_OF_ALL = "rebuilt", "summaries"

_rebuilders: list[Rebuilder] = []
_layouts = {LAYOUT}


class SummaryFacts(Struct, frozen=True, kw_only=True):
    """What the assessments of a case come to; every part absent where there is none yet.

    `level_*` is the level that holds, `calculated` the calculated one in words ("at least
    Medium, possibly High"), `highest_*` the highest ever and when, `as_at` the day the level is
    from, `engine_release` the release that worked it out.
    """

    level_id: str | None = None
    level_title: str | None = None
    level_rank: int | None = None
    calculated: str | None = None
    highest_title: str | None = None
    highest_rank: int | None = None
    highest_on: date | None = None
    as_at: date | None = None
    review_due: date | None = None
    actual_harm: bool = False
    engine_release: str | None = None


def summarise(*, case_id: int, facts: SummaryFacts) -> None:
    """Put what lists show of a case's levels in place of what they showed.

    Part of the operation that changed the assessments, which has checked who may and records
    it; call it inside that operation's `writing()`.
    """
    values = asdict(facts)
    summary = _summary(case_id)
    summary.due_order = values.pop("review_due") or NO_REVIEW_DUE
    for name, value in values.items():
        setattr(summary, name, value)
    _written(summary)


def summarise_draft(*, case_id: int, saved_by: str | None, saved_at: datetime | None) -> None:
    """Say who saved the case's draft last and when; None for both where no draft is left."""
    # Every save does this, so without the summary itself, which nobody holds on to.
    db.session.execute(
        _SAY_WHO_SAVED, {"case": case_id, "saved_by": saved_by, "saved_at": saved_at})


def register_rebuilder(rebuilder: Rebuilder, layout: str) -> None:
    """Have `rebuilder(case, now)` called for every case when summaries are rebuilt.

    It runs inside `writing()` and calls `summarise` and `summarise_draft` itself. `layout` names
    what it keeps with a number, "desk 1": a release that has to work it out again counts on.
    """
    if rebuilder not in _rebuilders:
        _rebuilders.append(rebuilder)
        _layouts.add(layout)


def rebuild_summaries(*, now: datetime) -> int:
    """Work out every summary again, in batches; gives how many cases there are.

    It is recorded at the end, with the layout, so that one that was cut short counts as not done.
    """
    done, last = 0, 0
    while True:
        with writing():
            cases = db.session.scalars(
                select(Case).where(Case.id > last).order_by(Case.id).limit(BATCH)
            ).all()
            for case in cases:
                repeat_in_summary(case)
                for rebuild in _rebuilders:
                    rebuild(case, now)
        if not cases:
            _record_rebuilt(now)
            return done
        done, last = done + len(cases), cases[-1].id
        db.session.expunge_all()


def summaries_are_older() -> bool:
    """Whether something that is kept to be quick was last worked out in another layout, or never:
    what an earlier release did not keep would be missing from lists and from the desk."""
    last = last_of(SYSTEM, _SUMMARIES_OF_ALL, [_REBUILT], EVER)
    return last is None or last.details["layout"] != sorted(_layouts)


def _record_rebuilt(now: datetime) -> None:
    with writing():
        record(chain=SYSTEM, action=_REBUILT, actor=None, at=now, subject=_SUMMARIES_OF_ALL,
               details={"layout": sorted(_layouts)})


def repeat_in_summaries(person: YoungPerson) -> None:
    """The same for every case of a young person."""
    for case in db.session.scalars(select(Case).where(Case.young_person_id == person.id)):
        repeat_in_summary(case)


def repeat_in_summary(case: Case) -> None:
    """Repeat in a case's summary what lists are scoped, filtered and ordered by."""
    summary = db.session.get(CaseSummary, case.id) or CaseSummary(case_id=case.id)
    person = case.young_person
    summary.young_person_id = person.id
    summary.team_id, summary.worker_id = case.team_id, case.worker_id
    summary.restricted, summary.closed = case.restricted, case.is_closed
    summary.district, summary.name_key = person.district, person.name_key
    db.session.add(summary)
    _written(summary)


def _written(summary: CaseSummary) -> None:
    """Write a summary, and read it again before it is used again: saves write past it."""
    db.session.flush()
    db.session.expire(summary)


def _summary(case_id: int) -> CaseSummary:
    return db.session.get_one(CaseSummary, case_id)
