"""The pages of a case's documents: what they show, hand out, keep and refuse."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import select

from app.assessments.models import Assessment
from app.audit.models import AuditEvent
from app.cases import operations
from app.cases.models import CaseDocument, DocumentKind
from app.cases.operations import DocumentFacts
from app.database import db
from tests.assessments.sensitive import publish_sensitive
from tests.cases.files import PDF, PNG, PROGRAM, TAKEN

SAID = {
    "title": "Map of places", "kind": "mapping", "author": "Robin, with Amara",
    "dated-day": "2", "dated-month": "3", "dated-year": "2026", "sensitivity": "none",
    "save_id": "0" * 32,
}
HARD = ["سارة “خان”", "👩🏽‍🚀", "<script>alert(1)</script>", "{{ 7 * 7 }}"]


def post(browser: Any, case: Any, content: bytes = PNG, name: str = "map.png", **more: str) -> Any:
    file = {"file": (io.BytesIO(content), name)} if name else {}
    return browser.post(f"/cases/{case.id}/documents/add", data={**SAID, **more, **file})


def keep(actor: Any, case: Any, now: Any, **facts: Any) -> CaseDocument:
    given: dict[str, Any] = {
        "title": "What Robin said", "kind": DocumentKind.STATEMENT, "author": "Robin Vale",
        "dated": date(2026, 2, 11), **facts}
    return operations.add_document(
        actor=actor, now=now, case_id=case.id, facts=DocumentFacts(**given), content="I was there")


@pytest.fixture
def browser(signed_in: Any, amara: Any, clock: Any) -> Any:
    """The worker's."""
    return signed_in(amara)


@pytest.mark.requirement("S0.18")
def test_a_mapping_exercise_is_uploaded_listed_and_opened(
    browser: Any, case: Any, check_html: Any
) -> None:
    assert post(browser, case).location == f"/cases/{case.id}/documents"
    page = browser.get(f"/cases/{case.id}/documents")
    check_html(page.text)
    for words in ("Map of places", "Mapping exercise", "Robin, with Amara", "2 March 2026",
                  "3 March 2026, 09:00, Amara Khan", "PNG picture"):
        assert words in page.text
    (place,) = re.findall(r'href="([^"]*/file)"', page.text)
    opened = browser.get(place)
    assert opened.data == PNG and opened.content_type == "image/png"
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event.sentence == f"Amara Khan opened a document of case {case.id}"
    assert event.reading and event.details == {"document": 1}


@pytest.mark.requirement("S0.18")
@pytest.mark.parametrize("name", TAKEN)
def test_what_is_handed_out_is_saved_and_never_shown_in_the_page(
    browser: Any, case: Any, name: str
) -> None:
    content, media_type = TAKEN[name]
    assert post(browser, case, content, "drawing.svg").status_code == 302
    answer = browser.get(f"/cases/{case.id}/documents/1/file")
    assert answer.data == content and answer.content_type == media_type
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="document-1.')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "'self'" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.requirement("S1.34")
def test_a_statement_is_written_down_beside_its_question(
    browser: Any, case: Any, now: Any, check_html: Any
) -> None:
    publish_sensitive(now)
    form = browser.get(f"/cases/{case.id}/documents/add?toolkit=sensitive&question=older").text
    check_html(form)
    assert re.search(r'<option value="sensitive/older" selected', form)
    done = post(browser, case, name="", kind="statement", author="Robin Vale", title="My words",
                words="Leave me be\n", about="sensitive/older")
    assert done.status_code == 302
    page = browser.get(f"/cases/{case.id}/documents").text
    assert "Robin Vale" in page and "About: Older associates" in page and "Plain text" in page
    assert browser.get(f"/cases/{case.id}/documents/1/file").text.splitlines() == ["Leave me be"]


@pytest.mark.requirement("S0.18")
@pytest.mark.parametrize(("content", "name", "more", "words"), [
    (PROGRAM, "map.png", {}, "This file is a program"), (b"", "map.png", {}, "The file is empty"),
    (PNG * 2000, "map.png", {}, "The file is larger than 1 MB"),
    (PNG * 4000, "map.png", {}, "The file is larger than 1 MB"),
    (PNG, "", {}, "Choose a file, or write down the words"),
    (PNG, "map.png", {"words": "Both"}, "not both"),
    (PNG, "map.png", {"dated-day": "4"}, "today or in the past"),
    (PNG, "map.png", {"dated-day": "40"}, "must be a real date"),
    (PNG, "map.png", {"dated-day": "07700900123"}, "must be a real date"),
    (PNG, "map.png", {"sensitivity": ""}, "Say whether it is sensitive"),
    (PNG, "map.png", {"kind": "virus"}, "Not a valid choice"),
    (PNG, "map.png", {"about": "nothing/here"}, "Choose the question from the list"),
])
def test_what_was_typed_stays_when_something_is_refused(
    app: Any, browser: Any, case: Any, check_html: Any, content: bytes, name: str,
    more: dict[str, str], words: str
) -> None:
    app.config.update(UPLOAD_LIMIT_MB=1, MAX_CONTENT_LENGTH=2 * 1024 * 1024)
    answer = post(browser, case, content, name, title="“Zoë’s” map", **more)
    assert answer.status_code == 422, answer.text[:500]
    check_html(answer.text)
    assert words in answer.text
    assert "“Zoë’s” map" in answer.text and 'value="Robin, with Amara"' in answer.text
    assert db.session.query(CaseDocument).count() == 0


