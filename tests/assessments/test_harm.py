"""Actual harm: it calls for action before the form is finished, and stays on record."""

import copy
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.assessments import events, operations, queries
from app.assessments.background import held_in, standing_harm
from app.cases.models import CaseSummary
from app.database import db
from app.definitions.operations import publishing
from app.definitions.queries import live_version
from app.engine.answers import Mark
from app.engine.document import DefinitionRefused
from app.errors import Conflict, NotAllowed, Refused
from tests.assessments.conftest import COMPLETE, SMALL, Worker, answers_of
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
    for nothing in (" ", ".", "-"):
        with pytest.raises(Refused):
            withdraw(worker, draft, call, reason=nothing)
    withdraw(worker, draft, call)
    assert not db.session.get(CaseSummary, case.id).actual_harm
    with pytest.raises(Conflict):
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
    for wrong in ({"evidence": ""}, {"evidence": "."}, {"protects_now": " "},
                  {"last_happened": date(2026, 9, 9)}):
        with pytest.raises(Refused) as refused:
            operations.end_harm(actor=reviewer, **{**given, **wrong})
        assert refused.value.details["field"] in wrong
    operations.end_harm(actor=reviewer, **given)
    with pytest.raises(Conflict):
        operations.end_harm(actor=reviewer, **given)
    worker.now += timedelta(days=320)
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


@pytest.fixture
def ended(worker, reviewer, case, draft):
    """Harm that last happened on 9 January 2026, as a manager recorded on 3 March."""
    finish(worker, draft)
    return operations.end_harm(
        actor=reviewer, now=worker.now, case_id=case.id, harm_id=standing_harm(case.id)[0].id,
        last_happened=date(2026, 1, 9), evidence="Police", protects_now="Aunt")


@both
@pytest.mark.requirement("X19")
@pytest.mark.parametrize("today, holds", [(date(2027, 1, 8), True), (date(2027, 1, 9), False)])
def test_past_harm_keeps_its_level_as_long_as_the_standards_say(
    ended, worker, case, today, holds
):
    """Twelve months from when it last happened, where nobody set another number."""
    worker.now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    review = worker.review(case, "small")
    worker.save(review, COMPLETE)
    assert queries.computed(review).background.held == ({"harm"} if holds else set())
    if holds:
        with pytest.raises(operations.Incomplete):
            worker.submit(review)
        worker.save(review, {"level": "actual"})
    submission = worker.submit(review)
    assert submission.held == (["harm"] if holds else [])
    assert not db.session.get(CaseSummary, case.id).actual_harm


@pytest.mark.requirement("X19")
def test_an_authority_sets_how_long_past_harm_keeps_its_level(
    ended, worker, case, publish_standards, signed_in, clock
):
    worker.now = clock.now = worker.now + timedelta(days=60)
    review = worker.review(case, "small")
    worker.save(review, COMPLETE)
    page = signed_in(worker.user).get(f"/assessments/{review.id}/check").text
    assert "It last happened on 9 January 2026, as" in page
    assert "The practice standards keep its level until 9 January 2027." in page
    publish_standards(at=worker.now, past_harm_months=2)
    assert queries.computed(review).background.held == set()
    worker.submit(review)


def test_what_was_submitted_is_held_to_the_standards_of_its_time(
    ended, worker, case, publish_standards
):
    """Whatever is published later, the same level comes out."""
    worker.now += timedelta(days=60)
    review = worker.review(case, "small")
    worker.save(review, {**COMPLETE, "level": "actual"})
    worker.submit(review)
    publish_standards(at=worker.now + timedelta(days=1), past_harm_months=1)
    assert queries.computed(review).result.held == ("harm",)
    assert queries.computed(review).standards.past_harm_months == 12


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


# From version to version

MEANINGS = {"yes": "yes", "not_known": "not_known"}


def later_version(*keys, harm="actual", relation="split", to=None):
    """The small toolkit with these questions in the place of the one about harm."""
    document = copy.deepcopy(SMALL)
    properties = document["schema"]["properties"]
    asked = properties.pop("harm")
    properties.update({key: {**asked, "title": f"Harmed: {key}?"} for key in keys})
    document["schema"]["required"] = ["name", "older", "level"]
    ours = {"risk": "raises", "meanings": MEANINGS, **({"harm": harm} if harm else {})}
    document["uischema"]["elements"][1]["elements"][:1] = [
        {"type": "Control", "scope": f"#/properties/{key}", "options": {"waymark": ours}}
        for key in keys]
    document["measures"][0]["terms"] = [
        {"scope": f"#/properties/{key}", "when": {"const": "yes"}} for key in keys]
    document["immediate"] = []
    entry = {"relation": relation, "from": ["harm"], "to": list(to if to is not None else keys)}
    new = [] if to is None else [{"relation": "added", "to": list(keys)}]
    return {**document, "based_on": 1, "lineage": [entry, *new]}


