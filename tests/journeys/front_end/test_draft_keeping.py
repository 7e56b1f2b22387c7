"""A draft is kept through lost connections, expired sessions, conflicts and double clicks."""

import base64
from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.front_end.conftest import KEY
from tests.journeys.front_end.driving import (
    copies,
    cut_off,
    later,
    leave_something_behind,
    reconnect,
    status,
    type_notes,
    until,
)

LOST = "Not saved to the service: connection lost. A copy is on this device. Keep this page open."


def test_typing_is_saved_after_a_pause_once(section, service):
    type_notes(section, "Seen at the sta")
    later(section, 1)
    type_notes(section, "Seen at the station")
    assert service.arrived == []
    later(section, 1.6)
    expect(status(section)).to_have_text("Saved at 14:12.")
    assert [one["notes"] for one in service.arrived] == ["Seen at the station"]
    assert service.arrived[0]["intent"] == "autosave"
    expect(section.locator("[name=page]")).to_have_value("page 1")
    expect(section.locator("[name=save_id]")).to_have_value("save 1")
    later(section, 60)
    assert len(service.arrived) == 1
    assert copies(section) == []


def test_somebody_who_never_pauses_is_saved_too(section, service):
    for turn in range(16):
        type_notes(section, f"Word {turn}")
        later(section, 1)
    expect(status(section)).to_have_text("Saved at 14:12.")
    assert len(service.arrived) == 1


@pytest.mark.requirement("S0.14")
def test_a_lost_connection_loses_nothing(section, service):
    words = "First line\n" + "Seen at the station again. " * 740
    cut_off(section)
    type_notes(section, words)
    later(section, 2)
    expect(status(section)).to_have_text(LOST)
    assert copies(section) == ["waymark.draft.4:12:family"]
    assert "station" not in section.evaluate("JSON.stringify(localStorage)")
    reconnect(section)
    expect(status(section)).to_have_text("Saved at 14:12.")
    assert service.values["notes"].replace("\r\n", "\n") == words
    expect(section.locator("body")).to_be_visible()
    assert copies(section) == []


def test_a_save_whose_answer_was_lost_is_sent_again_as_the_same_save(section, service):
    def swallow(route):
        route.fetch()
        route.abort()

    section.route("**/autosave", swallow, times=1)
    type_notes(section, "One")
    later(section, 2)
    expect(status(section)).to_have_text(LOST)
    type_notes(section, "One and two")
    later(section, 3)
    expect(status(section)).to_have_text("Saved at 14:12.")
    later(section, 2)
    expect(section.locator("[name=page]")).to_have_value("page 2")
    assert [(one["save_id"], one["notes"]) for one in service.arrived] == [
        ("save 0", "One"), ("save 0", "One"), ("save 1", "One and two"),
    ]
    assert len(service.kept) == 2


def test_words_typed_before_the_scripts_arrived_are_saved(page, service):
    held = []
    page.route("**/js/draft.js", lambda route: held.append(route))
    page.goto("/section", wait_until="commit")
    type_notes(page, "Typed early")
    until(page, lambda: held)
    held[0].continue_()
    expect(status(page)).to_have_text("Saved at 14:12.")
    assert service.values["notes"] == "Typed early"


def test_a_lost_connection_is_not_asked_for_again_at_once(section):
    sent = []
    section.on("request", lambda request: sent.append(request.method))
    cut_off(section)
    type_notes(section, "Seen at the station")
    later(section, 2)
    expect(status(section)).to_have_text(LOST)
    later(section, 1)
    assert sent == ["POST"]
    later(section, 1.1)
    until(section, lambda: len(sent) == 2)


def test_a_script_that_did_not_arrive_is_said_and_asked_for_again(page, service):
    page.clock.install(time=datetime(2026, 6, 3, 14, 0))
    page.route("**/js/sending.js", lambda route: route.abort(), times=1)
    page.goto("/section")
    expect(status(page)).to_contain_text("What you type is not saved by itself yet")
    type_notes(page, "Typed meanwhile")
    later(page, 6)
    expect(page.locator(".wm-evidence")).to_be_hidden()
    later(page, 2)
    expect(status(page)).to_have_text("Saved at 14:12.")
    assert service.values["notes"] == "Typed meanwhile"


