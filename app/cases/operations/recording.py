"""Writing to a case as it goes on: notes and immediate danger. Nothing written is changed later."""

from datetime import date, datetime
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import select

from app.accounts.models import User
from app.cases import events
from app.cases.models import Case, ImmediateDanger, Note
from app.cases.operations.changing import changing, needed, record_change
from app.cases.queries import get_danger, get_note
from app.cases.text_rules import problem_of_line, problem_of_text
from app.clock import today_in_london
from app.database import db
from app.engine.wording import says_something
from app.errors import Conflict, Refused
from app.save_ids import SavedElsewhere

Entry = TypeVar("Entry", Note, ImmediateDanger)


class DangerFacts(Struct, frozen=True, kw_only=True):
    """What is known of a danger so far (S1.17); nothing waits for more."""

    what: str = ""
    where_now: str = ""
    since: str = ""
    with_whom: str = ""
    police_told: str = ""
    police_reference: str = ""
    social_care_told: str = ""


DANGER_LABELS = {
    "what": "What is happening",
    "where_now": "Where the child is now",
    "since": "When it happened or began",
    "with_whom": "Who is with the child",
    "police_told": "When police were called",
    "police_reference": "Police reference",
    "social_care_told": "Who in children’s social care was told, and when",
}
DANGER_LINES = ("since", "police_told", "police_reference", "social_care_told")


def add_note(
    *,
    actor: User,
    now: datetime,
    case_id: int,
    text: str,
    happened_on: date,
    about_toolkit: str | None = None,
    about_question: str | None = None,
    save_id: str | None = None,
    tells_of: str | None = None,
) -> Note:
    """Add a note; `about_toolkit` and `about_question` link it to an indicator, `tells_of` to the
    record of another room that it only tells of.

    The same `save_id` again gives the same note. Raises Refused (with `field`).
    """
    with changing(actor, case_id) as case:
        saved = _saved(Note, case, actor, save_id)
        if saved is not None:
            return saved
        note = Note(about_toolkit=about_toolkit, about_question=about_question, tells_of=tells_of)
        _write(note, text, happened_on, now)
        _append(note, case, actor, now, save_id)
        record_change(case.id, "added", f"note:{note.id}", actor, now)
        events.note_added.send(note, actor=actor, now=now)
    return note


def correct_note(
    *,
    actor: User,
    now: datetime,
    case_id: int,
    note_id: int,
    text: str,
    happened_on: date,
    save_id: str | None = None,
) -> Note:
    """Add a note that stands in place of another, which is kept and stays readable.

    Raises Conflict where somebody corrected it already, NotFound, Refused (with `field`).
    """
    with changing(actor, case_id) as case:
        saved = _saved(Note, case, actor, save_id)
        if saved is not None:
            return saved
        old = get_note(case, note_id)
        if old.correction is not None:
            raise Conflict("This note has been corrected already. Correct the correction instead.")
        note = Note(about_toolkit=old.about_toolkit, about_question=old.about_question)
        _write(note, text, happened_on, now)
        note.corrects_id = old.id
        _append(note, case, actor, now, save_id)
        record_change(case.id, "corrected", f"note:{old.id}", actor, now, by=note.id)
        events.note_added.send(note, actor=actor, now=now)
    return note


def record_immediate_danger(
    *, actor: User, now: datetime, case_id: int, facts: DangerFacts, save_id: str | None = None
) -> ImmediateDanger:
    """Record that the child is in danger now; it holds until somebody withdraws it with a reason.

    The same `save_id` again gives the same record. Raises Refused (with `field`).
    """
    with changing(actor, case_id) as case:
        saved = _saved(ImmediateDanger, case, actor, save_id)
        if saved is not None:
            return saved
        _check_danger(facts)
        needed(facts.what, "Say what is happening", "what")
        danger = ImmediateDanger(**asdict(facts))
        _append(danger, case, actor, now, save_id)
        record_change(case.id, "recorded immediate", f"danger:{danger.id}", actor, now)
        events.danger_recorded.send(danger, actor=actor, now=now)
    return danger


def add_to_immediate_danger(
    *,
    actor: User,
    now: datetime,
    case_id: int,
    danger_id: int,
    facts: DangerFacts,
    save_id: str | None = None,
) -> ImmediateDanger:
    """Add what was learned later, such as when police were called and their reference.

    Raises Conflict where the record was withdrawn, NotFound, Refused (with `field`).
    """
    with changing(actor, case_id) as case:
        saved = _saved(ImmediateDanger, case, actor, save_id)
        if saved is not None:
            return saved
        danger = _standing_danger(case, danger_id)
        _check_danger(facts)
        if not any(text.strip() for text in asdict(facts).values()):
            raise Refused("Enter what you want to add", field="police_told")
        addition = ImmediateDanger(**asdict(facts))
        danger.later.append(addition)
        _append(addition, case, actor, now, save_id)
        record_change(case.id, "added to", f"danger:{danger.id}", actor, now, by=addition.id)
    return addition


def withdraw_immediate_danger(
    *, actor: User, now: datetime, case_id: int, danger_id: int, reason: str
) -> ImmediateDanger:
    """Add that a recorded danger no longer holds, and why. The record stays.

    Raises Conflict where somebody withdrew it already, NotFound, Refused without a reason.
    """
    with changing(actor, case_id) as case:
        danger = _standing_danger(case, danger_id)
        needed(reason if says_something(reason) else "", "Say why it is withdrawn")
        withdrawal = ImmediateDanger(withdraws=True, reason=reason)
        danger.later.append(withdrawal)
        _append(withdrawal, case, actor, now, None)
        record_change(case.id, "withdrew", f"danger:{danger.id}", actor, now, by=withdrawal.id)
        events.danger_withdrawn.send(withdrawal, actor=actor, now=now)
    return withdrawal


def _standing_danger(case: Case, danger_id: int) -> ImmediateDanger:
    danger = get_danger(case, danger_id)
    if danger.withdrawal is not None:
        raise Conflict("This record has been withdrawn already.")
    return danger


def _write(note: Note, text: str, happened_on: date, now: datetime) -> None:
    if happened_on > today_in_london(now):
        raise Refused("The day it happened must be today or in the past", field="happened_on")
    note.text, note.happened_on = needed(text, "Enter the note", "text"), happened_on


def _check_danger(facts: DangerFacts) -> None:
    for name, text in asdict(facts).items():
        problem = problem_of_line(text) if name in DANGER_LINES else problem_of_text(text)
        if problem:
            raise Refused(f"{DANGER_LABELS[name]} {problem}", field=name)


def _append(entry: Entry, case: Case, actor: User, now: datetime, save_id: str | None) -> None:
    entry.case_id, entry.author_id, entry.at, entry.save_id = case.id, actor.id, now, save_id
    db.session.add(entry)
    db.session.flush()


def _saved(model: type[Entry], case: Case, actor: User, save_id: str | None) -> Entry | None:
    """What the same page saved before."""
    if not save_id:
        return None
    saved = db.session.scalar(select(model).where(model.save_id == save_id))
    if saved is not None and (saved.case_id, saved.author_id) != (case.id, actor.id):
        raise SavedElsewhere
    return saved
