"""What a multi-agency discussion has to agree to before a manager decides it (S2.32 to S2.35)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Case, DocumentKind
from app.cases.queries import notes_of
from app.database import db, writing
from app.engine.council_route import Act
from app.engine.reduction import Kind
from app.errors import NotFound, Refused
from app.pathway import queries
from app.pathway.models import Decision, DecisionKind, Result, Route
from app.pathway.operations import GateShut
from app.pathway.operations.guarding import allowing
from app.reviews import queries as reviews
from tests.pathway.scene import MEDIUM, STANDARD, Scene, shut, shut_to_close

both = pytest.mark.both_databases


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
