"""Looking back to a day: the pages, what they say of it, and which days can be asked for."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.models import Role
from app.assessments.queries import submitted_assessments
from app.audit.models import AuditEvent
from app.cases import operations as cases
from app.cases.documents import every_document
from app.cases.models import DocumentKind
from app.cases.operations import DocumentFacts
from app.clock import show_date, today_in_london
from app.database import db
from app.reviews import operations, queries
from app.reviews.operations import viewing
from app.reviews.signable import read


def day_of(told: Any, number: int, later: int = 0) -> Any:
    """The day on which the assessment of that number was submitted, and so many days later."""
    first_last = submitted_assessments(told.case.id)[::-1]
    return today_in_london(first_last[number].submission.at) + timedelta(days=later)


def test_the_case_is_told_as_it_stood(told: Any, reviewer_at: Any, check_html: Any) -> None:
    on = day_of(told, 1)
    page = reviewer_at.get(f"/cases/{told.case.id}/as-it-was?on={on}")
    assert page.status_code == 200
    check_html(page.text)
    assert "As it was on" in page.text and "Recorded since: 2 submitted assessments" in page.text
    assert page.text.count("/as-it-was?on=") >= 2
    assert f"/assessments/{submitted_assessments(told.case.id)[0].assessment.id}/" not in page.text


def test_the_assessments_and_the_comparison_carry_the_day(
    told: Any, reviewer_at: Any, check_html: Any
) -> None:
    on = day_of(told, 1)
    one = submitted_assessments(told.case.id, queries.case_as_it_was(
        told.reviewer, told.case.id, on, on).moment.until)[0]
    page = reviewer_at.get(f"/assessments/{one.assessment.id}/as-it-was?on={on}")
    check_html(page.text)
    assert page.status_code == 200 and "As it was on" in page.text
    compared = reviewer_at.get(f"/cases/{told.case.id}/compare?on={on}")
    check_html(compared.text)
    assert "As it was on" in compared.text and f"on={on}" in compared.text
    assert "Take it with you" not in compared.text


@pytest.mark.parametrize("asked, says", [
    ("2025-02-30", "The date must be a real date"), ("", "The date must be a real date"),
    ("x" * 500, "The date must be a real date"), ("9999-12-31", "today or in the past"),
    ("0001-01-01", "The case was opened on"), ("20250303", "The date must be a real date"),
])
def test_a_day_that_cannot_be_looked_back_to_is_answered_clearly(
    told: Any, reviewer_at: Any, check_html: Any, asked: str, says: str
) -> None:
    page = reviewer_at.get(f"/cases/{told.case.id}/as-it-was?on={asked}")
    assert page.status_code == 422 and says in page.text
    check_html(page.text)
    other = reviewer_at.get(f"/cases/{told.case.id}/compare?on={asked}")
    assert other.status_code == 422 and says in other.text


@pytest.mark.requirement("S4.18", "X21")
@pytest.mark.parametrize("on", ["2026-03-01", "x", ""])
def test_a_stranger_learns_nothing_from_the_day_they_ask_for(
    told: Any, signed_in: Any, make_user: Any, make_team: Any, on: str
) -> None:
    stranger = signed_in(make_user(Role.REVIEWER, make_team()))
    assessment = submitted_assessments(told.case.id)[0].assessment.id
    for place in (f"/cases/{told.case.id}/as-it-was", f"/cases/{told.case.id}/compare",
                  f"/assessments/{assessment}/as-it-was"):
        assert stranger.get(f"{place}?on={on}").status_code == 404


def test_the_day_is_asked_for_in_three_boxes(told: Any, reviewer_at: Any, check_html: Any) -> None:
    where = f"/cases/{told.case.id}/as-it-was"
    on = day_of(told, 1)
    asked = reviewer_at.get(
        f"{where}?on-day={on.day}&on-month={on.month}&on-year={on.year}")
    assert asked.status_code == 302 and asked.location == f"{where}?on={on}"
    wrong = reviewer_at.get(f"{where}?on-day=31&on-month=2&on-year=2025")
    assert wrong.status_code == 422 and "must be a real date" in wrong.text
    empty = reviewer_at.get(f"{where}?on-day=&on-month=&on-year=")
    assert empty.status_code == 422 and "Enter a date" in empty.text
    asking = reviewer_at.get(where)
    check_html(asking.text)
    assert asking.status_code == 200 and 'name="on-day"' in asking.text
    assert 'name="on-day"' in reviewer_at.get(f"/cases/{told.case.id}").text


def test_what_was_not_begun_or_not_submitted_by_then_is_not_told(
    told: Any, reviewer_at: Any
) -> None:
    on, newest = day_of(told, 0), submitted_assessments(told.case.id)[0]
    page = reviewer_at.get(f"/assessments/{newest.assessment.id}/as-it-was?on={on}")
    assert page.status_code == 404 and "not begun by then" in page.text
    pair = f"earlier={told.revisions[0]}&later={told.revisions[-1]}"
    refused = reviewer_at.get(f"/cases/{told.case.id}/compare?on={on}&{pair}")
    assert refused.status_code == 422 and "was not submitted by" in refused.text
    only = reviewer_at.get(f"/cases/{told.case.id}/compare?on={on}")
    assert only.status_code == 422 and "nothing to compare" in only.text


def test_a_draft_is_told_as_it_stood(told: Any, reviewer_at: Any) -> None:
    """On the day it was begun, an assessment that was submitted later is a draft."""
    one = submitted_assessments(told.case.id)[0]
    begun = today_in_london(one.assessment.started_at)
    page = reviewer_at.get(f"/assessments/{one.assessment.id}/as-it-was?on={begun}")
    expected = "Submitted by" if begun == today_in_london(one.submission.at) else "a draft"
    assert expected in page.text


def test_every_look_back_is_recorded(told: Any, reviewer_at: Any) -> None:
    on = day_of(told, 1)
    reviewer_at.get(f"/cases/{told.case.id}/as-it-was?on={on}")
    reviewer_at.get(f"/cases/{told.case.id}/compare?on={on}")
    chain = select(AuditEvent).where(AuditEvent.chain == f"case:{told.case.id}")
    last = db.session.scalars(chain.order_by(AuditEvent.sequence.desc()).limit(2)).all()
    assert [(event.action, event.reading) for event in last] == [
        (f"viewed as it was on {on}", True)] * 2


def test_what_was_signed_by_then_is_told_as_it_was_signed(
    told: Any, signed_in: Any, make_user: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as this release would work it out and draw it."""
    on = today_in_london(now)
    reviewer = make_user(Role.REVIEWER, told.reviewer.team)
    found = queries.compared(
        reviewer, told.case.id, *queries.baseline(told.case.id, "cse-risk-assessment"))
    operations.sign(
        actor=reviewer, now=now, case_id=told.case.id, earlier_id=found.earlier.revision.id,
        later_id=found.later.revision.id, digest=read(found).digest, read_it=True,
        explanations={}, save_id="signed")
    monkeypatch.setattr(viewing, "draw", lambda said: 1 / 0)
    monkeypatch.setattr(viewing.stored, "find", lambda digest: None)
    ids = f"earlier={found.earlier.revision.id}&later={found.later.revision.id}"
    page = signed_in(reviewer).get(f"/cases/{told.case.id}/compare?on={on}&{ids}")
    assert page.status_code == 200 and "As it was on" in page.text
    assert reviewer.name in page.text
    front = signed_in(reviewer).get(f"/cases/{told.case.id}/as-it-was?on={on}")
    assert f"Signed by {reviewer.name}" in front.text