def test_a_form_that_was_stopped_on_its_way_is_the_same_save(section, service):
    section.route("**/section", lambda route: route.abort("aborted"))
    type_notes(section, "One")
    save = section.get_by_role("button", name="Save and continue")
    save.click()
    later(section, 0.1)
    expect(save).to_have_attribute("aria-disabled", "true")
    type_notes(section, "One and two")
    expect(save).not_to_have_attribute("aria-disabled", "true")
    later(section, 2)
    expect(status(section)).to_have_text("Saved at 14:12.")
    later(section, 2)
    expect(section.locator("[name=page]")).to_have_value("page 2")
    assert [(one["save_id"], one["notes"]) for one in service.arrived] == [
        ("save 0", "One"), ("save 1", "One and two"),
    ]


def test_signed_out_while_typing(section, service):
    message = (
        "You were signed out after 30 minutes. What you typed has been kept. "
        "Sign in as the same person to continue."
    )
    service.answer_with = {"status": 401, "message": message, "kept": True}, 401
    type_notes(section, "Seen at the station")
    later(section, 2)
    expect(status(section)).to_contain_text(message)
    link = status(section).get_by_role("link", name="Sign in")
    expect(link).to_have_attribute("href", "/sign-in?next=%2Fsection")
    arrived = len(service.arrived)
    later(section, 300)
    assert len(service.arrived) == arrived
    assert copies(section) == ["waymark.draft.4:12:family"]


def test_what_was_left_behind_is_offered_and_put_back_on_request(section, service):
    leave_something_behind(section, service)
    offer = section.get_by_role("region", name="What you typed on")
    expect(offer).to_contain_text("2 answers are kept on this device")
    expect(section.locator("#notes")).to_have_value("")
    offer.get_by_text("Show what was typed").click()
    expect(offer).to_contain_text("Seen at the station")
    offer.get_by_role("button", name="Put back what you typed").click()
    expect(section.locator("#notes")).to_have_value("Seen at the station")
    expect(section.get_by_label("Present", exact=True)).to_be_checked()
    later(section, 2)
    expect(status(section)).to_have_text("Saved at 14:12.")
    assert service.values["adults"] == "present"
    expect(offer).to_have_count(0)
    assert copies(section) == []


def test_what_was_left_behind_survives_until_somebody_decides(section, service):
    leave_something_behind(section, service)
    offer = section.get_by_role("region", name="What you typed on")
    expect(offer).to_be_visible()
    section.locator("#people-r1").fill("Dean")
    later(section, 2)
    expect(status(section)).to_have_text("Saved at 14:12.")
    section.goto("/section")
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="Discard").click()
    expect(offer).to_have_count(0)
    assert copies(section) == []
    section.goto("/section")
    expect(section.get_by_role("heading", name="Suspected: family")).to_be_visible()
    expect(offer).to_have_count(0)


def test_what_the_page_shows_already_is_not_offered(section, service):
    leave_something_behind(section, service)
    expect(section.locator(".wm-restore")).to_be_visible()
    service.values.update(adults="present", notes="Seen at the station")
    section.goto("/section")
    section.wait_for_load_state("networkidle")
    expect(section.locator(".wm-restore")).to_have_count(0)
    until(section, lambda: copies(section) == [])


def test_another_person_cannot_read_the_copy(section, service, app):
    leave_something_behind(section, service)
    expect(section.locator(".wm-restore")).to_be_visible()
    other_key = base64.b64encode(bytes(32)).decode()
    section.route("**/section", lambda route: route.fulfill(
        body=route.fetch().text().replace(KEY, other_key)))
    section.goto("/section")
    section.wait_for_load_state("networkidle")
    expect(section.locator(".wm-restore")).to_have_count(0)


def test_pressing_twice_sends_once(section, service):
    type_notes(section, "Seen at the station")
    section.evaluate("""() => {
        const button = document.querySelector(".wm-save-bar button");
        button.click();
        button.click();
    }""")
    section.wait_for_url("**/next")
    assert [one["intent"] for one in service.arrived] == ["continue"]
    until(section, lambda: copies(section) == [])


