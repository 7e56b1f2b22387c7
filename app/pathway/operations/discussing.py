"""Recording what a multi-agency discussion decided on what was asked, and the note of its agreement
(S2.33, S2.34); and what two managers came to where it did not agree (S2.35)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from app.accounts.models import User
from app.cases.access import not_allowed
from app.cases.models import Case
from app.cases.operations import add_note
from app.cases.operations.changing import check_open, needed, record_change, sent_before
from app.cases.text_rules import problem_of_line, problem_of_text
from app.clock import show_date, today_in_london
from app.definitions.standards import end_of
from app.engine.council_route import Act, Basis
from app.engine.grounds import Rung
from app.errors import Refused
from app.pathway import queries
from app.pathway.gate import Gate, gate_of
from app.pathway.models import Discussion, DiscussionRequest, ManagersDiscussion, Result
from app.pathway.operations.discussions import by_manager, check_day, keep, standing

MOST_ATTENDEES = 50
LONGEST_REASON = 20_000
"""So that the note which tells of it holds all of it."""

Attendee = tuple[str, str]
"""A name and an agency."""


class DiscussionFacts(Struct, frozen=True, kw_only=True):
    """What a multi-agency discussion decided (S2.33); `level_id` is where it saw the risk, blank
    where the case was never assessed."""

    held_on: date | None
    level_id: str
    attendees: Sequence[Attendee]
    agreed: bool
    reason: str


class ManagersFacts(Struct, frozen=True, kw_only=True):
    """What two managers came to (S2.35)."""

    held_on: date | None
    manager: str
    other_manager: str
    result: Result
    reason: str


def record_discussion(
    *, actor: User, now: datetime, case_id: int, act: Act, facts: DiscussionFacts, save_id: str
) -> Discussion:
    """Record what the discussion decided on what was asked (S2.33).

    Where it agreed, a note is placed that is copied to the manager who recommended it (S2.34).
    Nobody records the answer to what they asked for or recommended, nor anything in a closed case.
    Raises NotAllowed, NotFound where nothing is asked for, Refused (with `field`).
    """
    with by_manager(actor, case_id) as case:
        again = sent_before(Discussion, save_id, case, actor)
        if again is not None:
            return again
        check_open(case)
        request = standing(case, act)
        _check_may_record(actor, case, request)
        check_day(facts.held_on, _asked_on(request), now)
        _check_said(facts)
        discussion = _discussion(request, facts, actor, now, save_id)
        keep(discussion, case)
        record_change(case.id, "recorded", f"discussion:{discussion.id}", actor, now,
                      request=request.id, agreed=facts.agreed, level=discussion.level_id,
                      sign_off=discussion.sign_off_id)
        if discussion.note_id is not None:
            record_change(case.id, "sent a copy of", f"note:{discussion.note_id}", actor, now,
                          to=request.recommended_by_id)
    return discussion


def record_managers(
    *, actor: User, now: datetime, case_id: int, act: Act, facts: ManagersFacts, save_id: str
) -> ManagersDiscussion:
    """Record what two managers came to where the discussion did not agree (S2.35).

    Neither result goes past the discussion: the case stays as it is, or it is asked again. Raises
    NotAllowed, NotFound, Refused (with `field`).
    """
    with by_manager(actor, case_id) as case:
        again = sent_before(ManagersDiscussion, save_id, case, actor)
        if again is not None:
            return again
        check_open(case)
        discussion = _disagreed(standing(case, act))
        held_on = check_day(facts.held_on, discussion.held_on, now)
        _check_managers(facts)
        managers = ManagersDiscussion(
            discussion=discussion, held_on=held_on, manager=facts.manager.strip(),
            other_manager=facts.other_manager.strip(), result=facts.result, reason=facts.reason,
            by_id=actor.id, by_name=actor.name, at=now, save_id=save_id)
        keep(managers, case)
        record_change(case.id, "recorded", f"managers-discussion:{managers.id}", actor, now,
                      discussion=discussion.id, result=facts.result.value)
    return managers


def _discussion(
    request: DiscussionRequest, facts: DiscussionFacts, actor: User, now: datetime, save_id: str
) -> Discussion:
    """The record of what was decided; the note of an agreement is placed first."""
    assert facts.held_on is not None
    gate = gate_of(request.case, now)
    level, known = _level(gate, facts.level_id), _known(request.case, gate, facts.held_on)
    note_id = _place_note(request, facts, level, actor, now) if facts.agreed else None
    return Discussion(
        request=request, held_on=facts.held_on, agreed=facts.agreed, reason=facts.reason,
        attendees=[list(one) for one in facts.attendees], level_id=level.id if level else None,
        level_title=level.title if level else None, level_rank=level.rank if level else None,
        sign_off_id=known.sign_off, revision_id=known.revision, note_id=note_id, by_id=actor.id,
        by_name=actor.name, at=now, save_id=save_id)


def _check_may_record(actor: User, case: Case, request: DiscussionRequest) -> None:
    if actor.id in (request.by_id, request.recommended_by_id):
        raise not_allowed(case, (
            "You asked for this or recommended it, so another manager has to record what was "
            "decided."))
    last = request.last
    if last is not None and not last.agreed and last.managers is None:
        raise Refused(
            "The discussion did not agree. Record what the two managers came to first.")


def _asked_on(request: DiscussionRequest) -> date:
    """When it was asked for, or put to the discussion again by two managers."""
    last = request.last
    return last.managers.held_on if last and last.managers else today_in_london(request.at)


def _disagreed(request: DiscussionRequest) -> Discussion:
    """The last discussion, where it did not agree and no two managers discussed it yet."""
    last = request.last
    if last is None or last.agreed or last.managers is not None:
        raise Refused("There is no discussion that did not agree and waits for the two managers.")
    return last


def _known(case: Case, gate: Gate | None, held_on: date) -> Basis:
    """What could be known on the day of a discussion."""
    until, cited = end_of(held_on), gate.cited if gate else None
    return Basis(cited.id if cited and cited.at <= until else None,
                 queries.newest_revision(case.id, until))


def _level(gate: Gate | None, level_id: str) -> Rung | None:
    if gate is None:
        return None
    found = next((one for one in gate.levels if one.id == level_id), None)
    if found is None:
        raise Refused("Choose the level at which the discussion saw the risk", field="level_id")
    return found


def _check_said(facts: DiscussionFacts) -> None:
    if len(facts.attendees) > MOST_ATTENDEES:
        raise Refused(f"Enter no more than {MOST_ATTENDEES} people", field="attendees")
    for name, agency in facts.attendees:
        if not (name.strip() and agency.strip()):
            raise Refused("Enter a name and an agency for each person", field="attendees")
        problem = problem_of_line(name) or problem_of_line(agency)
        if problem:
            raise Refused(f"Each name and agency {problem}", field="attendees")
    if len({agency.strip().casefold() for _, agency in facts.attendees}) < 2:
        raise Refused("Enter people of at least two agencies: one alone is no multi-agency "
                      "discussion", field="attendees")
    needed(facts.reason, "Give the reason for the decision")
    problem = problem_of_text(facts.reason, LONGEST_REASON)
    if problem:
        raise Refused(f"Reason {problem}", field="reason")


def _check_managers(facts: ManagersFacts) -> None:
    for field in ("manager", "other_manager"):
        name = getattr(facts, field)
        if not name.strip():
            raise Refused("Enter the name of the manager", field=field)
        problem = problem_of_line(name)
        if problem:
            raise Refused(f"Name {problem}", field=field)
    if facts.manager.strip().casefold() == facts.other_manager.strip().casefold():
        raise Refused("Enter the names of two different managers", field="other_manager")
    needed(facts.reason, "Say what was discussed")


def _place_note(
    request: DiscussionRequest, facts: DiscussionFacts, level: Rung | None, actor: User,
    now: datetime,
) -> int:
    """The note of an agreement (S2.34), which says nothing that is not recorded with it."""
    assert facts.held_on is not None
    people = "; ".join(f"{name} ({agency})" for name, agency in facts.attendees)
    said = (
        f"The multi-agency discussion of {show_date(facts.held_on)} agreed to {request.act.doing}.",
        f"Level: {level.title}." if level else "",
        f"Took part: {people}.", f"Reason: {facts.reason.strip()}",
        f"Copied to {request.recommended_by_name}, who recommended it.")
    note = add_note(
        actor=actor, now=now, case_id=request.case_id, text="\n".join(filter(None, said)),
        happened_on=facts.held_on, tells_of=f"discussion-request:{request.id}")
    return note.id
