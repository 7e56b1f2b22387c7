"""One page that is sent about two cases, at the same moment too: refused, and nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.cases import operations
from app.cases.models import Note
from app.cases.operations import opening, recording
from app.database import db
from app.save_ids import SavedElsewhere
from tests.assessments.test_at_once import at_once

both = pytest.mark.both_databases

PAGE_ID = "a" * 32


@pytest.fixture
def add_note(amara: Any, now: Any) -> Any:
    """add_note(case, text) -> the note, from the same page whatever the case"""
    def add(case: Any, text: str) -> Note:
        actor = db.session.merge(amara, load=True)
        return operations.add_note(actor=actor, now=now, case_id=case.id, text=text,
                                   happened_on=date(2026, 3, 3), save_id=PAGE_ID)
    return add


@pytest.fixture
def another(make_case: Any, sam: Any) -> Any:
    """A second case of the team."""
    return make_case(sam, name="Ash Lane")


def texts() -> list[str]:
    return list(db.session.scalars(select(Note.text)))


@both
def test_about_two_cases_at_once_it_is_saved_in_one(
    app: Any, case: Any, another: Any, add_note: Any
) -> None:
    raised = at_once(app, lambda: add_note(case, "One"), lambda: add_note(another, "Two"))
    assert [type(error) for error in raised] == [SavedElsewhere]
    assert len(texts()) == 1


@both
def test_where_neither_sees_the_other_the_database_tells(
    app: Any, case: Any, another: Any, sam: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_saved", lambda *given: None)
    given = {"actor": sam, "now": now, "title": "Missing", "save_id": PAGE_ID}
    operations.open_another_case(case_id=case.id, **given)
    with pytest.raises(SavedElsewhere, match="Copy what you typed"):
        operations.open_another_case(case_id=another.id, **given)


# Of SQLite's writers one waits for the other, so that it sees what that one saved.
@pytest.mark.parametrize(
    "database_kind", [pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_the_page_keeps_what_was_typed(
    app: Any, case: Any, another: Any, add_note: Any, signed_in: Any, amara: Any, clock: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recording, "_saved", lambda *given: None)
    add_note(case, "One")
    sent = {"text": "Two of them seen", "save_id": PAGE_ID, "happened_on-day": "3",
            "happened_on-month": "3", "happened_on-year": "2026"}
    page = signed_in(amara).post(f"/cases/{another.id}/notes/add", data=sent)
    assert page.status_code == 422
    assert "This page was saved elsewhere" in page.text and "Two of them seen" in page.text
