"""What a submitted assessment says of this room: what changed since the one before it."""

from __future__ import annotations

from typing import Any

from app.assessments.queries import submitted_assessments
from tests.reviews.signings import Reviewer


def test_a_review_leads_to_what_changed_and_a_first_assessment_to_nothing(
    reviewed: Reviewer, signed_in: Any, clock: Any, check_html: Any
) -> None:
    clock.now = reviewed.now
    browser = signed_in(reviewed.user)
    later, first = (one.assessment.id for one in submitted_assessments(reviewed.case.id))
    address = "/cases/{}/compare?earlier={}&amp;later={}".format(
        reviewed.case.id, *reviewed.baseline())
    for page in ("", "/submitted"):
        shown = browser.get(f"/assessments/{later}{page}").text
        check_html(shown)
        assert address in shown and "What changed since" in shown
        assert "What changed since" not in browser.get(f"/assessments/{first}{page}").text
