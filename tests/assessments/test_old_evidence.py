"""Evidence older than the practice standards allow: asked about before it is relied on (S0.12)."""

import copy
from datetime import date, timedelta

import pytest

from app.assessments import operations, queries
from app.engine.answers import Mark
from app.engine.comparison import Flag
from app.engine.old_evidence import EvidenceHolds
from app.reviews.queries import compared
from tests.assessments.browsing import get
from tests.assessments.conftest import COMPLETE, SMALL, answers_of, number_of

both = pytest.mark.both_databases
SEEN = {**COMPLETE, "older": "present", "level": "high"}


def dated():
    """The small toolkit, asking for the date of evidence."""
    document = copy.deepcopy(SMALL)
    older = document["uischema"]["elements"][1]["elements"][1]["options"]["waymark"]
    older["evidence"]["date"] = True
    return document


@pytest.fixture
def small(publish_toolkit):
    return publish_toolkit(dated())


def seen(days_ago, worker):
    day = worker.now.date() - timedelta(days=days_ago)
    return {"older": Mark(rationale="Seen by school", source="School",
                          evidence_date=day.isoformat())}


def submit(worker, draft, **evidence):
    return operations.submit(
        actor=worker.user, now=worker.now, assessment_id=draft.id,
        seen_number=number_of(draft), save_id=f"submit-{len(evidence)}", evidence=evidence)


@both
@pytest.mark.requirement("S0.12")
def test_stale_evidence_is_confirmed_or_marked_historic_before_submitting(worker, draft):
    worker.save(draft, SEEN, marks=seen(57, worker))
    with pytest.raises(operations.Incomplete) as refused:
        worker.submit(draft)
    assert [(f.address, f.kind) for f in refused.value.findings] == [("older", "old-evidence")]
    submit(worker, draft, older=EvidenceHolds.HISTORIC)
    assert answers_of(draft).mark("older").evidence_holds == "historic"


@pytest.mark.requirement("S0.12")
@pytest.mark.parametrize("days, told", [
    (41, ""), (42, ""), (43, "Evidence that is getting old"), (56, "Evidence that is getting old"),
    (57, "Evidence that is out of date"),
])
def test_the_check_page_lists_evidence_by_its_age(worker, draft, browser, days, told, check_html):
    worker.save(draft, SEEN, marks=seen(days, worker))
    page = get(browser, f"/assessments/{draft.id}/check")
    check_html(page.html)
    for words in ("Evidence that is getting old", "Evidence that is out of date"):
        assert (words in page.text) is (words == told)


@pytest.mark.requirement("S0.12")
def test_the_check_page_asks_at_the_place_and_keeps_what_was_said(worker, draft, browser):
    worker.save(draft, SEEN, marks=seen(90, worker))
    page = get(browser, f"/assessments/{draft.id}/check")
    assert not page.errors
    refused = page.form("Submit").send()
    assert refused.status == 422
    assert dict(refused.errors) == {"#evidence-older": "Say whether this evidence still holds"}
    assert not queries.is_submitted(draft)
    done = refused.form("Submit").fill(**{"evidence-older": "holds"}).send()
    assert done.path.endswith("/submitted")
    read = done.follow("Read what was submitted")
    assert "Out of date when submitted; confirmed as still holding" in read.text


@pytest.mark.requirement("S0.12")
def test_an_emergency_does_not_wait_for_old_evidence(worker, draft, browser):
    harmed = {**SEEN, "harm": "yes", "level": "actual"}
    worker.save(draft, harmed, marks=seen(90, worker))
    page = get(browser, f"/assessments/{draft.id}/check")
    assert "you can submit without saying it" in page.text
    assert page.form("Submit").send().path.endswith("/submitted")
    assert answers_of(draft).mark("older").evidence_holds == ""


@both
@pytest.mark.requirement("S0.12")
def test_an_authority_sets_how_old_evidence_may_be(worker, draft, publish_standards):
    publish_standards(evidence_current_days=5, evidence_stale_days=10)
    worker.save(draft, SEEN, marks=seen(11, worker))
    with pytest.raises(operations.Incomplete):
        worker.submit(draft)


def test_what_is_said_of_current_evidence_is_not_kept(worker, draft):
    worker.save(draft, SEEN, marks=seen(3, worker))
    submit(worker, draft, older=EvidenceHolds.HOLDS, harm=EvidenceHolds.HOLDS)
    assert answers_of(draft).mark("older").evidence_holds == ""


def test_a_strange_answer_is_refused(worker, draft, browser):
    worker.save(draft, SEEN, marks=seen(90, worker))
    form = get(browser, f"/assessments/{draft.id}/check").form("Submit")
    assert form.fill(**{"evidence-older": "whatever"}).send().status == 422
    assert not queries.is_submitted(draft)


@pytest.mark.requirement("S0.12")
def test_a_comparison_flags_what_was_too_old_by_the_standards_of_its_time(
    worker, case, draft, publish_standards
):
    """Whatever is published later: the same two compare with the same result."""
    publish_standards(evidence_current_days=5, evidence_stale_days=10)
    worker.save(draft, SEEN, marks=seen(3, worker))
    first = worker.submit(draft)
    worker.now += timedelta(days=30)
    review = worker.review(case, "small")
    worker.save(review, SEEN, marks=seen(12, worker))
    second = submit(worker, review, older=EvidenceHolds.HOLDS)
    publish_standards(at=worker.now + timedelta(days=1), evidence_stale_days=300)

    def flags():
        found = compared(worker.user, case.id, first.id, second.id)
        return {row.key: row.flags for row in found.comparison.rows}["older"]
    assert Flag.OLD_EVIDENCE in flags()
    assert second.assessed_on == date(2026, 4, 2)
