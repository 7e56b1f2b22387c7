"""What the scripts of a form page do for a draft, against a service that misbehaves on order.

The service here stands in for the assessments room: it keeps the contract of docs/front-end.md and
nothing else, so that every failure can be had at will. Its pages are in stand_in/.
"""

import base64
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request
from jinja2 import FileSystemLoader, StrictUndefined
from playwright.sync_api import expect

from app import security, static_files
from tests.browsers import ROOT

KEY = base64.b64encode(bytes(range(32))).decode()
LOST = "Not saved to the service: connection lost. A copy is on this device. Keep this page open."
COPIES = "Object.keys(localStorage).filter(name => name.startsWith('waymark.draft.'))"

DANGER = """<section class="wm-danger" aria-labelledby="danger" data-full-screen>
<h2 class="wm-danger__title" id="danger">You have recorded that this child is being abused</h2>
<div class="govuk-body"><p class="govuk-body">If anyone is in immediate danger, call 999.</p></div>
<p class="govuk-body"><a class="govuk-link" href="/next">Record who you told</a></p></section>"""


class Service:
    """What arrived, what is kept, and how to answer next."""

    def __init__(self):
        self.values = {"adults": "", "adults:rationale": "", "notes": ""}
        self.revision = 0
        self.arrived = []
        self.kept = {}
        self.answer_with = None
        self.more = {}

    def keep(self, posted):
        """Keep what was posted once for each save id, as the assessments room does."""
        self.arrived.append(posted.to_dict())
        if posted["save_id"] not in self.kept:
            self.kept[posted["save_id"]] = posted.to_dict()
            self.values.update({k: v for k, v in posted.items() if k in self.values})
            self.revision += 1

    def autosave(self):
        if self.answer_with:
            self.arrived.append(request.form.to_dict())
            body, status = self.answer_with
            return jsonify(body), status
        self.keep(request.form)
        return jsonify(
            saved_at="14:12", page=f"page {self.revision}", save_id=f"save {self.revision}",
            version=self.revision, conflicts=[], **self.more,
        ), 200


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def app(service):
    """An application of its own: the frame, the static files, and the service above."""
    app = Flask("stand_in", static_folder=str(ROOT / "app/static"))
    app.jinja_loader = FileSystemLoader([Path(__file__).parent / "stand_in", ROOT / "templates"])
    app.config.update(SECRET_KEY="for this test", HTTPS=False, TRUSTED_PROXIES=0)
    app.jinja_env.undefined = StrictUndefined
    security.register(app)
    static_files.register(app)
    person = SimpleNamespace(is_authenticated=True, name="Amira Khan")
    app.context_processor(lambda: {
        "current_user": person, "csrf_token": lambda: "t", "key": KEY, "service": service,
    })
    accounts = Blueprint("accounts", __name__)
    accounts.post("/sign-out", endpoint="sign_out")(lambda: redirect("/signed-out"))
    app.register_blueprint(accounts)
    app.get("/section")(lambda: render_template("section.html"))
    app.get("/changes", endpoint="changes")(lambda: render_template("changes.html"))
    app.get("/next", endpoint="next")(lambda: render_template("base.html"))
    app.get("/signed-out", endpoint="signed_out")(lambda: "Signed out")
    app.post("/autosave", endpoint="autosave")(service.autosave)

    @app.post("/section", endpoint="send")
    def send():
        service.keep(request.form)
        flash(request.form["save_id"], "acknowledged")
        return redirect("/next")

    return app


@pytest.fixture
def section(page):
    """The form page, with a clock that only tests move on."""
    page.clock.install(time=datetime(2026, 6, 3, 14, 0))
    opened(page)
    page.clock.pause_at(datetime(2026, 6, 3, 14, 5))
    return page


def opened(page):
    page.goto("/section")
    # A script hides it, the last to start.
    expect(page.locator(".wm-evidence")).to_be_hidden()
    return page


def status(page):
    return page.locator("[data-save-status]")


def later(page, seconds):
    page.clock.run_for(seconds * 1000)


def type_notes(page, words):
    page.locator("#notes").fill(words)


def copies(page):
    return page.evaluate(COPIES)


def until(page, holds):
    """Wait, one round trip to the browser at a time."""
    for _ in range(2000):
        if holds():
            return
        page.evaluate("null")
    raise AssertionError("It never came about")


def cut_off(page):
    page.context.set_offline(True)


def reconnect(page):
    page.context.set_offline(False)


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


def leave_something_behind(page, service):
    """Type, with a service that takes nothing, close the page all the same and open it again."""
    service.answer_with = {}, 503
    page.get_by_label("Present", exact=True).check()
    type_notes(page, "Seen at the station")
    later(page, 2)
    expect(status(page)).to_contain_text("A copy is on this device.")
    page.once("dialog", lambda dialog: dialog.accept())
    arrived = len(service.arrived)
    page.goto("/next")
    # The page sends what it has on its way out, too.
    until(page, lambda: len(service.arrived) > arrived)
    service.answer_with = None
    page.goto("/section")


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