def test_on_paper_it_says_the_day_and_no_later_signature(
    told: Any, signed_in: Any, reviewer_at: Any, make_user: Any, now: Any
) -> None:
    reviewer = make_user(Role.REVIEWER, told.reviewer.team)
    found = queries.compared(
        reviewer, told.case.id, *queries.baseline(told.case.id, "cse-risk-assessment"))
    pair = {"earlier_id": found.earlier.revision.id, "later_id": found.later.revision.id}
    operations.sign(
        actor=reviewer, now=now, case_id=told.case.id, **pair, digest=read(found).digest,
        read_it=True, explanations={}, save_id="signed")
    ids = "&".join(f"{name.removesuffix('_id')}={number}" for name, number in pair.items())
    for on, signed in ((today_in_london(now) - timedelta(days=1), False),
                       (today_in_london(now), True)):
        place = f"/cases/{told.case.id}/compare.%s?on={on}&{ids}"
        paper = PdfReader(io.BytesIO(reviewer_at.get(place % "pdf").data)).pages[0].extract_text()
        assert f"As it was on {show_date(on)}." in paper
        assert ("Not signed." not in paper) is (reviewer.name in paper) is signed
        document = reviewer_at.get(place % "json").json
        assert document["as_it_was_on"] == str(on) and bool(document["signature"]) is signed


@pytest.mark.requirement("S0.4", "S4.28")
def test_the_documents_are_those_of_then_and_what_is_withheld_is_not_counted(
    told: Any, signed_in: Any, make_user: Any, now: Any, check_html: Any
) -> None:
    on = today_in_london(now - timedelta(days=60))
    map_of_places, statement = every_document(told.case)
    cases.withdraw_document(actor=told.reviewer, now=now, case_id=told.case.id,
                            document_id=map_of_places.id, reason="Wrong file")
    colleague = make_user(Role.PRACTITIONER, told.reviewer.team)
    for user in (told.reviewer, colleague):
        page = signed_in(user).get(f"/cases/{told.case.id}/as-it-was?on={on}")
        check_html(page.text)
        assert f"{map_of_places.title}: mapping exercise" in page.text
        assert "withdrawn since" in page.text and statement.title not in page.text
        assert f"/documents/{map_of_places.id}/file" not in page.text
    cases.add_document(
        actor=told.reviewer, now=now, case_id=told.case.id, content="From police",
        facts=DocumentFacts(title="From police", kind=DocumentKind.LETTER, author="PC Lane",
                            dated=on, sensitivity="police"))
    since = [queries.case_as_it_was(user, told.case.id, on, today_in_london(now)).since.documents
             for user in (told.reviewer, colleague)]
    assert since == [2, 1]


def test_who_had_it_and_what_was_written_are_those_of_then(
    told: Any, reviewer_at: Any, now: Any
) -> None:
    on = today_in_london(now)
    cases.add_note(actor=told.reviewer, now=now + timedelta(days=2), case_id=told.case.id,
                   text="Written afterwards", happened_on=on)
    cases.restrict(actor=told.reviewer, now=now + timedelta(days=2), case_id=told.case.id,
                   restricted=True, reason="Her uncle works here", version=told.case.version)
    found = queries.case_as_it_was(told.reviewer, told.case.id, on, on)
    assert not found.past.restricted and told.case.restricted
    assert found.since.words == "1 note"
    assert "Written afterwards" not in [note.text for note in found.past.notes.notes]
