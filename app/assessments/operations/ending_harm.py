"""A manager records that actual harm no longer takes place. The record of it stays (ruling X19)."""

from __future__ import annotations

from datetime import date, datetime

from app.accounts.models import Role, User
from app.assessments import events
from app.assessments.background import get_harm
from app.assessments.models import HarmEnding, HarmRecord
from app.assessments.operations.summarising import summarise_case
from app.cases.operations.changing import changing as changing_case
from app.cases.operations.changing import record_change
from app.cases.text_rules import problem_of_text
from app.clock import today_in_london
from app.database import db
from app.engine.wording import says_something
from app.errors import Conflict, NotAllowed, Refused

_NEEDED = {
    "evidence": "Say what shows that it no longer takes place",
    "protects_now": "Say what protects the young person now",
}


def end_harm(
    *, actor: User, now: datetime, case_id: int, harm_id: int, last_happened: date,
    evidence: str, protects_now: str,
) -> HarmEnding:
    """Record that harm no longer takes place: since when, on what evidence, and what protects now.

    It holds the level no longer in assessments submitted once the months of the practice standards
    have passed since it last happened; the highest level ever and the record stay. Raises
    NotAllowed for somebody who is no manager, NotFound, Conflict where its end is recorded already,
    Refused (with `field`).
    """
    with changing_case(actor, case_id) as case:
        if not actor.is_(Role.REVIEWER):
            raise NotAllowed("Only a manager can record that abuse no longer takes place.")
        harm = _standing(case_id, harm_id)
        _check(last_happened, evidence, protects_now, now)
        harm.ending = ending = HarmEnding(
            last_happened=last_happened, evidence=evidence, protects_now=protects_now,
            by_id=actor.id, by_name=actor.name, at=now,
        )
        db.session.flush()
        record_change(case.id, "recorded the end of", f"harm:{harm.id}", actor, now)
        summarise_case(case.id)
        events.harm_ended.send(ending, actor=actor, now=now)
    return ending


def _standing(case_id: int, harm_id: int) -> HarmRecord:
    harm = get_harm(case_id, harm_id)
    if harm.ending is not None:
        raise Conflict(f"{harm.ending.by_name} recorded its end already, and nothing was added to "
                       "that. What you typed is still here, to be copied into a note.")
    return harm


def _check(last_happened: date, evidence: str, protects_now: str, now: datetime) -> None:
    if last_happened > today_in_london(now):
        raise Refused("The date it last happened must be in the past", field="last_happened")
    for field, text in (("evidence", evidence), ("protects_now", protects_now)):
        if not says_something(text):
            raise Refused(_NEEDED[field], field=field)
        problem = problem_of_text(text)
        if problem:
            raise Refused(f"This text {problem}", field=field)
