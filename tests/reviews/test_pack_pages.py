"""The pages of packs: a new one, withholding by hand, progress, the files, and who opens them."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.models import Role
from tests.assessments.conftest import Worker
from tests.assessments.sensitive import text_of
from tests.reviews.test_packs import SECRET, cases, worker

__all__ = ["cases", "worker"]


@pytest.fixture
def browser(signed_in: Any, worker: Worker, cases: list[Any], clock: Any) -> Any:
    clock.advance(days=60)
    return signed_in(worker.user)


def begun(browser: Any, case: Any, audience: str) -> str:
    """Ask for a pack; the address of its page."""
    path = f"/cases/{case.id}/packs"
    answer = browser.post(path, data={
        "reader": "Parents, 3 June", "audience": audience, "save_id": "a" * 32})
    assert answer.status_code == 302
    return str(answer.location)


def test_a_pack_is_asked_for_withheld_from_and_made_until_it_is_finished(
    browser: Any, cases: list[Any], check_html: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.reviews.operations.packs.PATIENCE", 0)
    first = browser.get(f"/cases/{cases[0].id}/packs")
    check_html(first.text)
    page = begun(browser, cases[0], "parents")
    shown = browser.get(page)
    check_html(shown.text)
    assert "5 questions are withheld, whole or in part" in shown.text
    answer = browser.post(page, data={"what": "question:older", "reason": "About her brother"})
    assert answer.status_code == 302 and "About her brother" in browser.get(page).text
    assert browser.post(f"{page}/make").status_code == 302
    making = browser.get(page)
    check_html(making.text)
    assert 'http-equiv="refresh"' in making.text and "2 of 8 steps" in making.text
    for _ in range(8):
        done = browser.get(page)
    check_html(done.text)
    assert "The pack is made" in done.text and "refresh" not in done.text
    assert "A question chosen by hand" in done.text
    assert "Made, " in browser.get(f"/cases/{cases[0].id}/packs").text


def test_the_files_are_those_that_were_made(
    browser: Any, cases: list[Any], now: Any
) -> None:
    page = begun(browser, cases[0], "parents")
    assert browser.get(f"{page}.pdf").status_code == 404
    browser.post(f"{page}/make")
    for _ in range(8):
        browser.get(page)
    for kind in ("pdf", "csv", "json", "proof"):
        first, second = (browser.get(f"{page}.{kind}") for _ in range(2))
        assert first.status_code == 200 and first.data == second.data
        text = text_of(first.data) if kind == "pdf" else first.text
        assert SECRET not in text
    assert browser.get(f"{page}.exe").status_code == 404
    assert SECRET in browser.get(f"/cases/{cases[0].id}/compare.csv").text


def test_what_is_missing_is_said_beside_its_field(browser: Any, cases: list[Any]) -> None:
    empty = browser.post(f"/cases/{cases[0].id}/packs", data={"save_id": "b" * 32})
    assert empty.status_code == 422
    assert "Say who the pack is for" in empty.text and "Choose which copy it is" in empty.text
    page = begun(browser, cases[0], "professionals")
    for data, words in (({"what": "question:older"}, "Say why"), ({"reason": "x"}, "Choose what"),
                        ({"what": "question:nothing", "reason": "x"}, "from the list")):
        answer = browser.post(page, data=data)
        assert answer.status_code == 422 and words in answer.text, data


@pytest.mark.requirement("S4.18", "S4.28")
def test_a_colleague_is_refused_and_is_not_led_here(
    browser: Any, cases: list[Any], worker: Worker, make_user: Any, signed_in: Any
) -> None:
    page = begun(browser, cases[0], "professionals")
    colleague = signed_in(make_user(Role.PRACTITIONER, worker.user.team))
    for path in (f"/cases/{cases[0].id}/packs", page, f"{page}.pdf"):
        assert colleague.get(path).status_code == 403
    assert colleague.post(f"{page}/make").status_code == 403
    assert "/packs" not in colleague.get(f"/cases/{cases[0].id}").text
    assert "/packs" in browser.get(f"/cases/{cases[0].id}").text
    other = page.replace(f"/cases/{cases[0].id}/", f"/cases/{cases[1].id}/")
    assert browser.get(other).status_code == 404
