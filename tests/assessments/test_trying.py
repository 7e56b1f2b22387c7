"""A toolkit tried out before it is published: as a practitioner sees it, and nothing is stored."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.accounts.models import Role
from app.assessments.models import Assessment
from app.database import db
from app.definitions.operations import begin_next_version, edit_draft, import_document
from app.engine.authoring.edits.options import remove_option
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.settings import with_settings
from tests.definitions.editor import forms_of

TOOLKIT = Path(__file__).parents[2] / "form_definitions/cse-risk-assessment/1.json"


@pytest.fixture
def draft(administrator, now):
    base = import_document(text=TOOLKIT.read_text(encoding="utf-8"), actor=None, now=now)
    return begin_next_version(base=base, actor=administrator, now=now)


@pytest.fixture
def browser(administrator, signed_in):
    return signed_in(administrator)


@pytest.fixture
def change(draft, administrator, now):
    """change(edit) makes one more revision of the draft"""
    numbers = iter(range(1, 100))

    def change(edit):
        number = next(numbers)
        edit_draft(draft_id=draft.id, base_number=number, edit=edit, summary="Changed",
                   save_id=f"save-{number}", actor=administrator, now=now)

    return change


@pytest.fixture
def try_out(draft, browser):
    """try_out(page, section=…, **answers) sends the page's form -> the next page"""
    def send(page, section="", **answers):
        form = next(form for form in forms_of(page.text) if "carried" in form)
        intent = f"section:{section}" if section else "work-out"
        return browser.post(address(draft), data={**form, **answers, "intent": intent})

    return send


def checked(page, key):
    return next(form for form in forms_of(page.text) if "carried" in form).get(key, [])


def address(draft):
    return f"/toolkits/drafts/{draft.id}/preview"


def test_answers_are_worked_out_and_nothing_is_stored(draft, browser, try_out, check_html):
    page = browser.get(address(draft))
    check_html(page.text)
    assert "Nothing you enter here is stored" in page.text
    page = try_out(page, section="actual")
    page = try_out(page, actual_exchange="yes")
    check_html(page.text)
    assert "Actual Abuse Taking Place" in page.text
    assert "“Indicators of actual CSE” is at least 1" in page.text
    assert db.session.scalar(select(func.count()).select_from(Assessment)) == 0


def test_what_adds_to_a_measure_is_told(draft, browser, try_out):
    page = try_out(browser.get(address(draft)), section="actual")
    page = try_out(page, actual_exchange="yes")
    assert "<summary>Indicators of actual CSE: 1 to 6</summary>" in page.text


def test_test_answers_stay_while_weights_change(draft, browser, try_out, change):
    page = try_out(browser.get(address(draft)), section="actual")
    page = try_out(page, actual_exchange="yes")
    change(lambda outline: with_settings(
        outline, "measure:actual_harm", {"term.1.weight": "5"}))
    page = try_out(page)
    assert "<summary>Indicators of actual CSE: 5 to 10</summary>" in page.text


def test_what_does_not_fit_any_more_is_forgotten_and_the_rest_stays(
    draft, browser, try_out, change
):
    page = try_out(browser.get(address(draft)), section="suspected_family")
    page = try_out(page, section="actual", suspected_absence="present",
                   suspected_older_associates="present")
    change(lambda outline: remove(outline, "question:suspected_absence", along=True))
    page = try_out(page, actual_exchange="yes")
    assert page.status_code == 200 and "Indicators of actual CSE: 1 to 6" in page.text


def test_an_option_that_is_gone_is_no_answer(draft, browser, try_out, change):
    page = try_out(browser.get(address(draft)), section="actual", gender="female")
    assert checked(try_out(page, section="who_is_involved"), "gender") == ["female"]
    change(lambda outline: remove_option(outline, "question:gender", "female"))
    assert checked(try_out(page, section="who_is_involved"), "gender") == []


def test_forged_test_answers_are_no_answers(draft, browser, try_out):
    page = browser.get(address(draft))
    assert try_out(page, carried="forged").status_code == 200
    assert try_out(page, carried="").status_code == 200


def test_a_draft_that_cannot_be_read_says_what_to_do(draft, browser, change):
    change(lambda outline: with_settings(outline, "level:high", {"rank": ""}))
    page = browser.get(address(draft))
    assert page.status_code == 422 and "Check and send" in page.text


def test_the_phone_shows_the_same_in_a_frame(draft, browser, check_html):
    page = browser.get(f"{address(draft)}/phone")
    check_html(page.text)
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    inner = browser.get(f"{address(draft)}?bare=1")
    assert inner.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in inner.headers["Content-Security-Policy"]
    assert browser.get(address(draft)).headers["X-Frame-Options"] == "DENY"


def test_a_version_may_be_tried_by_who_approves_it(draft, make_user, signed_in):
    page = f"/toolkits/{draft.slug}/{draft.base.number}/preview"
    assert signed_in(make_user(Role.REVIEWER)).get(page).status_code == 200
    assert signed_in(make_user(Role.PRACTITIONER)).get(page).status_code == 403
