"""One fall is decided on once: an addendum that brings an older assessment back changes nothing."""

from __future__ import annotations

import pytest

from app.accounts.models import User
from app.assessments.models import Assessment, Revision
from app.database import db
from app.engine.answers import Mark
from app.engine.reduction import Kind
from app.pathway.models import Route
from tests.assessments.test_submitting import add
from tests.pathway.scene import MEDIUM, STANDARD, Scene, shut, shut_to_close


def _last(scene: Scene) -> Assessment:
    return db.session.get_one(Revision, scene.pair[1]).assessment


@pytest.fixture
def brought_back(signed: Scene) -> Scene:
    """Stepped down, added to, assessed again at the same level and signed: the first assessment is
    the earlier side once more."""
    signed.step_down()
    add(signed.worker, _last(signed), {"story": "More is known"})
    signed.assess(MEDIUM)
    signed.sign(signed.other)
    return signed


@pytest.mark.both_databases
@pytest.mark.requirement("S3.35", "X7")
def test_a_case_is_not_closed_on_a_fall_that_was_decided_on(
    brought_back: Scene, senior: User
) -> None:
    assert shut_to_close(brought_back) == {Kind.DECIDED_BEFORE}
    assert Kind.DECIDED_BEFORE in shut(brought_back, to="standard")
    assert brought_back.close(senior, exceptional=True).route is Route.EXCEPTIONAL


def test_nor_once_it_was_closed_on_it_and_opened_again(signed: Scene) -> None:
    signed.close()
    signed.reopen()
    add(signed.worker, _last(signed), {"story": "More is known"})
    signed.assess(MEDIUM)
    signed.sign(signed.other)
    assert shut_to_close(signed) == {Kind.DECIDED_BEFORE}
    assert shut(signed) == {Kind.DECIDED_BEFORE}


def test_nor_by_a_senior_before_anybody_signed_it(fallen: Scene, senior: User) -> None:
    fallen.step_down(user=senior, exceptional=True)
    fallen.assess(MEDIUM)
    fallen.sign(fallen.other)
    assert shut_to_close(fallen) == {Kind.DECIDED_BEFORE}


def test_what_fell_since_is_a_fall_of_its_own(brought_back: Scene) -> None:
    brought_back.assess(STANDARD)
    brought_back.sign()
    assert brought_back.step_down(to="standard").route is Route.ORDINARY


def test_what_an_addendum_raised_may_fall_again(signed: Scene) -> None:
    signed.step_down()
    said = {"gifts": Mark(rationale="Seen with new shoes", source="School")}
    add(signed.worker, _last(signed), {"gifts": "present", "level": "high"}, marks=said)
    signed.assess(MEDIUM)
    signed.sign(signed.other)
    assert signed.step_down().route is Route.ORDINARY


def test_closing_after_stepping_down_on_the_same_signature_is_one_fall(signed: Scene) -> None:
    signed.step_down()
    assert signed.close().route is Route.ORDINARY
