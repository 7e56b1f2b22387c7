"""Agreeing a level is an act of its own, and the level that a case stands at."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.assessments.models import Revision, RevisionSummary
from app.database import db
from app.engine.answers import Mark
from app.engine.reduction import Kind
from app.errors import Refused
from app.pathway import queries
from app.pathway.models import DecisionKind
from tests.assessments.test_submitting import add
from tests.pathway.scene import HIGH, MEDIUM, STANDARD, Scene, shut

both = pytest.mark.both_databases


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