CHANGES = {
    "split": later_version("online", "offline"),
    "replaced": later_version("abuse", relation="replaced"),
    "removed": later_version("abuse", relation="removed", to=()),
}


@pytest.fixture
def republish(publish_toolkit, monkeypatch):
    """Publish a version as if nobody had looked whether it drops actual harm."""
    def make(document):
        with monkeypatch.context() as patched:
            patched.setattr(publishing, "lost_harm", lambda *_: ())
            return publish_toolkit(document)
    return make


@both
@pytest.mark.requirement("X19", "S4.103")
@pytest.mark.parametrize("change", CHANGES)
def test_recorded_harm_holds_the_level_whatever_became_of_its_question(
    change, worker, reviewer, case, draft, republish
):
    finish(worker, draft)
    republish(CHANGES[change])
    worker.now += timedelta(days=90)
    review = worker.review(case, "small")
    keys = [key for key in ("online", "offline", "abuse") if key in CHANGES[change]["schema"][
        "properties"]]
    said = {"older": "not_present", **dict.fromkeys(keys, "not_known")}
    worker.save(review, {**said, "level": "standard", "level_reason": "Nothing new"})
    computed = queries.computed(review)
    assert computed.background.held == {"harm"}
    assert computed.result.calculated.at_least.title == "Actual"
    (told,) = computed.background.earlier_harm
    assert (told.label, told.version, told.on) == (
        "Is the child being harmed?", 1, date(2026, 3, 3))
    with pytest.raises(operations.Incomplete):
        worker.submit(review)
    worker.save(review, {"level": "actual"})
    submission = worker.submit(review)
    assert db.session.get(CaseSummary, case.id).actual_harm
    (harm,) = standing_harm(case.id)
    operations.end_harm(
        actor=reviewer, now=worker.now, case_id=case.id, harm_id=harm.id,
        last_happened=date(2026, 3, 1), evidence="Police say", protects_now="Moved away")
    assert held_in(review) == frozenset()
    as_it_was = queries.computed(review, submission.number)
    assert as_it_was.result.held == ("harm",)
    assert as_it_was.background.earlier_harm == (told,)
    assert as_it_was.result.level.title == "Actual"


def test_the_pages_say_which_earlier_answer_holds_the_level(
    worker, reviewer, case, draft, publish_toolkit, signed_in, clock
):
    finish(worker, draft)
    publish_toolkit(CHANGES["split"])
    worker.now += timedelta(days=1)
    review = worker.review(case, "small")
    worker.save(review, {"older": "not_present", "online": "not_known", "offline": "not_known",
                         "level": "actual"})
    browser = signed_in(worker.user)
    words = "Is the child being harmed?: answered yes on 3 March 2026 under version 1"
    for page in ("check", "sections/level"):
        assert words in browser.get(f"/assessments/{review.id}/{page}").text
    worker.submit(review)
    assert words in browser.get(f"/assessments/{review.id}").text
    paper = PdfReader(BytesIO(browser.get(f"/assessments/{review.id}.pdf").data))
    assert "under version 1" in " ".join(page.extract_text() for page in paper.pages)
    managers = signed_in(reviewer).get(f"/assessments/{review.id}").text
    assert f"/cases/{case.id}/harm/{standing_harm(case.id)[0].id}/end" in managers


@pytest.mark.requirement("X19")
def test_a_version_that_drops_actual_harm_is_not_published(small, publish_toolkit, now):
    with pytest.raises(DefinitionRefused) as refused:
        publish_toolkit(CHANGES["removed"])
    (problem,) = refused.value.problems
    assert problem.pointer == "/lineage/0" and "actual harm" in problem.reason
    assert live_version("small", now).number == 1


def test_harm_under_both_versions_is_on_record_twice(worker, case, draft, publish_toolkit):
    finish(worker, draft)
    publish_toolkit(CHANGES["split"])
    worker.now += timedelta(days=30)
    review = worker.review(case, "small")
    worker.save(review, {"older": "not_present", "online": "yes", "offline": "not_known",
                         "level": "actual"})
    worker.submit(review)
    assert [one.question_key for one in standing_harm(case.id)] == ["harm", "online"]
    assert held_in(review) == {"harm", "online"}
