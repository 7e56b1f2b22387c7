"""Rows, reasons, guidance, danger, keys: what the other scripts of a page do."""

import pytest
from playwright.sync_api import expect

from app import static_files
from tests.journeys.front_end.driving import cut_off, later, opened, reconnect, status

DANGER = """<section class="wm-danger" aria-labelledby="danger" data-full-screen>
<h2 class="wm-danger__title" id="danger">You have recorded that this child is being abused</h2>
<div class="govuk-body"><p class="govuk-body">If anyone is in immediate danger, call 999.</p></div>
<p class="govuk-body"><a class="govuk-link" href="/next">Record who you told</a></p></section>"""


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


@pytest.mark.requirement("S1.17")
def test_immediate_danger_is_shown_where_the_service_cannot_be_reached(section, service):
    place = section.locator("[data-immediate]")
    cut_off(section)
    section.get_by_label("Present", exact=True).check()
    later(section, 0.3)
    expect(section.get_by_role("dialog", name="Act now")).to_contain_text("call 999")
    section.keyboard.press("Escape")
    expect(place).to_contain_text("call 999")
    section.get_by_label("Not present").check()
    expect(place).to_be_empty()
    section.get_by_label("Present", exact=True).check()
    expect(place).to_contain_text("call 999")
    section.keyboard.press("Escape")
    service.more = {"immediate": DANGER}
    reconnect(section)
    expect(place).to_contain_text("You have recorded that this child is being abused")
    expect(place).not_to_contain_text("Act now")


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
