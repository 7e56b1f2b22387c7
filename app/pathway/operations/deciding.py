"""What every decision shares: who decides, what has to be said, how it is kept and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from msgspec import Struct

from app.accounts.models import Role, User
from app.cases.access import not_allowed
from app.cases.models import Case
from app.cases.operations.changing import changing, needed, record_change, sent_before
from app.cases.text_rules import problem_of_line, problem_of_text
from app.clock import today_in_london
from app.database import db, undo, writing
from app.engine.canonical import canonical
from app.engine.council_route import Act
from app.engine.grounds import Rung
from app.engine.reduction import Verdict
from app.engine.reduction_words import refusal_words, verdict_document
from app.engine.wording import says_something
from app.errors import Refused
from app.pathway import queries
from app.pathway.models import Decision, DecisionKind, Route
from app.reviews.operations import keep_desk

_SHORT = {"action": "Enter the action", "owner": "Enter who is to do it"}


class GateShut(Refused):
    """Reduced risk is not shown; `verdict` says in which ways, and the details say it as JSON."""

    def __init__(self, verdict: Verdict, act: str, *, barred: bool = False) -> None:
        super().__init__(
            refusal_words(verdict, act, barred=barred), verdict=verdict_document(verdict))
        self.verdict = verdict


class Said(Struct, frozen=True, kw_only=True):
    """What whoever decides wrote; `save_id` names the page."""

    reason: str
    save_id: str
    action: str = ""
    owner: str = ""
    due_on: date | None = None


class Made(Struct, frozen=True, kw_only=True):
    """What a decision comes to, beside what was written."""

    kind: DecisionKind
    before: Rung | None = None
    after: Rung | None = None
    route: Route = Route.ORDINARY
    sign_off_id: int | None = None
    request_id: int | None = None
    verdict: Verdict | None = None


class Deciding(Struct, frozen=True):
    """A case that somebody decides about, with nobody else writing about it; `again` is what the
    same page decided before."""

    case: Case
    actor: User
    now: datetime
    again: Decision | None


@contextmanager
def deciding(actor: User, now: datetime, case_id: int, save_id: str) -> Iterator[Deciding]:
    """The transaction of a decision.

    Raises NotFound or NotAllowed where the actor may not see the case or is no reviewer of its
    team, and Conflict for a page that was sent by somebody else or about another case.
    """
    with changing(actor, case_id) as case:
        if not actor.is_(Role.REVIEWER):
            raise not_allowed(case, "Only a manager of the team can decide this.")
        yield Deciding(case, actor, now, sent_before(Decision, save_id, case, actor))


def decided(at: Deciding, said: Said, made: Made) -> Decision:
    """Keep a decision, and record it in the chain of the case."""
    verdict = canonical(made.verdict.as_json()).decode() if made.verdict else ""
    before, after = made.before, made.after
    decision = Decision(
        case_id=at.case.id, kind=made.kind, route=made.route,
        from_id=before.id if before else None, from_title=before.title if before else None,
        from_rank=before.rank if before else None, to_id=after.id if after else None,
        to_title=after.title if after else None, to_rank=after.rank if after else None,
        revision_id=queries.newest_revision(at.case.id), sign_off_id=made.sign_off_id,
        request_id=made.request_id, reason=said.reason, action=said.action, owner=said.owner,
        due_on=said.due_on,
        verdict=verdict, verdict_sha256=sha256(verdict.encode()).hexdigest() if verdict else "",
        by_id=at.actor.id, by_name=at.actor.name, at=at.now, save_id=said.save_id)
    db.session.add(decision)
    db.session.flush()
    record_change(at.case.id, _DONE[made.kind], f"decision:{decision.id}", at.actor, at.now,
                  **_details(decision))
    if decision.request_id is not None:
        keep_desk(at.case)
    return decision


def check_said(said: Said, now: datetime, *, with_action: bool) -> None:
    """Raises Refused, with `field`, where something is missing or cannot be kept (S3.36).

    Without an action none of the three that belong to it is asked for; with one, all are.
    """
    needed(said.reason if says_something(said.reason) else "", "Give the reason")
    given = with_action or said.due_on or any((said.action.strip(), said.owner.strip()))
    for field, message in _SHORT.items():
        text = getattr(said, field)
        if given and not text.strip():
            raise Refused(message, field=field)
        problem = problem_of_text(text) if field == "action" else problem_of_line(text)
        if problem:
            raise Refused(f"{field.capitalize()} {problem}", field=field)
    if given:
        _check_due(said.due_on, now)


def refuse(at: Deciding, verdict: Verdict, act: Act) -> GateShut:
    """The refusal of an act, which is recorded in the chain of the case once it is undone."""
    barred = bool(verdict.kinds & act.never)
    return refused(at.case.id, at.actor, at.now, verdict, act.words, barred=barred)


def refused(
    case_id: int, actor: User, now: datetime, verdict: Verdict, act: str, *, barred: bool = False
) -> GateShut:
    """The same, whoever began the transaction: all of it is undone."""
    kinds = sorted(kind.value for kind in verdict.kinds)

    def keep() -> None:
        with writing():
            record_change(case_id, f"was refused to {act}", f"case:{case_id}", actor, now,
                          fell_short=kinds)

    undo(keep)
    return GateShut(verdict, act, barred=barred)


_DONE = {
    DecisionKind.AGREED: "agreed the level in",
    DecisionKind.KEPT: "kept the level in",
    DecisionKind.STEPPED_DOWN: "stepped down in",
    DecisionKind.CLOSED: "decided to close in",
    DecisionKind.REOPENED: "decided to reopen in",
}


def _details(decision: Decision) -> dict[str, Any]:
    told: dict[str, Any] = {
        "route": decision.route.value, "from": decision.from_id, "to": decision.to_id,
        "sign_off": decision.sign_off_id, "discussion_request": decision.request_id,
        "verdict": decision.verdict_sha256, "signed_too": decision.signed_too}
    return {name: value for name, value in told.items() if value}


def _check_due(due_on: date | None, now: datetime) -> None:
    if due_on is None:
        raise Refused("Enter the date by which it is to be done", field="due_on")
    if due_on < today_in_london(now):
        raise Refused("The date by which it is to be done must be today or later", field="due_on")
