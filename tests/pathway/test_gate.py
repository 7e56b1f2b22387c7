"""Stepping down and closing: what the gate lets through, and every door that it holds shut."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.accounts.models import User
from app.assessments.background import standing_harm
from app.assessments.models import Revision, RevisionSummary
from app.assessments.operations import end_harm
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.database import db, writing
from app.engine.reduction import Kind
from app.engine.reduction_words import shortfall_words
from app.errors import Conflict, Refused
from app.pathway import queries
from app.pathway.models import DecisionKind, Route
from tests.assessments.test_submitting import add
from tests.pathway.scene import HIGH, MEDIUM, STANDARD, UNSIGNED, Scene, shut, shut_to_close

both = pytest.mark.both_databases


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
    with pytest.raises(Refused, match="Give the reason"):
        signed.step_down(said=signed.said(reason="."))
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


def test_another_toolkit_that_gives_no_level_any_more_counts_as_fallen(
    scene: Scene, publish_ladder: Any
) -> None:
    publish_ladder("other")
    scene.assess(HIGH, slug="other")
    last = scene.assess(MEDIUM, slug="other")
    with writing():
        db.session.execute(
            update(RevisionSummary).where(RevisionSummary.revision_id == last.id)
            .values(level_id=None, level_title=None, level_rank=None))
    scene.assess(HIGH)
    scene.assess(MEDIUM)
    scene.sign()
    assert shut(scene) == {Kind.OTHER_FELL}
    (fell,) = scene.gate.verdict.shortfalls
    assert shortfall_words(fell).startswith(
        "Another toolkit of this case fell from High to no level, and no signed comparison")


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
    assert shut(signed, to="standard") == {Kind.TWO_LEVELS, Kind.DECIDED_BEFORE}