@pytest.mark.parametrize("typed", HARD)
def test_whatever_is_typed_is_shown_as_it_was(browser: Any, case: Any, typed: str) -> None:
    done = post(browser, case, PDF, "a.pdf", title=typed, author=typed)
    assert done.status_code == 302
    page = browser.get(f"/cases/{case.id}/documents").text
    assert page.count(str(escape(typed))) >= 2
    withdraw = f"/cases/{case.id}/documents/1/withdraw"
    assert str(escape(typed)) in browser.get(withdraw).text
    assert browser.post(withdraw, data={"reason": typed}).status_code == 302
    assert browser.get(f"/cases/{case.id}/documents").text.count(str(escape(typed))) >= 3


@pytest.mark.requirement("S4.28")
def test_a_colleague_learns_of_a_withheld_document_that_there_is_one(
    browser: Any, signed_in: Any, case: Any, amara: Any, colleague: Any, now: Any, check_html: Any
) -> None:
    publish_sensitive(now)
    keep(amara, case, now, sensitivity="police")
    keep(amara, case, now, about_toolkit="sensitive", about_question="drugs")
    keep(amara, case, now, title="A letter", author="The school", sensitivity="third-party",
         kind=DocumentKind.LETTER, dated=date(2026, 1, 9))
    other = signed_in(colleague)
    page = other.get(f"/cases/{case.id}/documents")
    check_html(page.text)
    assert "2 documents are withheld from you" in page.text and "A letter" in page.text
    for words in ("What Robin said", "Robin Vale</td>", "11 February 2026", "Statement",
                  "Police information", "About:"):
        assert words not in page.text
    for path, status in (("1/file", 403), ("2/file", 403), ("3/file", 200), ("1/withdraw", 403),
                         ("3/withdraw", 403), ("9/file", 404)):
        assert other.get(f"/cases/{case.id}/documents/{path}").status_code == status, path
    browser.get(f"/cases/{case.id}/documents/1/file")
    assert "document 1" not in other.get(f"/cases/{case.id}/viewed").text
    assert "withheld" not in browser.get(f"/cases/{case.id}/documents").text


def test_a_withdrawn_document_says_who_when_and_why_and_is_closed(
    browser: Any, signed_in: Any, case: Any, amara: Any, sam: Any, now: Any, check_html: Any
) -> None:
    keep(amara, case, now)
    place = f"/cases/{case.id}/documents"
    reviewer = signed_in(sam)
    assert reviewer.post(f"{place}/1/withdraw", data={}).status_code == 422
    assert reviewer.post(f"{place}/1/withdraw", data={"reason": "Of his brother"}).location == place
    page = browser.get(place).text
    check_html(page)
    assert "Withdrawn 3 March 2026, 09:00 by Sam Reed: Of his brother" in page
    assert "/1/file" not in page and "/1/withdraw" not in page
    assert browser.get(f"{place}/1/file").status_code == 403
    again = browser.post(f"{place}/1/withdraw", data={"reason": "Again"})
    assert again.status_code == 422 and "withdrawn already" in again.text


def test_a_long_list_is_read_page_by_page(browser: Any, case: Any, amara: Any, now: Any) -> None:
    for number in range(52):
        keep(amara, case, now, title=f"Letter {number}")
    first = browser.get(f"/cases/{case.id}/documents").text
    (older,) = re.findall(r'href="([^"]*before=\d+)"', first)
    second = browser.get(older).text
    assert "Letter 51<" in first and "Letter 2<" in first and "Letter 1<" not in first
    assert "Letter 1<" in second and "Letter 0<" in second and "Letter 2<" not in second
    for odd in (10**30, -10**30, 0, "x"):
        assert browser.get(f"/cases/{case.id}/documents?before={odd}").status_code == 200


@pytest.mark.requirement("S0.4")
def test_drafts_completed_forms_and_uploads_stand_on_one_page(
    told: Any, signed_in: Any, check_html: Any
) -> None:
    tyler = db.session.scalars(select(Assessment).where(
        Assessment.case_id != told.case.id).order_by(Assessment.id)).first()
    browser = signed_in(told.practitioner)
    page = browser.get(f"/cases/{told.case.id}/documents")
    check_html(page.text)
    for words in ("Map of places, drawn with Jodie", "Mapping exercise",
                  "What Jodie’s mother wrote down", "Carol Marsh, Jodie’s mother",
                  "Completed, review", "Sam Reed"):
        assert words in page.text, words
    drafted = browser.get(f"/cases/{tyler.case_id}/documents").text
    assert "Draft, first assessment" in drafted and "Amira Khan" in drafted
    assert f'href="/assessments/{tyler.id}"' in drafted
    assert "/documents" in browser.get(f"/cases/{told.case.id}").text
