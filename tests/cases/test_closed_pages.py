"""What comes in after a case was closed: it is taken, and the pages say what does not follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.test_document_pages import keep, post
from tests.cases.test_recording import note
from tests.closing import close_case, reopen_case

CLOSED = "This case was closed on 3 March 2026."
UNTOLD = "The case stays closed, and nobody is asked to review it."
LATE = "Added after the case was closed"
NOTE = {"text": "A letter from the school", "save_id": "1" * 32, "happened_on-day": "3",
        "happened_on-month": "3", "happened_on-year": "2026"}
PAGES = ("notes", "notes/add", "notes/1/correct", "documents", "documents/add")


@pytest.fixture
def browser(app: Any, case: Any, amara: Any, sam: Any, now: Any, clock: Any, signed_in: Any) -> Any:
    """The worker's, an hour after a case with a note and a document was closed."""
    note(amara, case, now - timedelta(hours=2))
    keep(amara, case, now - timedelta(hours=2))
    close_case(actor=sam, now=now - timedelta(hours=1), case_id=case.id)
    return signed_in(amara)


def test_every_page_that_adds_something_says_that_the_case_is_closed(
    browser: Any, case: Any, check_html: Any
) -> None:
    for place in PAGES:
        page = browser.get(f"/cases/{case.id}/{place}").text
        check_html(page)
        assert CLOSED in page and "Nobody is asked to review the case" in page, place
        assert LATE not in page


def test_a_late_note_is_taken_and_marked(browser: Any, case: Any, check_html: Any) -> None:
    page = browser.post(f"/cases/{case.id}/notes/add", data=NOTE, follow_redirects=True).text
    check_html(page)
    assert f"The note is saved. {UNTOLD}" in page
    late, earlier = page.split("<article")[1:]
    assert LATE in late and LATE not in earlier


def test_a_late_document_is_taken_and_marked(browser: Any, case: Any, check_html: Any) -> None:
    post(browser, case)
    page = browser.get(f"/cases/{case.id}/documents").text
    check_html(page)
    assert f"The document is added. {UNTOLD}" in page
    late, earlier = page.partition("<tbody")[2].split("<tr")[1:]
    assert LATE in late and LATE not in earlier


def test_no_review_is_due_while_it_is_closed(browser: Any, case: Any) -> None:
    page = browser.get(f"/cases/{case.id}").text
    assert "The case is closed, so no review is due." in page


def test_once_it_is_open_again_nothing_of_it_is_said(
    browser: Any, case: Any, sam: Any, now: Any
) -> None:
    browser.post(f"/cases/{case.id}/notes/add", data=NOTE, follow_redirects=True)
    reopen_case(actor=sam, now=now, case_id=case.id)
    for place in PAGES:
        page = browser.get(f"/cases/{case.id}/{place}").text
        assert "This case was closed" not in page and UNTOLD not in page and LATE not in page
