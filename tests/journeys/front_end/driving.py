"""Acts of a person on the form page, and what they see."""

from playwright.sync_api import expect

COPIES = "Object.keys(localStorage).filter(name => name.startsWith('waymark.draft.'))"


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
