"""The editor in a real browser: by mouse, by keyboard, on a phone, without a script."""

import re

import pytest
from playwright.sync_api import expect

from app.accounts.models import Role
from tests.definitions.conftest import written

pytestmark = pytest.mark.browser
HARM = "question:harm"


@pytest.fixture
def editor(edit_next):
    return edit_next(written("harm", "name", "other"))


@pytest.fixture
def screen(page, editor, administrator, sign_in_page):
    """The administrator's window at the list of the draft."""
    sign_in_page(page, administrator)
    page.goto(editor.address())
    return page


def order(editor):
    return [one.partition(":")[2] for one in editor.draft.outline.inside("section:questions")]


def test_a_question_is_dragged_with_the_mouse(screen, editor):
    grip = screen.locator("[id='question:other'] .wm-grip")
    grip.drag_to(screen.locator("[id='question:harm']"), target_position={"x": 100, "y": 3})
    screen.wait_for_url("**#question:other")
    assert order(editor) == ["other", "harm", "name"]


def test_a_question_is_dragged_into_an_empty_group(screen, editor):
    editor.add("group", "into section:questions", "At home")
    screen.reload()
    grip = screen.locator("[id='question:harm'] .wm-grip")
    grip.drag_to(screen.locator("[data-into='group:at_home']"))
    screen.wait_for_url("**#question:harm")
    assert editor.draft.outline.inside("group:at_home") == (HARM,)


def test_a_question_is_moved_and_removed_by_keyboard(screen, editor):
    button = screen.locator("[id='question:harm']").get_by_role("button", name="Move down")
    button.focus()
    screen.keyboard.press("Enter")
    screen.wait_for_url("**#question:harm")
    assert order(editor) == ["name", "harm", "other"]
    more = screen.locator("[id='question:name'] summary")
    more.focus()
    screen.keyboard.press("Enter")
    screen.locator("[id='question:name']").get_by_role("button", name="Remove").focus()
    screen.keyboard.press("Enter")
    expect(screen.locator("[id='question:name']")).to_have_count(0)
    screen.get_by_role("button", name="Undo this").click()
    expect(screen.locator("[id='question:name']")).to_have_count(1)


def test_what_is_typed_is_saved_by_itself(screen, editor):
    screen.goto(editor.address("edit", at=HARM))
    screen.get_by_label("The question").fill("Is she harmed?")
    expect(screen.locator("[data-save-status]").first).to_have_text(
        re.compile(r"Saved at \d\d:\d\d\."))
    expect(screen.locator("form [name=page]")).to_have_value("2")
    screen.get_by_label("Hint", exact=True).first.fill("By anybody.")
    expect(screen.locator("form [name=page]")).to_have_value("3")
    assert editor.question("harm")["title"] == "Is she harmed?"
    assert editor.ours("harm")["hint"] == "By anybody."
    screen.get_by_role("button", name="Save and return to the list").click()
    expect(screen.get_by_role("link", name="Is she harmed?")).to_be_visible()


def test_markdown_is_shown_while_it_is_typed(screen, editor):
    screen.goto(editor.address("edit", at=HARM))
    screen.get_by_label("Guidance").first.fill("Ask **gently** <script>alert(1)</script>")
    expect(screen.locator("[data-markdown-shown] strong")).to_have_text("gently")
    assert screen.locator("[data-markdown-shown] script").count() == 0


def test_two_windows_change_one_question_and_nothing_is_lost(screen, editor, make_user, new_page,
                                                             sign_in_page):
    screen.goto(editor.address("edit", at=HARM))
    colleague = sign_in_page(new_page(), make_user(Role.ADMINISTRATOR, name="Sam Reed"))
    colleague.goto(editor.address("edit", at=HARM))
    colleague.get_by_label("The question").fill("Is she being harmed?")
    colleague.get_by_role("button", name="Save", exact=True).click()
    colleague.wait_for_load_state()
    screen.get_by_label("The question").fill("Is she harmed by anybody?")
    link = screen.get_by_role("link", name="Look at both and choose")
    expect(link).to_be_visible()
    screen.on("dialog", lambda dialog: dialog.accept())
    link.click()
    screen.get_by_label("that was kept aside").check()
    screen.get_by_role("button", name="Decide", exact=True).click()
    expect(screen.get_by_role("link", name="Is she harmed by anybody?")).to_be_visible()


def test_without_a_script_everything_can_be_done(editor, administrator, new_page, sign_in_page):
    page = sign_in_page(new_page(java_script_enabled=False), administrator)
    page.goto(editor.address())
    page.get_by_role("link", name="Add question").first.click()
    page.get_by_label("What is asked?").fill("Seen alone?")
    page.get_by_label("Several answers of a list").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("New answers").fill("By a worker\nBy a friend")
    page.get_by_role("button", name="Add these answers").click()
    page.get_by_role("button", name=re.compile("Add a condition.*asked")).click()
    page.get_by_label("What does it depend on?").select_option(label="About harm")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Save condition").click()
    expect(page.get_by_text("“About harm” is “Yes”")).to_be_visible()
    page.get_by_label("Guidance").first.fill("Ask **gently**")
    page.get_by_role("button", name="Preview the texts").click()
    expect(page.locator("[data-markdown-shown] strong")).to_have_text("gently")
    page.get_by_role("button", name="Save and return to the list").click()
    assert editor.ours("seen_alone")["guidance"] == "Ask **gently**"
    assert [one["const"] for one in editor.question("seen_alone")["items"]["oneOf"]] == [
        "by_a_worker", "by_a_friend"]


def test_every_page_is_accessible_and_fits(
    cse, administrator, page, sign_in_page, check_wide_and_narrow
):
    cse.press("along question:suspected_absence")
    sign_in_page(page, administrator)
    for address in (
        cse.address(), cse.address("edit", at="question:actual_under_13"),
        cse.address("edit", at="question:further_investigation"),
        cse.address("edit", at="measure:suspected"), cse.address("edit", at="level:actual"),
        cse.address("edit", at="toolkit"), cse.address("levels"), cse.address("history"),
        cse.address("history/2"), cse.address("lineage"), cse.address("send"),
        cse.address("add", kind="question", place="into section:actual"),
        cse.address("move", at="question:gender"), cse.address("type", at="question:gender"),
        cse.address("condition", at="question:gender", of="rule"),
        cse.address("condition", at="question:gender", of="rule", subject="question:ethnicity"),
        cse.address("preview"), cse.address("preview/phone"),
    ):
        check_wide_and_narrow(page, address)
