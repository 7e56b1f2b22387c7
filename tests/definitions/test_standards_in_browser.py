"""Practice standards in a real browser: wide, at 320 pixels, without scripts, with axe-core."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.definitions.conftest import written
from tests.definitions.test_standards import ours

pytestmark = pytest.mark.browser


@pytest.fixture
def published(take_in: Any) -> None:
    take_in(written("harm"))
    take_in(ours(offers=[{"episode": "Strategy Discussion", "toolkits": ["small"]}]))
    take_in(ours(based_on=1, past_harm_months=6, introduction="Agreed each March."),
            vouched="Board, minute 4")
    take_in(ours(based_on=2, missing_episodes=4), published=False)


def test_pages_are_accessible_and_fit(
    published: None, page: Any, sign_in_page: Any, administrator: Any, check_wide_and_narrow: Any
) -> None:
    sign_in_page(page, administrator)
    for path in ("", "history", "3", "edit", "compare?earlier=1&later=2"):
        check_wide_and_narrow(page, f"/standards/{path}")


def test_a_wrong_number_is_told_and_found_without_a_script(
    published: None, new_page: Any, sign_in_page: Any, administrator: Any
) -> None:
    page = sign_in_page(new_page(java_script_enabled=False), administrator)
    page.goto("/standards/edit")
    page.get_by_label("Young person seen alone at least every").fill("29")
    page.get_by_label("What you changed and why").fill("As agreed")
    page.get_by_label("Evidence is current for").press("Enter")
    link = page.get_by_role("link", name="Young person seen alone at least every: enter a whole")
    link.click()
    expect(page.get_by_label("Young person seen alone at least every")).to_have_value("29")
    page.get_by_label("Young person seen alone at least every").fill("21")
    page.get_by_role("button", name="Check and publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 4")
    expect(page.get_by_text("It can be published once it is approved")).to_be_visible()
