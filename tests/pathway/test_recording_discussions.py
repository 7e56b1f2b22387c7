"""Who records a multi-agency discussion and what has to be said; the desk; nothing ever changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role, User
from app.audit.models import AuditEvent
from app.cases.models import Case, Note
from app.database import db, writing
from app.engine.council_route import Act
from app.engine.reduction import Kind
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.pathway import operations, queries
from app.pathway.models import (
    CopyRead, Discussion, DiscussionRequest, DiscussionRequestWithdrawal, ManagersDiscussion,
    Result,
)
from app.reviews.models import DeskItem
from app.reviews.models.desk import Section, Why
from app.reviews.operations import put_on_desk
from tests.pathway.scene import Scene, shut_to_close

both = pytest.mark.both_databases


@both
@pytest.mark.requirement("S2.34")
def test_nobody_records_the_answer_to_what_they_asked_for_or_recommended(
    closing: Scene, make_user: Any, make_team: Any
) -> None:
    closing.ask(user=closing.other)
    for user in (closing.other, closing.reviewer):
        with pytest.raises(NotAllowed, match="another manager has to record"):
            closing.discuss(user=user)
    with pytest.raises(NotAllowed):
        closing.discuss(user=closing.worker.user)
    third = make_user(Role.REVIEWER, closing.reviewer.team)
    assert closing.discuss(user=third).agreed
    with pytest.raises(NotFound):
        closing.discuss(user=make_user(Role.REVIEWER, make_team()))


def test_practitioners_and_strangers_record_nothing(
    closing: Scene, make_user: Any, make_team: Any
) -> None:
    closing.ask()
    closing.discuss(agreed=False)
    with pytest.raises(NotAllowed):
        closing.managers(user=closing.worker.user)
    for act in (closing.ask, closing.managers):
        with pytest.raises(NotFound):
            act(user=make_user(Role.REVIEWER, make_team()))


@pytest.mark.requirement("S2.32")
def test_what_is_asked_for_is_asked_for_once_with_reason_and_manager(
    closing: Scene, make_user: Any, make_team: Any
) -> None:
    stranger = make_user(Role.REVIEWER, make_team())
    for field, given in (
        ("reason", {"reason": " "}), ("recommended_by_id", {"recommended_by_id": None}),
        ("recommended_by_id", {"recommended_by_id": closing.worker.user.id}),
        ("recommended_by_id", {"recommended_by_id": stranger.id}),
    ):
        with pytest.raises(Refused) as found:
            closing.ask(**given)
        assert found.value.details["field"] == field
    first = closing.ask(save_id="page")
    assert closing.ask(save_id="page").id == first.id
    with pytest.raises(Refused, match="asked for this on"):
        closing.ask()
    with pytest.raises(Conflict):
        closing.ask(user=closing.reviewer, save_id="page")


@pytest.mark.requirement("S2.33")
@pytest.mark.parametrize("field, given", [
    ("held_on", {"held_on": None}), ("held_on", {"held_on": date(2030, 1, 1)}),
    ("held_on", {"held_on": date(2020, 1, 1)}), ("level_id", {"level_id": "unheard"}),
    ("level_id", {"level_id": ""}), ("reason", {"reason": ""}),
    ("reason", {"reason": "x" * 20_001}), ("attendees", {"attendees": ()}),
    ("attendees", {"attendees": (("Jo", "Police"), ("Ann", " police"))}),
    ("attendees", {"attendees": (("Jo", "Police"), ("", "Health"))}),
    ("attendees", {"attendees": (("Jo\x07", "Police"), ("Ann", "Health"))}),
    ("attendees", {"attendees": (("Jo", "Police"), ("Ann", "Health")) * 26}),
])
def test_the_record_says_when_who_at_which_level_and_why(
    closing: Scene, field: str, given: Any
) -> None:
    closing.ask()
    with pytest.raises(Refused) as found:
        closing.discuss(**given)
    assert found.value.details["field"] == field
    assert queries.standing_requests(closing.case.id)[Act.CLOSE].last is None


@pytest.mark.requirement("S2.35")
@pytest.mark.parametrize("field, given", [
    ("held_on", {"held_on": None}), ("manager", {"manager": " "}),
    ("other_manager", {"other_manager": "sam reed "}), ("other_manager", {"other_manager": ""}),
    ("manager", {"manager": "A\nB"}), ("reason", {"reason": ""}),
    ("held_on", {"held_on": date(2020, 1, 1)}),
])
def test_what_two_managers_came_to_says_both_names_the_day_and_the_result(
    closing: Scene, field: str, given: Any
) -> None:
    closing.ask()
    with pytest.raises(Refused, match="waits for the two managers"):
        closing.managers()
    closing.discuss(agreed=False)
    with pytest.raises(Refused) as found:
        closing.managers(**given)
    assert found.value.details["field"] == field


def test_what_was_asked_for_may_be_taken_back(closing: Scene, make_user: Any) -> None:
    given = {"now": closing.now, "case_id": closing.case.id, "act": Act.CLOSE, "reason": "Not yet"}
    closing.ask()
    with pytest.raises(NotAllowed):
        operations.withdraw_request(
            actor=make_user(), **given)
    with pytest.raises(Refused):
        operations.withdraw_request(actor=closing.worker.user, **{**given, "reason": " "})
    operations.withdraw_request(actor=closing.worker.user, **given)
    assert shut_to_close(closing) == {Kind.NOT_ASKED}
    with pytest.raises(NotFound):
        operations.withdraw_request(actor=closing.reviewer, **given)
    closing.ask()
    operations.withdraw_request(actor=closing.other, **given)


@both
@pytest.mark.requirement("S2.34")
def test_the_copy_waits_for_the_manager_who_recommended_it(closing: Scene) -> None:
    closing.ask()
    found = closing.discuss()
    assert [one.id for one in queries.copies_for(closing.reviewer)] == [found.id]
    assert not queries.copies_for(closing.other)
    sent = db.session.scalars(select(AuditEvent).where(
        AuditEvent.action == "sent a copy of")).one()
    assert sent.details["to"] == closing.reviewer.id
    given = {"now": closing.now, "case_id": closing.case.id, "discussion_id": found.id}
    with pytest.raises(NotAllowed):
        operations.read_copy(actor=closing.other, **given)
    read = operations.read_copy(actor=closing.reviewer, **given)
    assert operations.read_copy(actor=closing.reviewer, **given).id == read.id
    assert not queries.copies_for(closing.reviewer)
    with pytest.raises(NotFound):
        operations.read_copy(actor=closing.reviewer, **{**given, "discussion_id": 99})


# The desk


def on_desk(scene: Scene) -> list[tuple[Why, str]]:
    found = select(DeskItem).where(DeskItem.case_id == scene.case.id).order_by(DeskItem.why)
    items = [(Why(one.why), one.slug) for one in db.session.scalars(found)]
    with writing():
        put_on_desk(db.session.get_one(Case, scene.case.id))
    assert items == [(Why(one.why), one.slug) for one in db.session.scalars(found)]
    return [one for one in items if one[0].section is Section.DISCUSSION]


@both
@pytest.mark.requirement("S2.33", "S2.35")
def test_what_waits_for_a_discussion_is_on_the_desk(closing: Scene) -> None:
    assert not on_desk(closing)
    closing.ask()
    assert on_desk(closing) == [(Why.DISCUSSION, "close")]
    closing.discuss(agreed=False)
    assert on_desk(closing) == [(Why.MANAGERS, "close")]
    closing.managers(result=Result.AGAIN)
    assert on_desk(closing) == [(Why.DISCUSSION, "close")]
    closing.discuss()
    assert not on_desk(closing)
    operations.withdraw_request(
        actor=closing.other, now=closing.now, case_id=closing.case.id, act=Act.CLOSE, reason="No")
    closing.ask()
    operations.withdraw_request(
        actor=closing.other, now=closing.now, case_id=closing.case.id, act=Act.CLOSE, reason="No")
    assert not on_desk(closing)


def test_a_step_down_takes_off_the_desk_what_was_asked_for(
    signed: Scene, senior: User, discussed_first: Any
) -> None:
    discussed_first("stepping-down")
    signed.ask(Act.STEP_DOWN)
    assert on_desk(signed) == [(Why.DISCUSSION, "step-down")]
    signed.step_down(user=senior, exceptional=True)
    assert not on_desk(signed)


# What is kept


@both
def test_none_of_it_is_ever_changed(closing: Scene) -> None:
    closing.ask()
    closing.discuss(agreed=False)
    closing.managers(result=Result.AGAIN)
    found = closing.discuss()
    operations.read_copy(actor=closing.reviewer, now=closing.now, case_id=closing.case.id,
                         discussion_id=found.id)
    operations.withdraw_request(
        actor=closing.other, now=closing.now, case_id=closing.case.id, act=Act.CLOSE, reason="No")
    for model in (DiscussionRequest, DiscussionRequestWithdrawal, Discussion, ManagersDiscussion,
                  CopyRead, Note):
        for change in (update(model).values(at=closing.now), delete(model)):
            with pytest.raises(DBAPIError), writing():
                db.session.execute(change)
