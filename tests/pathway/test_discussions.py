"""What a multi-agency discussion has to agree to before a manager decides it (S2.32 to S2.35)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role, User
from app.audit.models import AuditEvent
from app.cases import operations as cases
from app.cases.models import Case, DocumentKind, Note
from app.cases.queries import notes_of
from app.database import db, writing
from app.engine.council_route import Act
from app.engine.reduction import Kind
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.pathway import operations, queries
from app.pathway.models import (
    CopyRead, Decision, DecisionKind, Discussion, DiscussionRequest, DiscussionRequestWithdrawal,
    ManagersDiscussion, Result, Route,
)
from app.pathway.operations import GateShut
from app.pathway.operations.guarding import allowing
from app.reviews import queries as reviews
from app.reviews.models import DeskItem
from app.reviews.models.desk import Section, Why
from app.reviews.operations import put_on_desk
from tests.pathway.scene import MEDIUM, STANDARD, Scene, shut, shut_to_close

both = pytest.mark.both_databases


@pytest.fixture
def closing(signed: Scene, discussed_first: Callable[[str], None]) -> Scene:
    """A signed reduction, where a discussion has to agree to closing."""
    discussed_first("closing")
    return signed

# The route


@both
@pytest.mark.requirement("X6", "S2.32", "S2.33", "S2.34", "S3.36")
def test_a_case_is_closed_once_it_was_asked_for_discussed_and_agreed(
    closing: Scene, trail: Any
) -> None:
    assert shut_to_close(closing) == {Kind.NOT_ASKED}
    request = closing.ask()
    assert shut_to_close(closing) == {Kind.NOT_DISCUSSED}, "it cannot close meanwhile"
    found = closing.discuss()
    assert (found.level_title, found.held_on, found.attendees) == (
        "Medium", closing.now.date(), [["Jo Bell", "Police"], ["Ann Shah", "Health"]])
    assert (found.sign_off_id, found.by_name) == (closing.cited, "Sam Reed")
    decision = closing.close()
    assert decision.route is Route.ORDINARY and decision.request_id == request.id
    assert db.session.get_one(Case, closing.case.id).is_closed
    assert queries.standing_requests(closing.case.id) == {}
    done = [one for one in trail(closing.case.id) if "refused" not in one]
    assert done[-6:-1] == [
        "asked for a discussion on closing in", "added", "recorded", "sent a copy of",
        "decided to close in"]


@pytest.mark.requirement("X6")
def test_without_the_standard_nothing_is_asked_for(signed: Scene) -> None:
    with pytest.raises(Refused, match="ask for no discussion before closing"):
        signed.ask()
    signed.close()


@both
@pytest.mark.requirement("X6")
def test_stepping_down_is_discussed_where_the_council_says_so(
    signed: Scene, discussed_first: Any
) -> None:
    discussed_first("stepping-down")
    assert shut(signed) == {Kind.NOT_ASKED}
    signed.ask(Act.STEP_DOWN)
    signed.discuss(Act.STEP_DOWN, level_id="high")
    assert shut(signed) == {Kind.DISCUSSED_HIGHER}
    signed.discuss(Act.STEP_DOWN)
    decision = signed.step_down()
    assert decision.route is Route.ORDINARY and decision.request is not None
    signed.close()
    assert queries.standing_requests(signed.case.id) == {}


def test_one_agreement_is_for_one_decision(signed: Scene, discussed_first: Any) -> None:
    discussed_first("both")
    signed.ask(Act.STEP_DOWN)
    signed.discuss(Act.STEP_DOWN)
    signed.step_down()
    assert shut_to_close(signed) == {Kind.NOT_ASKED}, "nor is it for another act"
    signed.assess(STANDARD)
    signed.sign(signed.other)
    assert shut(signed, to="standard") == {Kind.NOT_ASKED}


@pytest.mark.requirement("X6")
def test_the_evidence_comes_first_and_both_are_told(fallen: Scene, discussed_first: Any) -> None:
    discussed_first("closing")
    fallen.ask()
    with pytest.raises(GateShut) as found:
        fallen.close()
    kinds = [one.kind for one in found.value.verdict.shortfalls]
    assert Kind.NOT_SIGNED in kinds and kinds[-1] is Kind.NOT_DISCUSSED


# What it knew


@both
@pytest.mark.requirement("X6", "S2.34")
def test_the_note_of_the_agreement_leaves_the_signature_as_it_is(closing: Scene) -> None:
    closing.ask()
    closing.worker.now += timedelta(minutes=5)
    found = closing.discuss()
    note = notes_of(closing.case).notes[0]
    assert note.id == found.note_id and note.author_id == closing.other.id
    for words in ("agreed to closing", "Level: Medium", "Jo Bell (Police); Ann Shah (Health)",
                  "Each agency saw less", "Copied to Ruth Okafor"):
        assert words in note.text
    assert reviews.standing(closing.gate.cited, closing.now).current
    cases.correct_note(actor=closing.other, now=closing.now, case_id=closing.case.id,
                       note_id=note.id, text="He is back", happened_on=note.happened_on)
    assert not reviews.standing(closing.gate.cited, closing.now).current, "that says more"


@both
@pytest.mark.requirement("X6")
def test_an_agreement_to_what_was_known_before_is_none(closing: Scene) -> None:
    closing.ask()
    closing.discuss()
    closing.worker.now += timedelta(hours=1)
    cases.add_note(actor=closing.worker.user, now=closing.now, case_id=closing.case.id,
                   text="Seen in his car", happened_on=closing.now.date())
    assert shut_to_close(closing) == {Kind.STALE, Kind.DISCUSSED_BEFORE}
    closing.sign(closing.other)
    assert shut_to_close(closing) == {Kind.DISCUSSED_BEFORE}
    closing.discuss()
    closing.close()


def test_a_newer_assessment_asks_for_another_discussion(closing: Scene) -> None:
    closing.ask()
    closing.discuss()
    closing.assess(MEDIUM)
    assert Kind.DISCUSSED_BEFORE in shut_to_close(closing)


def test_a_discussion_before_the_signature_did_not_know_of_it(
    fallen: Scene, discussed_first: Any
) -> None:
    discussed_first("closing")
    fallen.ask()
    day = fallen.now.date()
    fallen.worker.now += timedelta(days=1)
    fallen.sign()
    assert fallen.discuss(held_on=day).sign_off_id is None
    assert shut_to_close(fallen) == {Kind.DISCUSSED_BEFORE}
    fallen.discuss()
    fallen.close()


# Where it does not agree


@both
@pytest.mark.requirement("S2.35")
def test_where_it_does_not_agree_the_case_stays_open_until_two_managers_discussed_it(
    closing: Scene
) -> None:
    closing.ask()
    found = closing.discuss(agreed=False, level_id="high")
    assert found.note_id is None
    assert shut_to_close(closing) == {Kind.NOT_AGREED}
    with pytest.raises(Refused, match="Record what the two managers came to first"):
        closing.discuss()
    said = closing.managers(result=Result.AGAIN)
    assert (said.manager, said.other_manager, said.held_on) == (
        "Sam Reed", "Ruth Okafor", closing.now.date())
    assert shut_to_close(closing) == {Kind.NOT_DISCUSSED}
    closing.discuss()
    closing.close()


@pytest.mark.requirement("S2.35", "X6")
def test_two_managers_cannot_agree_in_the_place_of_the_agencies(closing: Scene) -> None:
    closing.ask()
    closing.discuss(agreed=False)
    closing.managers(result=Result.STAYS)
    assert shut_to_close(closing) == {Kind.NOT_ASKED}
    with pytest.raises(NotFound):
        closing.discuss()
    closing.ask()
    closing.discuss()
    closing.close()


# Routes and doors


@both
@pytest.mark.requirement("X6")
def test_no_senior_closes_past_it(closing: Scene, senior: User) -> None:
    with pytest.raises(GateShut) as found:
        closing.close(user=senior, exceptional=True)
    assert "exceptional route" not in found.value.message
    assert found.value.verdict.kinds == {Kind.NOT_ASKED}


@pytest.mark.requirement("X6")
def test_a_senior_closes_without_a_reduction_where_it_agreed(
    fallen: Scene, senior: User, discussed_first: Any
) -> None:
    """A child who moved away: the agencies know, and the evidence falls short."""
    discussed_first("closing")
    fallen.ask()
    fallen.discuss()
    assert Kind.NOT_SIGNED in shut_to_close(fallen)
    assert fallen.close(user=senior, exceptional=True).route is Route.EXCEPTIONAL


@both
@pytest.mark.requirement("X6")
@pytest.mark.parametrize("add", ["note", "document", "danger"])
def test_no_senior_closes_on_an_agreement_to_less_than_is_known(
    closing: Scene, senior: User, add: str
) -> None:
    closing.ask()
    closing.discuss()
    closing.worker.now += timedelta(hours=1)
    given = {"actor": closing.worker.user, "now": closing.now, "case_id": closing.case.id}
    on = closing.now.date()
    if add == "note":
        cases.add_note(**given, text="Seen in his car", happened_on=on)
    elif add == "document":
        cases.add_document(**given, content="Seen in his car", facts=cases.DocumentFacts(
            title="Letter", kind=DocumentKind.LETTER, author="Police", dated=on))
    else:
        danger = cases.record_immediate_danger(
            **given, facts=cases.DangerFacts(what="Seen in his car"))
        cases.withdraw_immediate_danger(**given, danger_id=danger.id, reason="She is at home")
    assert shut_to_close(closing, user=senior, exceptional=True) == {
        Kind.STALE, Kind.DISCUSSED_BEFORE}
    closing.discuss()
    assert closing.close(user=senior, exceptional=True).route is Route.EXCEPTIONAL


@pytest.mark.requirement("X6")
def test_a_senior_steps_down_past_it_and_it_is_reported(
    signed: Scene, senior: User, discussed_first: Any
) -> None:
    discussed_first("both")
    signed.ask(Act.STEP_DOWN)
    decision = signed.step_down(user=senior, exceptional=True)
    assert decision.route is Route.EXCEPTIONAL and "not_discussed" in decision.verdict
    assert queries.standing_requests(signed.case.id) == {}


@both
@pytest.mark.requirement("X6", "S3.35")
def test_no_other_door_leads_past_it(closing: Scene, trail: Any) -> None:
    given = {"actor": closing.reviewer, "now": closing.now, "case_id": closing.case.id}
    with pytest.raises(GateShut, match="No manager has decided it.*nobody has asked for it"):
        cases.close_case(**given)
    with pytest.raises(GateShut, match="nobody has asked for it"), writing():
        forged = Decision(
            case_id=closing.case.id, kind=DecisionKind.CLOSED, route=Route.EXCEPTIONAL,
            reason="Because", by_id=closing.reviewer.id, by_name="Ruth", at=closing.now,
            save_id="forged", sign_off_id=closing.cited)
        db.session.add(forged)
        db.session.flush()
        with allowing(forged):
            cases.close_case(**given)
    assert not db.session.get_one(Case, closing.case.id).is_closed
    assert trail(closing.case.id)[-1] == "was refused to close this case"
    kinds = [one.kind for one in queries.decisions_of(closing.case)]
    assert DecisionKind.CLOSED not in kinds


@pytest.mark.requirement("S2.33")
def test_what_was_asked_of_a_closed_case_waits_until_it_is_open_again(
    signed: Scene, discussed_first: Any
) -> None:
    """A step down was asked for, and the council discusses no closing."""
    discussed_first("stepping-down")
    signed.ask(Act.STEP_DOWN)
    signed.close()
    for record in (signed.discuss, signed.managers):
        with pytest.raises(Refused, match="is closed"):
            record(Act.STEP_DOWN)
    signed.reopen()
    assert signed.discuss(Act.STEP_DOWN).agreed


@pytest.mark.requirement("X6", "S2.32")
def test_a_case_never_assessed_is_discussed_as_well(scene: Scene, discussed_first: Any) -> None:
    discussed_first("closing")
    assert shut_to_close(scene) == {Kind.NOT_ASKED}
    scene.ask()
    assert scene.discuss(level_id="").level_id is None
    scene.close()


def test_immediate_danger_shuts_it_whatever_was_agreed(closing: Scene) -> None:
    closing.ask()
    closing.discuss()
    cases.record_immediate_danger(
        actor=closing.reviewer, now=closing.now, case_id=closing.case.id,
        facts=cases.DangerFacts(what="Missing since noon"))
    assert Kind.DANGER in shut_to_close(closing)


# Who, and what has to be said


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
