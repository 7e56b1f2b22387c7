"""Asking for a multi-agency discussion before a case is stepped down or closed (S2.32), taking it
back, and reading the copy of what was agreed."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Role, User
from app.cases.access import chain_of, not_allowed
from app.cases.models import Case
from app.cases.operations.changing import (
    changing,
    check_open,
    needed,
    record_change,
    sent_before,
)
from app.cases.queries import possible_reviewers
from app.clock import show_date
from app.database import db
from app.engine.council_route import Act
from app.errors import NotFound, Refused
from app.pathway import queries
from app.pathway.agreement import acts_discussed
from app.pathway.models import CopyRead, DiscussionRequest, DiscussionRequestWithdrawal
from app.pathway.operations.discussions import keep, standing


def ask_for_discussion(
    *, actor: User, now: datetime, case_id: int, act: Act, recommended_by_id: int | None,
    reason: str, save_id: str,
) -> DiscussionRequest:
    """Ask for a multi-agency discussion on an act, which a manager of the team recommends (S2.32).

    The same `save_id` again gives the same. Raises NotAllowed, NotFound, Refused (with `field`)
    where it is asked for already or the practice standards want none.
    """
    with changing(actor, case_id) as case:
        again = sent_before(DiscussionRequest, save_id, case, actor)
        if again is not None:
            return again
        _check_may_be_asked(case, act, now)
        needed(reason, "Say why")
        manager = _manager(case, recommended_by_id)
        request = DiscussionRequest(
            case_id=case.id, act=act, reason=reason, recommended_by_id=manager.id,
            recommended_by_name=manager.name, by_id=actor.id, by_name=actor.name, at=now,
            save_id=save_id)
        keep(request, case)
        record_change(case.id, f"asked for a discussion on {act.doing} in",
                      f"discussion-request:{request.id}", actor, now, recommended_by=manager.id)
    return request


def withdraw_request(
    *, actor: User, now: datetime, case_id: int, act: Act, reason: str
) -> DiscussionRequestWithdrawal:
    """Take back what was asked for, with a reason; whoever asked may, and a manager of the team.

    Raises NotAllowed, NotFound where nothing is asked for, Refused without a reason.
    """
    with changing(actor, case_id) as case:
        request = standing(case, act)
        if not (actor.id == request.by_id or actor.is_(Role.REVIEWER)):
            raise not_allowed(case, "Only who asked and a manager of the team may take it back.")
        needed(reason, "Give the reason")
        request.withdrawal = withdrawal = DiscussionRequestWithdrawal(
            reason=reason, by_id=actor.id, by_name=actor.name, at=now)
        keep(withdrawal, case)
        record_change(case.id, "withdrew", f"discussion-request:{request.id}", actor, now)
    return withdrawal


def read_copy(*, actor: User, now: datetime, case_id: int, discussion_id: int) -> CopyRead:
    """Record that the manager who recommended it has read the note of the agreement (S2.34).

    Raises NotFound, and NotAllowed for anybody else.
    """
    with changing(actor, case_id) as case:
        discussion = queries.discussion_of(case, discussion_id)
        if discussion is None or discussion.note_id is None:
            raise NotFound("There is no such copy.", chain=chain_of(case.id),
                           subject=chain_of(case.id))
        if discussion.request.recommended_by_id != actor.id:
            raise not_allowed(case, "The copy is for the manager who recommended it.")
        if discussion.copy_read is not None:
            return discussion.copy_read
        read = discussion.copy_read = CopyRead(by_id=actor.id, at=now)
        db.session.flush()
        record_change(case.id, "read the copy of", f"note:{discussion.note_id}", actor, now)
    return read


def _check_may_be_asked(case: Case, act: Act, now: datetime) -> None:
    check_open(case)
    if act not in acts_discussed(now):
        raise Refused(f"The practice standards ask for no discussion before {act.doing}. A manager "
                      "of the team decides it.")
    request = queries.standing_requests(case.id).get(act)
    if request is not None:
        raise Refused(f"{request.by_name} asked for this on {show_date(request.at)}. What was "
                      "decided on it has to be recorded first.")


def _manager(case: Case, user_id: int | None) -> User:
    """The manager who recommends it; raises Refused where they are none of the team."""
    found = next((one for one in possible_reviewers(case.team_id) if one.id == user_id), None)
    if found is None:
        raise Refused("Choose the manager who recommends it", field="recommended_by_id")
    return found
