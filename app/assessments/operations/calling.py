"""Answers that call for action at once (S4.7, S4.33): noticing them, and why one was taken back."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.assessments import events
from app.assessments.immediate import calling_now, key_since, key_today
from app.assessments.models import ActionCall, ActionCallWithdrawal, Revision
from app.assessments.operations.changing import Changing, audit, changing
from app.assessments.operations.summarising import summarise_case
from app.assessments.queries import called_for_action, get_action_call
from app.cases.text_rules import problem_of_text
from app.database import db
from app.engine.answers import Answers
from app.engine.wording import says_something
from app.errors import Conflict, Refused


def call_for_action(
    found: Changing, revision: Revision, answers: Answers, actor: User, now: datetime
) -> tuple[ActionCall, ...]:
    """Note each answer that calls for action and was not noted before, and tell who listens."""
    calling = calling_now(found.definition, answers)
    if not calling:
        return ()
    noted = {key_since(key, version_id, found.assessment)
             for key, version_id in called_for_action(found.assessment)}
    new = tuple(
        _note(found, revision, one.key, actor, now) for one in calling if one.key not in noted
    )
    if new:
        summarise_case(found.assessment.case_id)
    return new


def withdraw_action_call(
    *, actor: User, now: datetime, assessment_id: int, call_id: int, reason: str
) -> ActionCallWithdrawal:
    """Say why an answer that called for action no longer stands. The call stays on record.

    Raises NotFound, Conflict where somebody said why already, and Refused without a reason or while
    the answer still stands.
    """
    with changing(actor, assessment_id) as found:
        call = _standing(found, call_id)
        _check_reason(reason)
        if key_today(call) in {
            one.key for one in calling_now(found.definition, found.state.answers)
        }:
            raise Refused("The answer still stands. Change it first, then say why.")
        call.withdrawal = withdrawal = ActionCallWithdrawal(
            reason=reason, by_id=actor.id, at=now)
        db.session.flush()
        audit(found.assessment, "withdrew a call for action in", actor, now, call=call.id)
        summarise_case(found.assessment.case_id)
        events.action_call_withdrawn.send(withdrawal, actor=actor, now=now)
    return withdrawal


def _note(
    found: Changing, revision: Revision, key: str, actor: User, now: datetime
) -> ActionCall:
    call = ActionCall(
        assessment=found.assessment, question_key=key, revision_id=revision.id,
        by_id=actor.id, by_name=actor.name, at=now,
    )
    db.session.add(call)
    db.session.flush()
    audit(found.assessment, "called for action in", actor, now, call=call.id, question=key)
    events.answer_called_for_action.send(call, actor=actor, now=now)
    return call


def _standing(found: Changing, call_id: int) -> ActionCall:
    call = get_action_call(found.assessment, call_id)
    if call.withdrawal is not None:
        raise Conflict("Somebody said why already. What you typed is still here, to be copied into "
                       "a note.")
    return call


def _check_reason(reason: str) -> None:
    if not says_something(reason):
        raise Refused("Say why the answer was changed", field="reason")
    problem = problem_of_text(reason)
    if problem:
        raise Refused(f"The reason {problem}", field="reason")
