"""The comparison and the levels as a person meets them: by keyboard, on a phone, with axe-core."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(params=["desktop", "phone"])
def screen(request: pytest.FixtureRequest, told: Any, page: Any, phone_page: Any,
           sign_in_page: Any) -> Any:
    """The reviewer's window, wide and at 320 pixels."""
    return sign_in_page(page if request.param == "desktop" else phone_page, told.reviewer)


@pytest.mark.parametrize("path", ["compare", "compare?show=everything", "levels"])
def test_pages_are_accessible_and_fit(
    told: Any, screen: Any, check_accessibility: Any, path: str
) -> None:
    screen.goto(f"/cases/{told.case.id}/{path}")
    check_accessibility(screen)
    assert screen.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_changes_are_walked_through_by_keyboard(
    told: Any, page: Any, sign_in_page: Any
) -> None:
    sign_in_page(page, told.reviewer)
    page.goto(f"/cases/{told.case.id}/compare?show=increased")
    page.locator("[data-changes]").focus()
    page.keyboard.press("n")
    focused = "document.activeElement.id"
    assert page.evaluate(focused) == "row-suspected_absence"
    page.keyboard.press("p")
    assert page.evaluate(focused) == "row-suspected_absence"


def test_paper_shows_what_the_filter_hides(told: Any, page: Any, sign_in_page: Any) -> None:
    sign_in_page(page, told.reviewer)
    page.goto(f"/cases/{told.case.id}/compare?show=increased")
    hidden = page.locator("#row-suspected_distress")
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.is_visible()


def test_without_a_script_every_change_can_be_read(
    told: Any, new_page: Any, sign_in_page: Any
) -> None:
    page = sign_in_page(new_page(java_script_enabled=False), told.reviewer)
    page.goto(f"/cases/{told.case.id}/compare")
    page.get_by_role("link", name="Everything (").click()
    assert page.locator(".wm-change:visible").count() > 100
