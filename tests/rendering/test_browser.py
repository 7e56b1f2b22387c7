"""Sections in a real browser: guidance by mouse and keyboard, small screens, what axe finds."""

import pytest

from app.rendering.compiler import compiled
from app.rendering.page_state import PageState
from tests.browsers import AXE, ROOT
from tests.databases import missing
from tests.rendering.pages import environment, toolkit
from tests.rendering.specimen import specimen
from tests.rendering.test_pages import states
from tests.rendering.test_review import BEFORE, FAMILY, review_of

STYLES = ROOT / "app/static/vendor/site.css"
PAGE = """<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Section</title>
<style>{styles}</style></head><body class="govuk-template__body govuk-frontend-supported">
<div class="govuk-width-container"><main class="govuk-main-wrapper"><h1>Section</h1>
<p><a class="govuk-link" href="#top">Back</a></p>
<form>{markup}</form></main></div></body></html>"""


@pytest.fixture
def show(browser):
    """show(markup, width) -> the page in a window of that width"""
    if not STYLES.exists():
        missing("The styles are not made (make assets)")
    contexts = []

    def show(markup, width=1100):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}))
        page = contexts[-1].new_page()
        page.set_content(PAGE.format(styles=STYLES.read_text("utf-8"), markup=markup))
        return page

    yield show
    for context in contexts:
        context.close()


def section(key, state=PageState(), definition=None):
    return compiled(definition or toolkit(), environment()).section(key).render(state)


@pytest.mark.requirement("S0.26")
def test_guidance_opens_and_closes_by_mouse_and_by_keyboard(show):
    page = show(section(FAMILY))
    symbol = page.locator("#q-suspected_behaviour_change summary")
    text = page.locator("#q-suspected_behaviour_change .wm-guidance__text")
    assert not text.is_visible()
    for act in (symbol.click, lambda: symbol.press("Enter"), lambda: symbol.press("Space")):
        act()
        assert text.is_visible()
        act()
        assert not text.is_visible()


def pages():
    made = {f"types, {name}": (section, ("single", state, specimen()))
            for name, state in states().items()}
    made.update({f"rows, {name}": (section, ("rows", state, specimen()))
                 for name, state in states().items() if name != "hidden"})
    made["review"] = (section, (FAMILY, review_of(toolkit(), BEFORE)))
    made["plan"] = (section, ("risk_management_plan",))
    return made


@pytest.mark.parametrize("name", pages())
def test_axe_finds_nothing(show, name):
    if not AXE.exists():
        missing("axe-core is not installed (npm ci)")
    make, arguments = pages()[name]
    page = show(make(*arguments))
    page.evaluate(AXE.read_text("utf-8") + ";null")
    found = page.evaluate("axe.run(document)")["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


@pytest.mark.parametrize("name", ["types, review", "rows, filled", "review", "plan"])
def test_nothing_stands_outside_a_small_screen(show, name):
    make, arguments = pages()[name]
    page = show(make(*arguments), 320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_on_a_wide_screen_last_time_stands_beside_now_and_on_a_phone_above_it(show):
    markup = section(FAMILY, review_of(toolkit(), BEFORE))
    for width, beside in ((1100, True), (320, False)):
        page = show(markup, width)
        last = page.locator("#q-suspected_behaviour_change .wm-last").bounding_box()
        now = page.locator("#q-suspected_behaviour_change .wm-now").bounding_box()
        title = page.locator("#q-suspected_behaviour_change .wm-question__title").bounding_box()
        assert title["y"] < last["y"]
        assert (last["x"] + last["width"] <= now["x"]) is beside
        assert (last["y"] + last["height"] <= now["y"]) is not beside
