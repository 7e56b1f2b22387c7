"""A review that takes every answer over says why; looking at one answer is enough to need none."""

from __future__ import annotations

from typing import Any

import pytest

from app.assessments import operations, queries
from app.assessments.operations import Incomplete
from app.engine.answers import Mark, Standing
from tests.assessments.conftest import COMPLETE, Worker, number_of

REASON = "She was in hospital; the visit is on Friday."
WRITTEN_ANEW = {"harm": "not_known", "level": "standard"}


@pytest.fixture
def review(worker: Worker, draft: Any, case: Any) -> Any:
    """A review of a finished small assessment, in which harm and the level alone were answered."""
    worker.save(draft, {**COMPLETE, "story": "Told at school"})
    worker.submit(draft)
    found = worker.review(case, "small")
    worker.save(found, WRITTEN_ANEW)
    return found


def submit(worker: Worker, review: Any, why: str = "") -> Any:
    return operations.submit(
        actor=worker.user, now=worker.now, assessment_id=review.id,
        seen_number=number_of(review), save_id="submit", why_carried=why)


@pytest.mark.both_databases
@pytest.mark.requirement("S1.28")
def test_a_review_that_is_all_carried_needs_a_reason(worker: Worker, review: Any) -> None:
    for why in ("", "  ", ".", "a\x00b"):
        with pytest.raises(Incomplete) as refused:
            submit(worker, review, why)
        assert [one.kind for one in refused.value.findings] == ["all-carried"]
    assert not queries.is_submitted(review)
    assert submit(worker, review, f" {REASON} ").reason == REASON


@pytest.mark.parametrize("values, marks", [
    ({"older": "not_present"}, {"older": Mark(Standing.AFFIRMED)}),
    ({"older": "present"}, {"older": Mark(rationale="Seen")}),
    ({"story": "Told at home"}, {}),
])
def test_one_answer_looked_at_is_enough(
    worker: Worker, review: Any, values: Any, marks: Any
) -> None:
    level = "high" if values.get("older") == "present" else "standard"
    worker.save(review, {**values, "level": level}, marks=marks)
    assert submit(worker, review, REASON).reason == ""


def test_a_first_assessment_is_asked_for_no_reason(worker: Worker, draft: Any) -> None:
    worker.save(draft, COMPLETE)
    assert submit(worker, draft).reason == ""


def test_danger_does_not_wait_for_a_reason(worker: Worker, review: Any) -> None:
    worker.save(review, {"harm": "yes", "level": "actual"})
    assert submit(worker, review).reason == ""


def test_nobody_is_asked_for_a_reason_while_something_is_missing(
    worker: Worker, review: Any, browser: Any, check_html: Any
) -> None:
    worker.save(review, {"level": None})
    for page in (browser.get(f"/assessments/{review.id}/check"),
                 browser.post(f"/assessments/{review.id}/submit", data={
                     "seen_number": number_of(review), "save_id": "once"})):
        check_html(page.text)
        assert "Level: Choose an answer" in page.text
        assert "Why did nobody look at these answers again?" not in page.text
        assert "Say why no answer was looked at again" not in page.text


def test_the_page_asks_keeps_what_was_typed_and_shows_it_to_readers(
    worker: Worker, review: Any, browser: Any, check_html: Any
) -> None:
    page = browser.get(f"/assessments/{review.id}/check")
    check_html(page.text)
    assert "Why did nobody look at these answers again?" in page.text
    sent = {"seen_number": number_of(review), "save_id": "once"}
    again = browser.post(f"/assessments/{review.id}/submit", data=sent)
    assert "Say why no answer was looked at again" in again.text
    full_stop = browser.post(f"/assessments/{review.id}/submit", data={**sent, "why_carried": "."})
    assert full_stop.text.count("Say why no answer was looked at again") == 2
    browser.post(f"/assessments/{review.id}/submit", data={**sent, "why_carried": REASON})
    assert REASON in browser.get(f"/assessments/{review.id}").text
    assert REASON in browser.get(f"/cases/{review.case_id}/compare").text
