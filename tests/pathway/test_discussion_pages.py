"""The pages of the multi-agency discussion, from asking to the closed case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import User
from app.cases.withholding import NOT_THESE_WORDS
from app.engine.council_route import Act
from app.pathway import queries
from app.pathway.models import Result
from tests.pathway.scene import Scene
from tests.pathway.test_pages import address, at, typed

__all__ = ["at"]


@pytest.fixture
def closing(signed: Scene, discussed_first: Any) -> Scene:
    discussed_first("closing")
    return signed


def day(scene: Scene) -> dict[str, str]:
    on = scene.now.date()
    return {f"held_on-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def recorded(scene: Scene, **given: Any) -> dict[str, Any]:
    return {**day(scene), "attendees": "Jo Bell, Police\n\nDr Ann Shah, paediatrician, Health\n",
            "level_id": "medium", "agreed": "yes", "reason": "Each agency saw less",
            "save_id": scene.page(), **given}


@pytest.mark.requirement("X6", "S2.32", "S2.33", "S2.34")
def test_from_asking_to_closing_page_by_page(closing: Scene, at: Any, check_html: Any) -> None:
    worker = at(closing.worker.user)
    front = worker.get(f"/cases/{closing.case.id}")
    check_html(front.text)
    assert "Nobody has asked for a discussion on closing." in front.text
    assert "Record the discussion" not in front.text
    page = worker.get(address(closing, "discussions/close/ask"))
    check_html(page.text)
    empty = worker.post(address(closing, "discussions/close/ask"), data={"reason": "Since May"})
    assert empty.status_code == 422 and "Choose the manager" in empty.text
    assert "Since May" in empty.text
    sent = {"reason": "Since May nothing", "recommended_by_id": closing.reviewer.id, "save_id": "a"}
    assert worker.post(address(closing, "discussions/close/ask"), data=sent).status_code == 302
    assert "Practitioner" in worker.get(address(closing, "discussions")).text

    manager = at(closing.other)
    shut = manager.get(address(closing, "close"))
    check_html(shut.text)
    assert "A reduction is shown." in shut.text and "is not recorded." in shut.text
    assert "does not go past that" in shut.text and "<textarea" not in shut.text
    desk = manager.get("/desk")
    check_html(desk.text)
    assert "A discussion on closing was asked for" in desk.text
    page = manager.get(address(closing, "discussions/close/record"))
    check_html(page.text)
    assert "Since May nothing" in page.text and "sign-off" in page.text
    done = manager.post(address(closing, "discussions/close/record"), data=recorded(closing))
    assert done.status_code == 302
    told = manager.get(address(closing, "discussions"))
    check_html(told.text)
    for words in ("Jo Bell (Police); Dr Ann Shah, paediatrician (Health)", "Each agency saw less",
                  "copied to Ruth Okafor"):
        assert words in told.text
    assert "agreed to closing" in manager.get(address(closing, "notes")).text
    assert manager.post(address(closing, "close"), data=typed(closing)).status_code == 302
    history = manager.get(address(closing, "decisions"))
    check_html(history.text)
    assert "What was asked of the multi-agency discussion" in history.text
    check_html(manager.get(f"/cases/{closing.case.id}").text)


@pytest.mark.requirement("S2.34")
def test_the_copy_stands_on_the_desk_until_it_is_read(
    closing: Scene, at: Any, check_html: Any
) -> None:
    closing.ask()
    found = closing.discuss()
    browser = at(closing.reviewer)
    desk = browser.get("/desk")
    check_html(desk.text)
    assert "Copies to you" in desk.text and "agreed to closing, which you recommended" in desk.text
    assert "Copies to you" not in at(closing.other).get("/desk").text
    page = browser.get(address(closing, "discussions"))
    check_html(page.text)
    assert "I have read this copy" in page.text
    read = browser.post(address(closing, f"discussions/{found.id}/read"))
    assert read.status_code == 302
    assert "Copies to you" not in browser.get("/desk").text
    assert "who read it on" in browser.get(address(closing, "discussions")).text


@pytest.mark.requirement("S2.35")
def test_two_managers_record_what_they_came_to(closing: Scene, at: Any, check_html: Any) -> None:
    closing.ask()
    browser = at(closing.other)
    sent = recorded(closing, agreed="no", level_id="high")
    assert browser.post(
        address(closing, "discussions/close/record"), data=sent).status_code == 302
    assert "did not agree. The two managers discuss it" in browser.get("/desk").text
    assert "managers’ discussion first" in browser.get(
        address(closing, "discussions/close/record")).text
    page = browser.get(address(closing, "discussions/close/managers"))
    check_html(page.text)
    assert 'value="Sam Reed"' in page.text and 'value="Ruth Okafor"' in page.text
    sent = {**day(closing), "manager": "Sam Reed", "other_manager": "sam reed", "result": "stays",
            "reason": "Police ask for a month"}
    half = browser.post(address(closing, "discussions/close/managers"), data=sent)
    check_html(half.text)
    assert half.status_code == 422 and "two different managers" in half.text
    sent["other_manager"] = "Ruth Okafor"
    assert browser.post(
        address(closing, "discussions/close/managers"), data=sent).status_code == 302
    told = browser.get(address(closing, "discussions"))
    check_html(told.text)
    assert Result.STAYS.words in told.text and "Nobody has asked" in told.text


@pytest.mark.requirement("S2.33")
@pytest.mark.parametrize("given, message", [
    ({"attendees": "Jo Bell, Police\nAnn Shah"}, "Line 2 must have a name, a comma and an agency"),
    ({"attendees": "Jo Bell, Police\nAnn Shah, police"}, "at least two agencies"),
    ({"agreed": ""}, "Say whether it agreed"), ({"level_id": ""}, "Choose the level"),
    ({"held_on-day": "40"}, "must be a real date"), ({"held_on-year": "2031"}, "in the past"),
])
def test_what_is_missing_is_said_and_what_was_typed_stays(
    closing: Scene, at: Any, given: Any, message: str, check_html: Any
) -> None:
    closing.ask()
    page = at(closing.other).post(
        address(closing, "discussions/close/record"), data=recorded(closing, **given))
    check_html(page.text)
    assert page.status_code == 422 and message in page.text
    assert "Each agency saw less" in page.text and "Jo Bell" in page.text


@pytest.mark.requirement("S2.34")
def test_the_pages_are_closed_to_whoever_asked_or_recommended_and_to_practitioners(
    closing: Scene, at: Any
) -> None:
    closing.ask()
    browser = at(closing.reviewer)
    page = browser.get(address(closing, "discussions/close/record"))
    assert "another manager has to record" in page.text and "<textarea" not in page.text
    assert browser.post(address(closing, "discussions/close/record"),
                        data=recorded(closing)).status_code == 403
    worker = at(closing.worker.user)
    for place in ("record", "managers"):
        assert worker.get(address(closing, f"discussions/close/{place}")).status_code == 403
    assert queries.standing_requests(closing.case.id)[Act.CLOSE].last is None


def test_it_may_be_taken_back_with_a_reason(closing: Scene, at: Any, check_html: Any) -> None:
    closing.ask()
    browser = at(closing.worker.user)
    page = browser.get(address(closing, "discussions/close/withdraw"))
    check_html(page.text)
    assert browser.post(
        address(closing, "discussions/close/withdraw"), data={"reason": ""}).status_code == 422
    done = browser.post(
        address(closing, "discussions/close/withdraw"), data={"reason": "Seen in his car"})
    assert done.status_code == 302
    assert "Seen in his car" in browser.get(address(closing, "discussions")).text


def test_where_nothing_is_asked_for_the_pages_say_so(
    signed: Scene, at: Any, check_html: Any
) -> None:
    browser = at(signed.reviewer)
    assert "Multi-agency discussion" not in browser.get(f"/cases/{signed.case.id}").text
    assert "multi-agency" not in browser.get("/desk").text
    page = browser.get(address(signed, "discussions"))
    check_html(page.text)
    assert "ask for no discussion" in page.text
    for place in ("ask", "record", "managers", "withdraw"):
        page = browser.get(address(signed, f"discussions/step-down/{place}"))
        check_html(page.text)
        assert page.status_code == 200 and "<textarea" not in page.text
    asked = browser.post(address(signed, "discussions/close/ask"), data={
        "reason": "Why", "recommended_by_id": signed.reviewer.id})
    assert asked.status_code == 422 and "ask for no discussion" in asked.text
    for place in ("record", "managers", "withdraw"):
        sent = {**recorded(signed), "manager": "A", "other_manager": "B", "result": "stays"}
        assert browser.post(
            address(signed, f"discussions/close/{place}"), data=sent).status_code == 404
    assert browser.get(address(signed, "discussions/other/ask")).status_code == 404


@pytest.mark.requirement("X6")
def test_a_program_is_refused_for_the_same_reason(
    signed: Scene, discussed_first: Any, at: Any
) -> None:
    discussed_first("both")
    sent = {"to": "medium", "cited": signed.cited, "reason": "Seen weekly", "save_id": "program",
            "action": "Visit", "owner": "Amara Khan", "due": "2026-09-01"}
    browser = at(signed.reviewer)
    refused = browser.post(address(signed, "step-down.json"), json=sent)
    assert refused.status_code == 422
    assert [one["kind"] for one in refused.json["verdict"]["shortfalls"]] == [
        "discussion_not_asked_for"]
    signed.ask(Act.STEP_DOWN)
    signed.discuss(Act.STEP_DOWN)
    done = browser.post(address(signed, "step-down.json"), json=sent)
    assert done.status_code == 201 and done.json["discussion_request"] == 1


def test_a_case_never_assessed_says_what_is_missing_and_asks_for_no_level(
    scene: Scene, discussed_first: Any, at: Any, check_html: Any
) -> None:
    discussed_first("closing")
    scene.ask()
    browser = at(scene.other)
    page = browser.get(address(scene, "close"))
    check_html(page.text)
    assert "what it decided is not recorded" in page.text
    page = browser.get(address(scene, "discussions/close/record"))
    check_html(page.text)
    assert 'name="level_id"' not in page.text
    sent = recorded(scene)
    del sent["level_id"]
    assert browser.post(address(scene, "discussions/close/record"), data=sent).status_code == 302
    assert browser.post(address(scene, "close"), data={"reason": "Another town"}
                        ).status_code == 302


def test_an_exception_says_that_it_was_not_discussed(
    signed: Scene, senior: User, discussed_first: Any, at: Any
) -> None:
    discussed_first("stepping-down")
    page = at(senior).get(address(signed, "step-down"))
    assert "Use the exceptional route" in page.text
    signed.step_down(user=senior, exceptional=True)
    assert "nobody has asked for it" in at(senior).get("/exceptions").text


def test_the_case_as_it_was_tells_what_had_been_discussed_by_then(
    closing: Scene, at: Any, check_html: Any
) -> None:
    closing.ask()
    first = closing.now.date()
    closing.worker.now += timedelta(days=1)
    closing.discuss(agreed=False)
    second = closing.now.date()
    closing.worker.now += timedelta(days=1)
    closing.managers()
    browser = at(closing.other)
    then = browser.get(address(closing, f"as-it-was?on={first}")).text
    assert "asked for a discussion on closing" in then and "Each agency saw less" not in then
    page = browser.get(address(closing, f"as-it-was?on={second}"))
    check_html(page.text)
    assert "did not agree" in page.text and "Police ask for a month" not in page.text
    assert "Police ask for a month" in browser.get(
        address(closing, f"as-it-was?on={closing.now.date()}")).text


@pytest.mark.requirement("S4.28")
def test_colleagues_from_whom_something_is_withheld_read_that_it_was_discussed_and_no_words_of_it(
    closing: Scene, at: Any, make_user: Any
) -> None:
    """Gifts come from the police."""
    closing.ask(reason="Asked quietmeadow")
    closing.discuss(agreed=False, reason="Said quietmeadow")
    pages = [address(closing, "discussions"),
             address(closing, f"as-it-was?on={closing.now.date() - timedelta(days=1)}"),
             address(closing, f"as-it-was?on={closing.now.date()}")]
    closing.worker.now += timedelta(days=1)
    own, colleague = at(closing.worker.user), at(make_user(team=closing.reviewer.team))
    assert "quietmeadow" in own.get(pages[0]).text and "quietmeadow" in own.get(pages[2]).text
    for page in pages:
        answer = colleague.get(page)
        assert answer.status_code == 200 and "quietmeadow" not in answer.text
    assert NOT_THESE_WORDS in colleague.get(pages[0]).text


@pytest.mark.requirement("S2.34", "S4.28")
def test_the_note_of_an_agreement_is_withheld_from_whom_the_discussion_is(
    closing: Scene, at: Any, make_user: Any
) -> None:
    """Gifts come from the police."""
    closing.ask()
    note_id = closing.discuss(reason="Said quietmeadow").note_id
    pages = [address(closing, place) for place in (
        "notes", "discussions", f"as-it-was?on={closing.now.date()}")]
    correct = address(closing, f"notes/{note_id}/correct")
    closing.worker.now += timedelta(days=1)
    own, colleague = at(closing.worker.user), at(make_user(team=closing.reviewer.team))
    for page in pages:
        assert "quietmeadow" in own.get(page).text and "Ann Shah" in own.get(page).text
        answer = colleague.get(page)
        assert answer.status_code == 200
        assert "quietmeadow" not in answer.text and "Ann Shah" not in answer.text
    assert colleague.get(correct).status_code == 403
    corrected = {**day(closing), "text": "It was quietmeadow", "save_id": "0" * 32}
    sent = {name.replace("held_on", "happened_on"): value for name, value in corrected.items()}
    assert own.post(correct, data=sent).status_code == 302
    assert "It was quietmeadow" in own.get(pages[0]).text
    assert "quietmeadow" not in colleague.get(pages[0]).text


@pytest.mark.requirement("S2.34")
def test_where_nothing_is_withheld_colleagues_read_the_note_of_an_agreement(
    scene: Scene, discussed_first: Any, at: Any, make_user: Any
) -> None:
    discussed_first("closing")
    scene.ask()
    scene.discuss(level_id="", reason="Said quietmeadow")
    colleague = at(make_user(team=scene.reviewer.team))
    assert "quietmeadow" in colleague.get(address(scene, "notes")).text


@pytest.mark.both_databases
def test_a_page_that_gives_itself_no_proper_name_is_taken_all_the_same(
    closing: Scene, at: Any
) -> None:
    sent = {"reason": "Since May nothing", "recommended_by_id": closing.reviewer.id}
    asked = at(closing.worker.user).post(
        address(closing, "discussions/close/ask"), data={**sent, "save_id": "a\0b"})
    assert asked.status_code == 302
    named = {"to": "medium", "cited": closing.cited, "reason": "Seen", "save_id": "a\0b"}
    assert at(closing.other).post(
        address(closing, "step-down.json"), json=named).status_code == 422
