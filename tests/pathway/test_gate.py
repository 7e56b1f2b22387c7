"""Stepping down and closing: what the gate lets through, and every door that it holds shut."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role, User
from app.assessments.background import standing_harm
from app.assessments.models import Revision, RevisionSummary
from app.assessments.operations import end_harm
from app.audit.models import AuditEvent
from app.cases import operations as cases
from app.cases.models import Case
from app.database import db, writing
from app.engine.answers import Mark
from app.engine.reduction import Kind
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.pathway import queries
from app.pathway.models import Decision, DecisionKind, Route
from app.pathway.operations import GateShut
from app.pathway.operations.guarding import allowing
from tests.assessments.conftest import Worker, make_case
from tests.assessments.test_submitting import add
from tests.pathway.scene import HIGH, MEDIUM, STANDARD, Scene

UNSIGNED = {Kind.NOT_SIGNED, Kind.ALERT}
"""Nobody signed, so nobody explained that fewer answers were looked at this time."""
both = pytest.mark.both_databases


def shut(scene: Scene, **given: Any) -> frozenset[Kind]:
    """In which ways a step down falls short."""
    with pytest.raises(GateShut) as found:
        scene.step_down(**given)
    return found.value.verdict.kinds


def shut_to_close(scene: Scene, **given: Any) -> frozenset[Kind]:
    with pytest.raises(GateShut) as found:
        scene.close(**given)
    return found.value.verdict.kinds


# What goes through


@both
@pytest.mark.requirement("S3.35", "S3.36", "X6", "X7")
def test_a_signed_reduction_lets_the_level_be_lowered(signed: Scene, trail: Any) -> None:
    decision = signed.step_down()
    assert (decision.kind, decision.route) == (DecisionKind.STEPPED_DOWN, Route.ORDINARY)
    assert (decision.from_title, decision.to_title) == ("High", "Medium")
    assert decision.sign_off_id == signed.cited
    assert len(decision.verdict_sha256) == 64 and '"met":true' in decision.verdict
    stands = queries.in_force(signed.case.id)
    assert stands is not None and stands.level.id == "medium" and stands.agreed
    assert trail(signed.case.id)[-1] == "stepped down in"
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.details["verdict"] == decision.verdict_sha256
    assert event.subject == f"decision:{decision.id}"


@both
@pytest.mark.requirement("S3.35", "S3.36")
def test_a_case_is_closed_on_the_same_evidence_and_opened_again(
    signed: Scene, trail: Any
) -> None:
    decision = signed.close()
    assert decision.kind is DecisionKind.CLOSED and decision.reason
    assert db.session.get_one(Case, signed.case.id).is_closed
    assert trail(signed.case.id)[-2:] == ["decided to close in", "closed"]
    with pytest.raises(Refused, match="reopened first"):
        signed.step_down()
    for act in (signed.close, signed.keep):
        with pytest.raises(Refused, match="reopened first"):
            act()
    signed.reopen()
    assert not db.session.get_one(Case, signed.case.id).is_closed
    with pytest.raises(Refused, match="open already"):
        signed.reopen()
    stands = queries.in_force(signed.case.id)
    assert stands is not None and stands.level.id == "high"


@pytest.mark.requirement("X7")
def test_a_lower_measure_in_the_same_level_is_a_reduction_not_yet_in_band(scene: Scene) -> None:
    scene.assess(HIGH)
    scene.assess({"cars", "gifts"})
    scene.sign()
    assert scene.gate.verdict.met and not scene.gate.verdict.in_band
    assert [level.id for level in scene.gate.lower_levels] == ["medium"]
    assert scene.step_down().route is Route.ORDINARY
    stands = queries.in_force(scene.case.id)
    assert stands is not None and stands.level.id == "medium"


def test_a_case_that_was_never_assessed_is_closed_with_a_reason(scene: Scene) -> None:
    with pytest.raises(Refused, match="Give the reason"):
        scene.close(said=scene.said(reason=" "))
    with pytest.raises(Refused, match="nothing to step down from"):
        scene.step_down()
    said = scene.said(action="", owner="", due_on=None)
    assert scene.close(said=said).verdict == ""


@both
def test_the_same_page_sent_twice_decides_once(signed: Scene) -> None:
    said = signed.said()
    first = signed.step_down(said=said)
    assert signed.step_down(said=said).id == first.id
    assert len(queries.decisions_of(signed.case)) == 2
    with pytest.raises(Conflict):
        signed.step_down(said=said, user=signed.other)


def test_what_is_missing_is_asked_for(signed: Scene) -> None:
    for field, wrong in {"reason": " ", "action": "", "owner": "", "due_on": None}.items():
        with pytest.raises(Refused) as found:
            signed.step_down(said=signed.said(**{field: wrong}))
        assert found.value.details["field"] == field
    with pytest.raises(Refused) as found:
        signed.step_down(said=signed.said(due_on=date(2026, 1, 1)))
    assert found.value.details["field"] == "due_on"
    for level in ("standard", "high", "nonsense"):
        with pytest.raises(Refused) as found:
            signed.step_down(to=level)
        assert found.value.details["field"] == "level_id"


# What does not


@both
@pytest.mark.requirement("S3.35", "X7")
def test_nothing_goes_through_unsigned_and_the_refusal_is_recorded(
    fallen: Scene, trail: Any
) -> None:
    assert shut(fallen) == UNSIGNED
    assert shut_to_close(fallen) == UNSIGNED
    assert trail(fallen.case.id)[-2:] == [
        "was refused to step down", "was refused to close this case"]
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.details == {"fell_short": ["not_signed", "warning_not_explained"]}
    assert len(queries.decisions_of(fallen.case)) == 1
    assert not db.session.get_one(Case, fallen.case.id).is_closed


def test_one_assessment_is_nothing_to_compare(scene: Scene) -> None:
    scene.assess(MEDIUM)
    assert shut(scene, to="standard") == {Kind.NOTHING_TO_COMPARE}


@pytest.mark.requirement("S3.35")
def test_the_same_again_is_no_reduction(scene: Scene) -> None:
    scene.assess(HIGH)
    scene.assess(HIGH)
    scene.sign()
    assert shut(scene) == {Kind.NOT_LOWER, Kind.NOT_EVIDENCED}


def test_a_reduction_without_evidence_is_none_however_it_is_explained(scene: Scene) -> None:
    scene.assess(HIGH)
    scene.assess(MEDIUM, bare=True)
    scene.sign()
    assert shut(scene) == {Kind.NOT_EVIDENCED}


def test_a_flag_that_nobody_explained_shuts_the_gate(scene: Scene) -> None:
    scene.assess(HIGH)
    scene.assess(MEDIUM, gifts="not_known")
    scene.sign(explain=False)
    assert Kind.FLAG in shut(scene)


def test_evidence_is_current_on_the_day_of_the_decision(signed: Scene) -> None:
    signed.worker.now += timedelta(days=57)
    assert shut(signed) == {Kind.EVIDENCE_OLD}


@pytest.mark.requirement("X7")
def test_two_levels_at_once_are_not_ordinary_nor_one_after_the_other(scene: Scene) -> None:
    scene.assess(HIGH)
    scene.assess(STANDARD)
    scene.sign()
    assert shut(scene, to="standard") == {Kind.TWO_LEVELS}
    assert shut_to_close(scene) == {Kind.TWO_LEVELS}
    scene.step_down()
    assert shut(scene, to="standard") == {Kind.TWO_LEVELS}
    assert shut_to_close(scene) == {Kind.TWO_LEVELS}


def test_after_the_next_review_the_next_level_may_follow(signed: Scene) -> None:
    signed.step_down()
    signed.assess(STANDARD)
    signed.sign(signed.other)
    assert signed.step_down(to="standard").route is Route.ORDINARY


@both
@pytest.mark.requirement("X19", "S4.103")
def test_while_actual_harm_stands_no_level_is_lowered_by_any_route(
    scene: Scene, senior: User
) -> None:
    scene.assess(HIGH, harm="yes", level="actual")
    scene.assess(MEDIUM, level="actual")
    scene.sign()
    assert Kind.HARM_STANDS in shut(scene, to="high")
    assert Kind.HARM_STANDS in shut(scene, to="high", user=senior, exceptional=True)
    (harm,) = standing_harm(scene.case.id)
    end_harm(actor=scene.reviewer, now=scene.now, case_id=scene.case.id, harm_id=harm.id,
             last_happened=date(2026, 3, 1), evidence="Police", protects_now="Aunt")
    assert Kind.HARM_STANDS in shut(scene, to="high"), "what was signed still says so"
    assert scene.close(senior, exceptional=True).route is Route.EXCEPTIONAL


def test_another_toolkit_that_stands_higher_is_reviewed_first(
    scene: Scene, publish_ladder: Any
) -> None:
    publish_ladder("other")
    scene.assess(HIGH, slug="other")
    scene.assess(HIGH)
    scene.assess(MEDIUM)
    scene.sign()
    assert Kind.OTHER_TOOLKIT in shut(scene)


def test_what_another_toolkit_shows_does_not_lower_what_this_one_forgot(
    scene: Scene, publish_ladder: Any
) -> None:
    publish_ladder("other")
    scene.assess(HIGH, slug="other")
    scene.assess(MEDIUM, slug="other", bare=True)
    scene.assess(HIGH)
    scene.assess(MEDIUM)
    scene.sign()
    assert shut(scene) == {Kind.OTHER_FELL}
    scene.sign(slug="other")
    assert shut(scene) == {Kind.OTHER_FELL}, "it is signed, and shows nothing"


@both
def test_both_toolkits_that_fell_are_signed(scene: Scene, publish_ladder: Any) -> None:
    publish_ladder("other")
    for level in (HIGH, MEDIUM):
        scene.assess(level, slug="other")
        scene.assess(level)
    scene.sign()
    assert shut(scene) == {Kind.OTHER_FELL}
    scene.sign(slug="other")
    assert scene.step_down().route is Route.ORDINARY
    scene.assess(STANDARD)
    scene.sign(scene.other)
    assert shut(scene, to="standard") == {Kind.OTHER_TOOLKIT}


def test_what_another_toolkit_showed_in_its_time_stays_shown(
    scene: Scene, publish_ladder: Any
) -> None:
    publish_ladder("other")
    scene.assess(HIGH, slug="other")
    for user in (scene.reviewer, scene.other):
        scene.assess(MEDIUM, slug="other")
        scene.sign(user, slug="other")
    scene.assess(HIGH)
    scene.assess(MEDIUM)
    scene.sign()
    assert scene.step_down().route is Route.ORDINARY


def test_a_fall_is_not_counted_twice_by_signing_the_same_two_again(signed: Scene) -> None:
    signed.step_down()
    signed.sign(signed.other)
    assert shut(signed, to="standard") == {Kind.TWO_LEVELS}


def test_a_fall_is_not_counted_twice_once_its_signature_is_superseded(signed: Scene) -> None:
    """The first assessment is the earlier side again, and the next step down rests on old news."""
    signed.step_down()
    later = db.session.get_one(Revision, signed.pair[1]).assessment
    add(signed.worker, later, {"story": "More is known"})
    signed.assess(MEDIUM)
    signed.sign(signed.other)
    assert signed.gate.grounds and signed.gate.grounds.before.stands
    assert signed.gate.grounds.before.stands.id == "high"
    assert shut(signed, to="standard") == {Kind.TWO_LEVELS}


# Who


@both
@pytest.mark.requirement("S4.18")
def test_who_may_decide(signed: Scene, make_user: Any, make_team: Any) -> None:
    with pytest.raises(NotAllowed):
        signed.step_down(user=signed.worker.user)
    with pytest.raises(NotAllowed):
        signed.close(signed.worker.user)
    with pytest.raises(NotAllowed):
        signed.agree("medium", signed.worker.user)
    stranger = make_user(Role.REVIEWER, make_team(), senior=True)
    for act in (signed.step_down, signed.close):
        with pytest.raises(NotFound):
            act(user=stranger)


def test_an_author_cannot_sign_and_so_not_step_down_alone(scene: Scene) -> None:
    scene.assess(HIGH)
    scene.assess(MEDIUM, worker=Worker(scene.other, scene.now))
    with pytest.raises(NotAllowed):
        scene.sign(scene.other)
    assert shut(scene, user=scene.other) == UNSIGNED


# The exceptional route


@both
@pytest.mark.requirement("S3.35", "X7")
def test_a_senior_may_decide_where_the_gate_is_shut_and_it_is_reported(
    fallen: Scene, senior: User
) -> None:
    with pytest.raises(NotAllowed, match="Only a senior"):
        fallen.step_down(exceptional=True)
    assert shut(fallen, user=senior) == UNSIGNED, "the route has to be asked for"
    decision = fallen.step_down(user=senior, exceptional=True)
    assert decision.route is Route.EXCEPTIONAL and decision.sign_off_id is None
    assert [one.id for one in queries.exceptions(fallen.reviewer)] == [decision.id]


def test_whoever_signed_does_not_decide_the_exception(scene: Scene, senior: User) -> None:
    scene.assess(HIGH)
    scene.assess(STANDARD)
    scene.sign(senior)
    with pytest.raises(NotAllowed, match="You signed"):
        scene.step_down(to="standard", user=senior, exceptional=True)
    assert scene.step_down(to="medium", user=senior).route is Route.ORDINARY


def test_whoever_wrote_the_last_assessment_does_not_decide_the_exception(
    scene: Scene, senior: User
) -> None:
    scene.assess(HIGH)
    scene.assess(MEDIUM, worker=Worker(senior, scene.now))
    with pytest.raises(NotAllowed, match="You wrote"):
        scene.step_down(user=senior, exceptional=True)


def test_where_the_ordinary_route_is_open_it_is_taken(signed: Scene, senior: User) -> None:
    assert signed.step_down(user=senior, exceptional=True).route is Route.ORDINARY


def test_the_report_is_of_the_team_and_for_seniors_of_every_team(
    fallen: Scene, senior: User, make_user: Any, make_team: Any
) -> None:
    fallen.step_down(user=senior, exceptional=True)
    elsewhere = make_team()
    assert queries.exceptions(make_user(Role.REVIEWER, elsewhere)) == []
    assert len(queries.exceptions(make_user(Role.REVIEWER, elsewhere, senior=True))) == 1
    cases.declare_conflict(actor=fallen.reviewer, now=fallen.now, case_id=fallen.case.id)
    assert queries.exceptions(fallen.reviewer) == []


# What is cited cannot be chosen, and has to be current


@both
@pytest.mark.requirement("X7")
def test_what_is_cited_is_not_chosen(signed: Scene) -> None:
    for cited in (None, 10**6, 0, -1):
        with pytest.raises(Conflict):
            signed.step_down(cited=cited)
    old = signed.cited
    signed.step_down()
    signed.assess(STANDARD)
    signed.sign(signed.other)
    with pytest.raises(Conflict):
        signed.step_down(to="standard", cited=old)


def test_a_newer_assessment_leaves_the_older_signature_without_force(signed: Scene) -> None:
    old = signed.cited
    signed.assess(MEDIUM)
    with pytest.raises(Conflict):
        signed.step_down(cited=old)
    assert Kind.STALE in shut(signed)


def newer_facts() -> dict[str, Any]:
    danger = cases.DangerFacts(what="Missing since noon")
    return {
        "note": lambda s: cases.add_note(
            actor=s.reviewer, now=s.now, case_id=s.case.id, text="Seen in his car",
            happened_on=s.now.date()),
        "danger": lambda s: cases.record_immediate_danger(
            actor=s.reviewer, now=s.now, case_id=s.case.id, facts=danger),
        "draft that calls for action": lambda s: calls(s),
        "harm": lambda s: s.assess(MEDIUM, days=0, harm="yes", level="actual"),
        "review": lambda s: s.assess(MEDIUM, days=0),
    }


def calls(scene: Scene) -> None:
    draft = scene.worker.review(scene.case, "ladder")
    scene.worker.save(draft, {"harm": "yes"})


@both
@pytest.mark.requirement("X7")
@pytest.mark.parametrize("name", newer_facts())
def test_whatever_is_newer_makes_the_signature_stale(name: str, signed: Scene) -> None:
    signed.worker.now += timedelta(minutes=5)
    newer_facts()[name](signed)
    assert Kind.STALE in shut(signed)
    assert Kind.STALE in shut_to_close(signed)


def test_an_addendum_supersedes_the_signature(signed: Scene) -> None:
    later = queries.reviews.baseline(signed.case.id, "ladder")[1]
    add(signed.worker, db.session.get_one(Revision, later).assessment, {"story": "More is known"})
    assert Kind.SUPERSEDED in shut(signed)


@pytest.mark.requirement("S1.17")
def test_immediate_danger_shuts_every_route_until_it_is_withdrawn(
    fallen: Scene, senior: User
) -> None:
    danger = cases.record_immediate_danger(
        actor=fallen.reviewer, now=fallen.now, case_id=fallen.case.id,
        facts=cases.DangerFacts(what="Missing since noon"))
    fallen.sign()
    for act in (shut, shut_to_close):
        assert act(fallen, user=senior, exceptional=True) == {Kind.DANGER}
    cases.withdraw_immediate_danger(
        actor=fallen.reviewer, now=fallen.now, case_id=fallen.case.id, danger_id=danger.id,
        reason="Found at her aunt’s")
    assert fallen.step_down().route is Route.ORDINARY


def test_a_draft_that_calls_for_action_bars_the_closing_of_a_case_never_assessed(
    scene: Scene, trail: Any
) -> None:
    draft = scene.worker.begin(scene.case, "ladder")
    scene.worker.save(draft, {"harm": "yes"})
    assert shut_to_close(scene) == {Kind.DRAFT_CALLS}
    assert trail(scene.case.id)[-1] == "was refused to close this case"


# Other doors


@both
@pytest.mark.requirement("S3.35")
def test_closing_a_case_by_any_other_way_is_refused(signed: Scene, trail: Any) -> None:
    given = {"actor": signed.reviewer, "now": signed.now, "case_id": signed.case.id}
    with pytest.raises(GateShut, match="No manager has decided it"):
        cases.close_case(**given)
    assert not db.session.get_one(Case, signed.case.id).is_closed
    assert trail(signed.case.id)[-1] == "was refused to close this case"
    signed.close()
    with pytest.raises(GateShut):
        cases.reopen_case(**given)
    signed.reopen()
    with pytest.raises(GateShut):
        cases.close_case(**given)


@both
def test_a_refusal_cannot_be_swallowed_inside_another_transaction(
    signed: Scene, trail: Any
) -> None:
    with pytest.raises(RuntimeError, match="undoes all of it"), writing():
        with pytest.raises(GateShut):
            cases.close_case(actor=signed.reviewer, now=signed.now, case_id=signed.case.id)
    assert not db.session.get_one(Case, signed.case.id).is_closed
    assert trail(signed.case.id)[-1] == "was refused to close this case"
    signed.step_down()


def test_a_decision_allows_no_more_than_its_own_closing(signed: Scene, now: Any) -> None:
    other = make_case(
        signed.worker.user, now, name="Ana Bell", date_of_birth=date(2012, 1, 1))
    decision = signed.step_down()
    for case in (signed.case, other):
        with pytest.raises(GateShut), allowing(decision):
            cases.close_case(actor=signed.reviewer, now=signed.now, case_id=case.id)


@both
def test_decisions_are_never_changed(signed: Scene) -> None:
    signed.step_down()
    with pytest.raises(DBAPIError), writing():
        db.session.execute(update(Decision).values(reason="Another"))


# Agreeing


@both
@pytest.mark.requirement("X12")
def test_a_higher_level_is_agreed_freely_and_a_lower_one_never(scene: Scene) -> None:
    with pytest.raises(Refused, match="no level to agree"):
        scene.agree("medium")
    with pytest.raises(Refused, match="no level to keep"):
        scene.keep()
    scene.assess(MEDIUM)
    scene.agree("medium")
    with pytest.raises(Refused, match="agreed already"):
        scene.agree("medium")
    scene.assess(HIGH)
    with pytest.raises(Refused, match="The level recorded is High"):
        scene.agree("medium")
    decision = scene.agree("high")
    assert (decision.from_title, decision.to_title) == ("Medium", "High")
    scene.assess(STANDARD)
    with pytest.raises(Refused, match="step down"):
        scene.agree("standard")
    kept = scene.keep()
    assert (kept.kind, kept.to_title) == (DecisionKind.KEPT, "High")


def test_a_level_that_nobody_agreed_holds_all_the_same(scene: Scene) -> None:
    """Medium agreed, then High recorded and agreed by nobody, then Medium again."""
    scene.assess(MEDIUM)
    scene.agree("medium")
    scene.assess(HIGH)
    scene.assess(MEDIUM)
    stands = queries.in_force(scene.case.id)
    assert stands is not None and stands.level.id == "high" and not stands.agreed
    with pytest.raises(Refused, match="step down"):
        scene.agree("medium")
    scene.sign()
    assert Kind.NOT_LOWER in shut(scene)


def test_where_nothing_was_ever_agreed_the_highest_recorded_holds(scene: Scene) -> None:
    scene.assess(HIGH)
    scene.assess(MEDIUM)
    stands = queries.in_force(scene.case.id)
    assert stands is not None and stands.level.id == "high" and stands.set_by is None


def test_what_lists_show_is_not_what_is_agreed(signed: Scene) -> None:
    """A lower level on record lowers nothing until somebody steps down."""
    newest = db.session.scalars(select(RevisionSummary).order_by(
        RevisionSummary.revision_id.desc()).limit(1)).one()
    assert newest.level_id == "medium"
    stands = queries.in_force(signed.case.id)
    assert stands is not None and stands.level.id == "high"


def test_an_addendum_that_raises_the_level_after_a_step_down_counts(signed: Scene) -> None:
    signed.step_down()
    later = db.session.get_one(Revision, signed.pair[1]).assessment
    add(signed.worker, later, {"gifts": "present", "level": "high"},
        marks={"gifts": Mark(rationale="Her aunt saw them")})
    stands = queries.in_force(signed.case.id)
    assert stands is not None and stands.level.id == "high" and not stands.agreed
