"""Actual harm: it calls for action before the form is finished, and stays on record."""

from datetime import date, timedelta

import pytest

from app.assessments import events, operations, queries
from app.assessments.background import standing_harm
from app.cases.models import CaseSummary
from app.database import db
from app.engine.answers import Mark
from app.errors import NotAllowed, NotFound, Refused
from tests.assessments.conftest import COMPLETE, Worker, answers_of
from tests.assessments.test_submitting import add

both = pytest.mark.both_databases

ACTUAL = {"harm": "yes", "older": "not_present", "level": "actual"}


@pytest.fixture
def heard():
    """The keys of the questions that called for action, as a listener hears of them."""
    keys = []

    def hear(call, **_):
        keys.append(call.question_key)

    with events.answer_called_for_action.connected_to(hear):
        yield keys


def withdraw(worker, draft, call, reason="Entered for the wrong child"):
    return operations.withdraw_action_call(
        actor=worker.user, now=worker.now, assessment_id=draft.id, call_id=call.id, reason=reason)


def finish(worker, assessment, values=ACTUAL):
    worker.save(assessment, values)
    return worker.submit(assessment)


@both
@pytest.mark.requirement("S4.7", "S4.33")
def test_an_explicit_save_calls_for_action_with_the_form_unfinished(worker, case, draft, heard):
    worker.save(draft, {"harm": "yes"}, explicit=False)
    assert heard == []
    worker.save(draft, {"harm": "yes"})
    assert heard == ["harm"]
    assert db.session.get(CaseSummary, case.id).actual_harm
    worker.save(draft, {"story": "Told police at 10:05"})
    assert heard == ["harm"]
    assert answers_of(draft).values["story"] == "Told police at 10:05"


def test_sharing_or_submitting_calls_for_action_too(worker, draft, heard):
    worker.save(draft, {"harm": "yes"}, explicit=False)
    operations.share_unfinished(
        actor=worker.user, now=worker.now, assessment_id=draft.id, note="", save_id="share")
    assert heard == ["harm"]


def test_what_called_for_action_is_taken_back_only_with_a_reason(worker, case, draft, heard):
    worker.save(draft, {"harm": "yes"})
    (call,) = queries.action_calls(draft)
    with pytest.raises(Refused):
        withdraw(worker, draft, call)
    worker.save(draft, COMPLETE)
    with pytest.raises(operations.Incomplete) as refused:
        worker.submit(draft)
    assert [(f.address, f.kind) for f in refused.value.findings] == [("harm", "taken-back")]
    with pytest.raises(Refused):
        withdraw(worker, draft, call, reason=" ")
    withdraw(worker, draft, call)
    assert not db.session.get(CaseSummary, case.id).actual_harm
    with pytest.raises(NotFound):
        withdraw(worker, draft, call)
    worker.submit(draft)
    worker.now += timedelta(days=1)


def test_once_taken_back_it_calls_again(worker, draft, heard):
    worker.save(draft, {"harm": "yes"})
    worker.save(draft, {"harm": "not_known"})
    withdraw(worker, draft, queries.action_calls(draft)[0])
    worker.save(draft, {"harm": "yes"})
    assert heard == ["harm", "harm"]


@pytest.mark.requirement("S4.103")
def test_the_level_of_actual_harm_cannot_be_set_lower(worker, reviewer, draft):
    worker.save(draft, {**ACTUAL, "level": "high", "level_reason": "It is over, I think"})
    for person in (worker, Worker(reviewer, worker.now)):
        with pytest.raises(operations.Incomplete) as refused:
            person.submit(draft)
        assert [f.address for f in refused.value.findings] == ["level"]
    worker.save(draft, {"level": "actual"})
    worker.submit(draft)


@both
@pytest.mark.requirement("S4.35")
def test_recorded_harm_holds_the_level_when_nobody_knows_any_more(worker, case, draft, heard):
    finish(worker, draft)
    worker.now += timedelta(days=90)
    review = worker.review(case, "small")
    assert heard == ["harm"]
    worker.save(review, {"harm": "not_known", "older": "not_present", "level": "standard",
                         "level_reason": "Nothing new"})
    computed = queries.computed(review)
    assert computed.background.held == {"harm"}
    assert computed.result.calculated.at_least.title == "Actual"
    with pytest.raises(operations.Incomplete):
        worker.submit(review)
    worker.save(review, {"level": "actual"})
    worker.submit(review)
    summary = db.session.get(CaseSummary, case.id)
    assert (summary.level_title, summary.highest_title) == ("Actual", "Actual")
    assert summary.actual_harm
    assert len(standing_harm(case.id)) == 1


def test_a_manager_records_that_it_no_longer_takes_place(worker, reviewer, case, draft):
    finish(worker, draft)
    (harm,) = standing_harm(case.id)
    given = dict(now=worker.now, case_id=case.id, harm_id=harm.id,
                 last_happened=date(2026, 1, 9), evidence="Police: the man is in custody",
                 protects_now="Lives with her aunt; worker sees her weekly")
    with pytest.raises(NotAllowed):
        operations.end_harm(actor=worker.user, **given)
    for wrong in ({"evidence": ""}, {"protects_now": " "}, {"last_happened": date(2026, 9, 9)}):
        with pytest.raises(Refused) as refused:
            operations.end_harm(actor=reviewer, **{**given, **wrong})
        assert refused.value.details["field"] in wrong
    operations.end_harm(actor=reviewer, **given)
    with pytest.raises(NotFound):
        operations.end_harm(actor=reviewer, **given)
    worker.now += timedelta(days=90)
    review = worker.review(case, "small")
    worker.save(review, COMPLETE)
    result = queries.computed(review).result
    assert result.calculated.words == "At least Standard, possibly Actual"
    worker.submit(review)
    summary = db.session.get(CaseSummary, case.id)
    assert (summary.level_title, summary.highest_title, summary.highest_on) == (
        "Standard", "Actual", date(2026, 3, 3))
    assert not summary.actual_harm
    first = queries.submitted_assessments(case.id)[-1].assessment
    assert queries.computed(first).result.level.title == "Actual"


def test_harm_may_come_back_after_its_end(worker, reviewer, case, draft):
    finish(worker, draft)
    operations.end_harm(
        actor=reviewer, now=worker.now, case_id=case.id, harm_id=standing_harm(case.id)[0].id,
        last_happened=date(2026, 1, 9), evidence="Police", protects_now="Aunt")
    worker.now += timedelta(days=30)
    review = worker.review(case, "small")
    finish(worker, review)
    assert [harm.revision.assessment_id for harm in standing_harm(case.id)] == [review.id]


def test_an_addendum_may_record_harm_once(worker, case, draft):
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    add(worker, draft, {"harm": "yes", "level": "actual"})
    add(worker, draft, {"story": "More"}, save_id="more")
    assert len(standing_harm(case.id)) == 1
    summary = db.session.get(CaseSummary, case.id)
    assert (summary.level_title, summary.actual_harm) == ("Actual", True)


def test_what_was_last_known_is_not_forgotten(worker, case, draft):
    """Present once, not known today: it may still be so, and the upper end says it."""
    worker.save(draft, {**COMPLETE, "older": "present", "level": "high"},
                marks={"older": Mark(rationale="Seen by school")})
    worker.submit(draft)
    for _ in range(2):
        worker.now += timedelta(days=60)
        review = worker.review(case, "small")
        worker.save(review, {"harm": "not_known", "older": "not_known", "level": "standard"})
        worker.submit(review)
        computed = queries.computed(review)
        assert computed.background.last_known.values["older"] == "present"
        assert str(computed.result.measures["suspected"].interval) == "0 to 1"
