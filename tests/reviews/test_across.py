"""Assessments of different toolkits: levels by rank, and never a word of reduction."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.database import db
from app.definitions.operations import import_document, publish
from app.errors import NotFound
from app.reviews import queries
from app.reviews.computing import DifferentToolkits
from tests.assessments.conftest import COMPLETE, SMALL, Worker, make_case
from tests.reviews.test_corrections import assess, case, worker

__all__ = ["case", "worker"]


@pytest.fixture
def across(worker: Worker, case: Any) -> Any:
    """The last of two assessments of one toolkit, and one of another toolkit after them."""
    assess(worker, case, "present")
    before = assess(worker, case, "present")
    other = {**SMALL, "slug": "other", "title": "Another toolkit"}
    version = import_document(text=json.dumps(other), actor=None, now=worker.now)
    publish(version=version, actor=None, now=worker.now, note="For a test")
    worker.now += timedelta(days=30)
    begun = worker.begin(case, "other")
    worker.save(begun, {**COMPLETE, "older": "not_present", "level": "standard"})
    return before, worker.submit(begun)


def address(case: Any, across: Any, kind: str = "") -> str:
    return "/cases/{}/compare{}?earlier={}&later={}".format(
        case.id, kind, *(one.id for one in across))


@pytest.mark.requirement("X2")
def test_levels_of_two_toolkits_are_compared_by_rank(
    worker: Worker, case: Any, across: Any
) -> None:
    before, after = across
    with pytest.raises(DifferentToolkits):
        queries.compared(worker.user, case.id, before.id, after.id)
    found = queries.across(worker.user, case.id, after.id, before.id)
    assert (found.earlier.revision, found.later.revision) == (before, after)
    assert found.ranks_risen is not None and found.ranks_risen < 0
    assert found.highest is not None and found.highest.title == "High"


def test_the_page_says_that_it_is_no_reduction(
    worker: Worker, case: Any, across: Any, signed_in: Any, check_html: Any, clock: Any
) -> None:
    page = signed_in(worker.user).get(address(case, across))
    assert page.status_code == 200
    check_html(page.text)
    assert "lower, in another toolkit. This is not a reduction." in page.text
    assert "Reduced" not in page.text and "Another toolkit" in page.text
    last = db.session.scalars(
        select(AuditEvent).where(AuditEvent.chain == f"case:{case.id}")
        .order_by(AuditEvent.sequence.desc())).first()
    assert last is not None
    assert (last.action, last.subject) == (
        "viewed", "comparison:{}-{}".format(*(one.id for one in across)))


@pytest.mark.parametrize("kind", [".pdf", ".csv", ".json"])
def test_question_by_question_there_is_nothing_to_take_away(
    kind: str, worker: Worker, case: Any, across: Any, signed_in: Any, clock: Any
) -> None:
    answer = signed_in(worker.user).get(address(case, across, kind))
    assert answer.status_code == 422 and "different toolkits" in answer.text


def test_the_last_two_of_one_toolkit_are_compared_before_two_of_different_ones(
    worker: Worker, case: Any, across: Any
) -> None:
    before, after = across
    assert queries.latest_pair(case.id) == (before.id, after.id)
    third = assess(worker, case, "present")
    assert queries.latest_pair(case.id) == (before.id, third.id)


def test_both_sides_are_authorised(worker: Worker, case: Any, across: Any, now: Any) -> None:
    other = make_case(worker.user, now, name="Alex Moor",
                      date_of_birth=date(2012, 2, 2))
    with pytest.raises(NotFound):
        queries.across(worker.user, other.id, *(one.id for one in across))
