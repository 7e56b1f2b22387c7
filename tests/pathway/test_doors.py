"""What is cited cannot be chosen and has to be current, whichever door a decision comes through."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import User
from app.assessments.models import Revision
from app.cases import operations as cases
from app.cases.models import Case
from app.database import db, writing
from app.engine.reduction import Kind
from app.errors import Conflict
from app.pathway.models import Decision, Route
from app.pathway.operations import GateShut
from app.pathway.operations.guarding import allowing
from tests.assessments.conftest import make_case
from tests.assessments.test_submitting import add
from tests.pathway.scene import MEDIUM, STANDARD, Scene, shut, shut_to_close

both = pytest.mark.both_databases


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
    later = signed.pair[1]
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
