"""Submitting: what stands against it, what is frozen, what lists show, what is added later."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.assessments import events, operations, queries
from app.assessments.models import Purpose, RevisionKind
from app.assessments.operations import Incomplete, Opened
from app.audit.models import AuditEvent
from app.cases.facts import PersonFacts
from app.cases.models import CaseSummary
from app.cases.operations import rebuild_summaries, update_person
from app.database import db
from app.engine.answers import Mark
from app.errors import Conflict, Refused
from tests.assessments.conftest import COMPLETE, Worker, answers_of, edit, number_of

both = pytest.mark.both_databases


def summary_of(case):
    return db.session.get(CaseSummary, case.id)


def addresses(refused):
    return [finding.address for finding in refused.value.findings]


def add(
    worker, assessment, values, *, marks=None, reason="Learned later", save_id="add", base=None
):
    return operations.add_addendum(
        actor=worker.user, now=worker.now, assessment_id=assessment.id,
        opened=Opened(base or number_of(assessment), "page"), edit=edit(values, marks),
        reason=reason, save_id=save_id)


@pytest.fixture
def submitted(worker, draft):
    """A submitted small assessment at Standard."""
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    return draft


@both
@pytest.mark.requirement("S0.9", "S0.11")
def test_what_is_missing_is_named_and_nothing_is_submitted(worker, draft):
    with pytest.raises(Incomplete) as refused:
        worker.submit(draft)
    assert addresses(refused) == ["harm", "older", "level"]
    assert not queries.is_submitted(draft)
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    assert queries.is_submitted(draft)


def test_nothing_that_is_no_answer_is_added_afterwards(worker, submitted):
    with pytest.raises(Refused):
        add(worker, submitted, {"story": ["no", "words"]})
    assert queries.head_of(submitted).kind is RevisionKind.SUBMISSION


@pytest.mark.requirement("S0.13", "S4.45")
def test_a_ticked_indicator_without_its_rationale_is_refused(worker, draft):
    worker.save(draft, {**COMPLETE, "older": "present", "level": "high"})
    with pytest.raises(Incomplete) as refused:
        worker.submit(draft)
    (finding,) = refused.value.findings
    assert finding.address == "older" and "Rationale for what you have scored" in finding.message
    worker.save(draft, marks={"older": Mark(rationale="Seen by school")})
    worker.submit(draft)


@pytest.mark.requirement("S0.10")
def test_a_value_outside_the_options_is_stored_and_refused(worker, draft):
    worker.save(draft, {**COMPLETE, "older": "very much so"})
    assert answers_of(draft).values["older"] == "very much so"
    with pytest.raises(Incomplete) as refused:
        worker.submit(draft)
    assert addresses(refused) == ["older"]


@pytest.mark.requirement("S1.33")
def test_revisit_later_is_not_complete(worker, draft):
    worker.save(draft, COMPLETE)
    from app.engine.absence import Absence

    worker.save(draft, marks={"story": Mark(absence=Absence.REVISIT)})
    with pytest.raises(Incomplete) as refused:
        worker.submit(draft)
    assert addresses(refused) == ["story"]


@both
@pytest.mark.requirement("S1.27")
def test_a_submission_sets_the_level_and_the_review_three_months_on(worker, case, small):
    worker.now = datetime(2026, 11, 30, 10, tzinfo=UTC)
    draft = worker.begin(case, "small")
    worker.save(draft, {**COMPLETE, "older": "present", "level": "high"},
                marks={"older": Mark(rationale="Seen by school")})
    worker.submit(draft)
    summary = summary_of(case)
    assert (summary.level_title, summary.level_rank, summary.calculated) == (
        "High", 3, "At least High, possibly Actual")
    assert summary.as_at == date(2026, 11, 30) and summary.review_due == date(2027, 2, 28)
    assert (summary.draft_saved_by, summary.draft_saved_at) == (None, None)


@both
@pytest.mark.requirement("S1.27")
def test_a_review_date_is_set_by_the_standards_in_force_when_it_was_submitted(
    worker, case, small, publish_standards
):
    publish_standards(review_interval_months=2)
    draft = worker.begin(case, "small")
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    assert summary_of(case).review_due == date(2026, 5, 3)
    publish_standards(at=worker.now + timedelta(days=1), review_interval_months=6)
    assert queries.review_due_of(draft) == date(2026, 5, 3)
    worker.now += timedelta(days=60)
    review = worker.review(case, "small")
    worker.save(review, COMPLETE)
    worker.submit(review)
    assert summary_of(case).review_due == date(2026, 11, 2)
    case_id = case.id
    rebuild_summaries(now=worker.now + timedelta(days=200))
    assert db.session.get(CaseSummary, case_id).review_due == date(2026, 11, 2)


@pytest.mark.requirement("S1.27")
@pytest.mark.parametrize("days, announced", [(7, False), (8, True)])
def test_a_review_is_announced_as_long_before_as_the_standards_say(
    worker, case, small, publish_standards, signed_in, clock, days, announced
):
    publish_standards(review_reminder_days=days)
    draft = worker.begin(case, "small")
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    clock.now = worker.now + timedelta(days=84)
    page = signed_in(worker.user).get(f"/cases/{case.id}").text
    assert "Due 3 June 2026" in page and ("Due soon" in page) is announced


@pytest.mark.requirement("S1.26")
def test_a_toolkit_used_once_has_no_review_date(worker, case, small):
    draft = worker.begin(case, "small", purpose=Purpose.SINGLE)
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    assert summary_of(case).review_due is None


def test_the_day_of_submission_is_the_day_in_london(worker, case, small):
    worker.now = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    draft = worker.begin(case, "small")
    worker.save(draft, COMPLETE)
    assert worker.submit(draft).assessed_on == date(2026, 7, 1)


def test_facts_and_background_stay_as_they_were(worker, case, submitted):
    revision = queries.submission_of(submitted)
    update_person(
        actor=worker.user, now=worker.now, case_id=case.id, version=case.young_person.version,
        facts=PersonFacts(name="Robin Hale", date_of_birth=date(2013, 5, 2)))
    assert revision.facts["case.date_of_birth"] == "2010-05-02"
    assert queries.computed(submitted).facts["case.date_of_birth"] == "2010-05-02"


def test_a_submitted_assessment_takes_no_more_saves(worker, submitted):
    for explicit in (True, False):
        with pytest.raises(operations.AlreadySubmitted):
            worker.save(submitted, {"story": "Too late"}, explicit=explicit)
    with pytest.raises(operations.AlreadySubmitted):
        worker.submit(submitted)


@both
def test_pressing_submit_twice_is_one_submission(worker, draft):
    worker.save(draft, COMPLETE)
    seen = number_of(draft)
    first, second = (
        operations.submit(actor=worker.user, now=worker.now, assessment_id=draft.id,
                          seen_number=seen, save_id="once") for _ in range(2))
    assert first is second or first.id == second.id
    assert [r.kind.value for r in queries.revisions_of(draft)] == ["submission", "save", "save"]


def test_what_somebody_saved_since_is_looked_at_before_it_is_submitted(worker, colleague, draft):
    worker.save(draft, COMPLETE)
    seen = number_of(draft)
    colleague.save(draft, {"story": "Something new"})
    with pytest.raises(Conflict):
        operations.submit(actor=worker.user, now=worker.now, assessment_id=draft.id,
                          seen_number=seen, save_id="once")


def test_listeners_run_in_the_same_transaction(worker, draft):
    worker.save(draft, COMPLETE)
    heard = []

    def hear(revision, *, computed, review_due, **_):
        heard.append((revision.number, computed.result.level.title, review_due))

    def fail(revision, **_):
        raise RuntimeError("A listener broke")

    with events.assessment_submitted.connected_to(hear):
        with events.assessment_submitted.connected_to(fail), pytest.raises(RuntimeError):
            worker.submit(draft)
        assert not queries.is_submitted(draft)
        worker.submit(draft)
    assert heard[-1] == (3, "Standard", date(2026, 6, 3))


def test_the_submission_is_audited_with_its_hash(worker, submitted):
    event = db.session.query(AuditEvent).filter_by(action="submitted").one()
    revision = queries.submission_of(submitted)
    assert event.chain == f"case:{submitted.case_id}"
    assert (event.details["revision"], event.details["root"]) == (revision.id, revision.root)


# The judged level


@pytest.mark.requirement("S4.104")
def test_a_level_may_rise_by_one_with_a_reason(worker, draft):
    worker.save(draft, {**COMPLETE, "level": "high"})
    with pytest.raises(Incomplete) as refused:
        worker.submit(draft)
    assert addresses(refused) == ["level_reason"]
    worker.save(draft, {"level_reason": "Vulnerable in many ways"})
    worker.submit(draft)


def test_below_the_calculated_level_needs_a_manager(worker, reviewer, draft):
    worker.save(
        draft, {**COMPLETE, "older": "present", "level": "standard", "level_reason": "I think so"},
        marks={"older": Mark(rationale="Seen by school")})
    with pytest.raises(Incomplete) as refused:
        worker.submit(draft)
    assert addresses(refused) == ["level"]
    revision = Worker(reviewer, worker.now).submit(draft)
    assert revision.author_id == reviewer.id


# Addenda


@both
def test_an_addendum_adds_a_revision_and_leaves_the_submission(worker, submitted):
    worker.now += timedelta(days=20)
    added = add(worker, submitted, {"story": "School rang back"})
    assert (added.kind, added.reason) == (RevisionKind.ADDENDUM, "Learned later")
    assert added.assessed_on == queries.submission_of(submitted).assessed_on
    assert "story" not in answers_of(submitted, 3).values
    assert answers_of(submitted).values["story"] == "School rang back"
    assert queries.standing_of(submitted).id == added.id


def test_an_addendum_needs_a_reason_and_something_to_add(worker, submitted):
    with pytest.raises(Refused) as refused:
        add(worker, submitted, {"story": "x"}, reason="  ")
    assert refused.value.details == {"field": "reason"}
    with pytest.raises(Refused):
        add(worker, submitted, {})
    with pytest.raises(Refused):
        add(worker, submitted, {"story": "x"}, reason="x" * 60_000)


def test_an_addendum_may_not_undo_what_was_complete(worker, submitted):
    with pytest.raises(Incomplete) as refused:
        add(worker, submitted, {"older": None})
    assert addresses(refused) == ["older"]


def test_an_addendum_may_raise_the_level_and_does_not_move_the_review(worker, submitted, case):
    due = summary_of(case).review_due
    worker.now += timedelta(days=10)
    add(worker, submitted, {"older": "present", "level": "high"},
        marks={"older": Mark(rationale="Seen again")})
    summary = summary_of(case)
    assert (summary.level_title, summary.review_due) == ("High", due)


def test_two_addenda_to_one_question_ask(worker, colleague, submitted):
    base = number_of(submitted)
    add(colleague, submitted, {"story": "Theirs"}, base=base, save_id="theirs")
    with pytest.raises(Conflict):
        add(worker, submitted, {"story": "Mine"}, base=base, save_id="mine")


def test_a_draft_takes_no_addendum(worker, draft):
    with pytest.raises(Refused):
        add(worker, draft, {"story": "x"})


# What lists show


def test_the_higher_of_two_toolkits_holds_and_the_earlier_review_is_due(
    worker, case, small, publish_toolkit
):
    from tests.assessments.conftest import SMALL

    publish_toolkit({**SMALL, "slug": "other", "title": "Other"})
    first = worker.begin(case, "small")
    worker.save(first, {**COMPLETE, "older": "present", "level": "high"},
                marks={"older": Mark(rationale="Seen by school")})
    worker.submit(first)
    worker.now += timedelta(days=30)
    second = worker.begin(case, "other")
    worker.save(second, COMPLETE)
    worker.submit(second)
    summary = summary_of(case)
    assert (summary.level_title, summary.as_at) == ("High", date(2026, 3, 3))
    assert summary.review_due == date(2026, 6, 3)


@both
def test_summaries_come_out_the_same_when_they_are_rebuilt(worker, colleague, submitted, case):
    worker.review(case, "small")
    fields = [column.name for column in CaseSummary.__table__.columns]
    before = [getattr(summary_of(case), name) for name in fields]
    levels = [[getattr(one.summary, c.name) for c in one.summary.__table__.columns]
              for one in queries.submitted_assessments(case.id)]
    rebuild_summaries(now=worker.now)
    assert [getattr(summary_of(case), name) for name in fields] == before
    assert levels == [[getattr(one.summary, c.name) for c in one.summary.__table__.columns]
                      for one in queries.submitted_assessments(case.id)]


@pytest.mark.requirement("S0.13")
@pytest.mark.parametrize("typed", [".", "—", "…", "x"])
def test_what_says_nothing_is_kept_and_not_submitted(worker, draft, typed):
    marks = {"older": Mark(rationale=typed)}
    worker.save(draft, {**COMPLETE, "older": "present", "level": "high"}, marks=marks)
    with pytest.raises(Incomplete) as refused:
        worker.submit(draft)
    assert [(f.address, f.kind) for f in refused.value.findings] == [("older", "evidence")]
    assert answers_of(draft).mark("older").rationale == typed
    worker.save(draft, {}, marks={"older": Mark(rationale="Seen in a car")})
    worker.submit(draft)


def test_what_was_submitted_before_it_had_to_say_something_can_be_added_to(
    worker, draft, monkeypatch
):
    worker.save(draft, {**COMPLETE, "older": "present", "level": "high"},
                marks={"older": Mark(rationale=".")})
    with monkeypatch.context() as then:
        then.setattr("app.engine.validation.says_something", lambda text: bool(text.strip()))
        worker.submit(draft)
    add(worker, draft, {"story": "More is known"})
    assert answers_of(draft).mark("older").rationale == "."
