"""Who decides, and the exceptional route: where the gate is shut and waiting would cause harm."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.models import Role, User
from app.cases import operations as cases
from app.errors import NotAllowed, NotFound
from app.pathway import queries
from app.pathway.models import Route
from tests.assessments.conftest import Worker
from tests.pathway.scene import HIGH, MEDIUM, STANDARD, UNSIGNED, Scene, shut

both = pytest.mark.both_databases


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