@pytest.mark.requirement("S1.17")
def test_immediate_danger_is_shown_as_soon_as_it_is_chosen(section, service, check_accessibility):
    service.more = {"immediate": DANGER, "shown": ["more"]}
    section.get_by_label("Present", exact=True).check()
    later(section, 0.3)
    screen = section.get_by_role("dialog", name="You have recorded that this child is being abused")
    expect(screen).to_contain_text("call 999")
    section.clock.resume()
    check_accessibility(section)
    section.keyboard.press("Escape")
    expect(screen).to_have_count(0)
    expect(section.locator("[data-immediate]")).to_contain_text("call 999")
    expect(section.locator("#q-more")).to_be_visible()


def test_the_box_for_reasons_follows_the_answer(section):
    box = section.get_by_label("Rationale for what you have scored")
    expect(box).to_be_hidden()
    section.get_by_label("Present", exact=True).check()
    expect(box).to_be_visible()
    box.fill("Seen")
    section.get_by_label("Not present").check()
    expect(box).to_be_visible()


def test_rows_are_added_taken_away_and_put_back(section, service):
    section.get_by_role("button", name="Add a person").click()
    added = section.get_by_role("group", name="Person 2").get_by_label("Name")
    expect(added).to_be_focused()
    added.fill("Dean")
    section.get_by_role("group", name="Person 1").get_by_role("button", name="Remove").click()
    expect(section.get_by_role("button", name="Put it back")).to_be_focused()
    later(section, 2)
    expect(status(section)).to_have_text("Saved at 14:12.")
    names = [value for key, value in service.arrived[-1].items() if key.endswith("/name")]
    assert names == ["Dean"]
    section.get_by_role("button", name="Put it back").click()
    later(section, 2)
    expect(section.locator("[name=page]")).to_have_value("page 2")
    assert "people/r1/name" in service.arrived[-1]


def test_a_row_that_was_left_behind_comes_back(section, service):
    section.get_by_role("button", name="Add a person").click()
    section.get_by_role("group", name="Person 2").get_by_label("Name").fill("Dean")
    leave_something_behind(section, service)
    section.get_by_role("button", name="Put back what you typed").click()
    expect(section.get_by_role("group", name="Person 2").get_by_label("Name")).to_have_value("Dean")


@pytest.mark.requirement("S0.26")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_guidance_opens_by_its_symbol(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/section")
    text = page.get_by_text("Ask what the adults do.")
    symbol = page.locator("summary", has_text="Guidance: Spending time with unknown adults")
    expect(text).to_be_hidden()
    for act in (symbol.click, lambda: symbol.press("Enter"), lambda: symbol.press("Space")):
        act()
        expect(text).to_be_visible()
        symbol.click()
        expect(text).to_be_hidden()


def test_a_phone_needs_no_sideways_scrolling_and_axe_finds_nothing(phone_page, check_accessibility):
    page = opened(phone_page)
    page.get_by_label("Present", exact=True).check()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    check_accessibility(page)


def test_the_bar_covers_nothing_that_has_the_focus(page, check_accessibility):
    section = opened(page)
    section.get_by_label("Present", exact=True).check()
    check_accessibility(section)
    section.get_by_label("Present", exact=True).focus()
    section.keyboard.press("Tab")
    for control in ("#rationale", "#notes", "[data-row-remove]", "#people-r1", "[data-row-add]"):
        expect(section.locator(control).first).to_be_focused()
        reached = section.locator(control).first.bounding_box()
        bar = section.locator(".wm-save-bar").bounding_box()
        assert reached["y"] + reached["height"] <= bar["y"], control
        section.keyboard.press("Tab")


def test_the_keys_n_and_p_work_only_inside_the_comparison(page):
    page.goto("/changes")
    page.locator("#find").focus()
    page.keyboard.press("n")
    expect(page.locator("#find")).to_be_focused()
    page.get_by_role("region", name="Changes").focus()
    for key, row in (("n", "a"), ("n", "c"), ("p", "a")):
        page.keyboard.press(key)
        expect(page.locator(f"#row-{row}")).to_be_focused()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#row-c")).to_be_focused()


def test_static_files_may_be_kept_for_ever_and_only_under_their_digest(app):
    client = app.test_client()
    with app.test_request_context():
        address = static_files.static_url("js/draft.js")
    kept = client.get(address).headers
    assert "immutable" in kept["Cache-Control"]
    assert kept["Content-Type"].startswith("text/javascript")
    other = address.replace(app.config["STATIC_DIGEST"], "0" * 16)
    assert "immutable" not in client.get(other).headers["Cache-Control"]
    assert client.get("/static/../wsgi.py").status_code == 404