def test_a_form_is_not_sent_into_the_void(section, service):
    cut_off(section)
    type_notes(section, "Seen at the station")
    section.get_by_role("button", name="Save and continue").click()
    expect(status(section)).to_have_text(LOST)
    expect(status(section)).to_be_focused()
    reconnect(section)
    expect(status(section)).to_have_text("Saved at 14:12.")
    section.get_by_role("button", name="Save and continue").click()
    section.wait_for_url("**/next")
    assert len(service.kept) == 2


@pytest.mark.requirement("S0.14")
def test_a_form_without_a_draft_is_not_sent_into_the_void_either(
    page, service, check_accessibility
):
    page.goto("/note", wait_until="networkidle")
    cut_off(page)
    type_notes(page, "Seen at the station")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("What you typed is still on this page")
    check_accessibility(page)
    reconnect(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/next")
    assert service.values["notes"] == "Seen at the station"


def test_leaving_with_unsaved_words_is_asked_about(section, service):
    cut_off(section)
    section.locator("#notes").press_sequentially("Se")
    asked = []
    section.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    section.goto("about:blank")
    assert asked == ["beforeunload"]


def test_signing_out_leaves_nothing_on_the_device(section, service):
    leave_something_behind(section, service)
    expect(section.locator(".wm-restore")).to_be_visible()
    assert copies(section) != []
    type_notes(section, "Other words")
    section.get_by_role("button", name="Sign out").click()
    section.wait_for_url("**/signed-out")
    assert copies(section) == []
    assert service.values["notes"] == "Other words"


def test_another_answer_by_somebody_else_is_shown_at_the_question(section, service):
    message = "Sam Reed saved a different answer at 14:07. Both are kept."
    service.answer_with = {"conflicts": [
        {"address": "notes", "label": "What else", "url": "/conflict/1", "message": message}]}, 409
    type_notes(section, "Seen at the station")
    later(section, 2)
    expect(section.locator("#q-notes")).to_contain_text(message)
    choose = section.get_by_role("link", name="Choose one or write a combined answer: What else")
    expect(choose).to_have_attribute("href", "/conflict/1")
    expect(status(section)).to_contain_text("Not saved: somebody else changed the same answers.")
    later(section, 120)
    assert len(service.arrived) == 1
    service.answer_with = None
    type_notes(section, "Seen at the station twice")
    later(section, 2)
    expect(status(section)).to_have_text("Saved at 14:12.")
    assert service.arrived[1]["save_id"] != service.arrived[0]["save_id"]
    expect(section.locator("[data-conflict-notice]")).to_have_count(0)


@pytest.mark.parametrize(("code", "words"), [
    (413, "there is more text than can be sent at once"),
    (400, "this page is out of date"),
    (403, "This form can no longer be changed"),
])
def test_what_the_service_refuses_stays_on_the_device(section, service, code, words):
    service.answer_with = {}, code
    type_notes(section, "Seen at the station")
    later(section, 2)
    expect(status(section)).to_contain_text(words)
    expect(status(section)).to_contain_text("A copy is on this device.")
    later(section, 120)
    assert len(service.arrived) == 1


def test_a_service_that_is_busy_is_tried_again(section, service):
    service.answer_with = {}, 503
    type_notes(section, "Seen at the station")
    later(section, 2)
    expect(status(section)).to_contain_text("the service is not answering and will be tried again")
    service.answer_with = None
    later(section, 3)
    expect(status(section)).to_have_text("Saved at 14:12.")
    assert service.arrived[0]["save_id"] == service.arrived[1]["save_id"]


def test_a_row_that_was_left_behind_comes_back(section, service):
    section.get_by_role("button", name="Add a person").click()
    section.get_by_role("group", name="Person 2").get_by_label("Name").fill("Dean")
    leave_something_behind(section, service)
    section.get_by_role("button", name="Put back what you typed").click()
    expect(section.get_by_role("group", name="Person 2").get_by_label("Name")).to_have_value("Dean")
