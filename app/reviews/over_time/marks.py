"""What happened to a young person between reviews, as marks on the axis of time. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.assessments.models import HarmRecord, Revision
from app.cases.models import Case, ImmediateDanger
from app.cases.queries import danger_records
from app.clock import EVER, show_date, today_in_london
from app.database import db
from app.definitions.queries import definition_of

_HARM = (
    select(HarmRecord).join(HarmRecord.revision)
    .where(HarmRecord.case_id == bindparam("case"), Revision.at <= bindparam("until"))
    .options(joinedload(HarmRecord.ending), joinedload(HarmRecord.version))
    .order_by(HarmRecord.id)
)


class Kind(StrEnum):
    """What happened."""

    DANGER = "danger"
    HARM = "harm"
    HARM_ENDED = "harm_ended"


class Mark(Struct, frozen=True):
    """Something that happened on a day, in words; `danger_id` names a record of danger."""

    on: date
    kind: Kind
    what: str
    who: str
    danger_id: int | None = None


def marks_of(
    case: Case, slug: str, withheld: frozenset[str] = frozenset(), until: datetime = EVER
) -> tuple[Mark, ...]:
    """Immediate danger that was recorded until then, actual harm and the end of it, oldest first.

    `withheld` are keys of one toolkit. Harm that another recorded is told without its words, since
    nobody has looked which of those may be seen.
    """
    found = [*_dangers(case, until), *_harm(case, slug, withheld, until)]
    return tuple(sorted(found, key=lambda mark: mark.on))


def _dangers(case: Case, until: datetime) -> list[Mark]:
    return [
        Mark(today_in_london(one.at), Kind.DANGER, _danger(one, until), one.author.name, one.id)
        for one in danger_records(case) if one.at <= until]


def _danger(danger: ImmediateDanger, until: datetime) -> str:
    """What was withdrawn has happened all the same: somebody said so."""
    if danger.withdrawal is None or danger.withdrawal.at > until:
        return "Immediate danger recorded"
    return f"Immediate danger recorded, and withdrawn on {show_date(danger.withdrawal.at)}"


def _harm(
    case: Case, slug: str, withheld: frozenset[str], until: datetime
) -> Iterator[Mark]:
    for record in db.session.scalars(_HARM, {"case": case.id, "until": until}):
        if record.slug == slug and record.question_key in withheld:
            continue
        what = _label(record) if record.slug == slug else "recorded in another toolkit"
        yield Mark(record.recorded_on, Kind.HARM, f"Actual harm: {what}", "")
        if record.ending is not None and record.ending.at <= until:
            yield Mark(record.ending.last_happened, Kind.HARM_ENDED,
                       f"Last happened, as a manager recorded: {what}", record.ending.by_name)


def _label(record: HarmRecord) -> str:
    return definition_of(record.version).questions[record.question_key].label
