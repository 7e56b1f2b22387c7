"""Documents about a question stand beside it in the next review, for those who may open them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.cases import operations
from app.cases.models import DocumentKind
from app.cases.operations import DocumentFacts
from tests.assessments.conftest import Worker, make_case
from tests.assessments.sensitive import completed, publish_sensitive


def add(worker: Worker, case: Any, title: str, **facts: Any) -> int:
    given: dict[str, Any] = {
        "kind": DocumentKind.STATEMENT, "author": "Robin Vale", "dated": date(2026, 3, 2),
        "about_toolkit": "sensitive", "about_question": "older", **facts}
    return operations.add_document(
        actor=worker.user, now=worker.now, case_id=case.id, content=title,
        facts=DocumentFacts(title=title, **given)).id


@pytest.mark.requirement("S1.34", "S4.28")
def test_a_statement_stands_beside_its_question_for_those_who_may_open_it(
    worker: Worker, colleague: Worker, signed_in: Any, now: Any, clock: Any, check_html: Any
) -> None:
    publish_sensitive(now)
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    add(worker, case, "Before last time")
    completed(worker, case, "")
    worker.now += timedelta(hours=1)
    shown = add(worker, case, "In her own words")
    add(worker, case, "What police said", sensitivity="police")
    add(worker, case, "About drugs", about_question="drugs")
    gone = add(worker, case, "Of another child")
    operations.withdraw_document(
        actor=worker.user, now=worker.now, case_id=case.id, document_id=gone, reason="Wrong case")
    draft = worker.review(case, "sensitive")
    for user, seen in ((worker.user, {"In her own words", "What police said", "About drugs"}),
                       (colleague.user, {"In her own words"})):
        page = signed_in(user).get(f"/assessments/{draft.id}/sections/indicators")
        check_html(page.text)
        titles = ("Before last time", "In her own words", "What police said", "About drugs",
                  "Of another child")
        assert {title for title in titles if title in page.text} == seen
        assert f'href="/cases/{case.id}/documents/{shown}/file"' in page.text
        assert "2 Mar 2026, Robin Vale" in page.text
