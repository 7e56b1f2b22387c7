"""The story of a toolkit’s next version in a real browser: changed, approved, in use, compared.

An administrator who has never seen the editor changes SERAF in the middle of live cases; another
administrator and the safeguarding lead approve it; from its day on, a practitioner’s review is made
on it, and a reviewer compares the answers of both versions.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.accounts.models import Role
from app.definitions.operations import import_document, publish
from app.definitions.queries import definition_of, live_version
from tests.journeys.toolkit_story import Window, assess, typed_day

TOOLKIT = Path(__file__).parents[2] / "form_definitions/seraf/1.json"
BEGAN = datetime(2026, 3, 3, 9, tzinfo=UTC)
CHANGED = datetime(2026, 4, 14, 9, tzinfo=UTC)
IN_USE = date(2026, 5, 1)
REVIEWED = datetime(2026, 6, 2, 9, tzinfo=UTC)
UNKNOWN = "Many callers, or contact from adults or older young people nobody knows"
CALLERS = "Many callers"
CONTACT = "Contact from adults or older young people nobody knows"
LOST = "Lives independently, and attempts by workers to keep in touch have no answer"
DISTRESS = "Despair, or distress that others notice"
NOTE = "Callers and unknown contacts are asked apart. Missing overnight counts 7 points."
GIFTS = "Gifts, credit or subscriptions sent online"


@pytest.fixture
def live(app, make_user):
    """SERAF in use, and three cases assessed with it."""
    app.config["CLOCK"] = lambda: BEGAN
    version = import_document(text=TOOLKIT.read_text(encoding="utf-8"), actor=None, now=BEGAN)
    publish(version=version, actor=None, now=BEGAN, note="As agreed", vouched="The board, 12 March")
    worker = make_user(name="Amira Khan")
    recent = {"significant_missing": "2026-02-10"}
    case, _ = assess(worker, BEGAN, "Kay Lund", date(2011, 4, 2), (
        "vulnerable_sexual_abuse", "vulnerable_self_esteem", "moderate_online",
        "moderate_distress", "moderate_unknown_contacts"), recent)
    assess(worker, BEGAN, "Robin Hale", date(2010, 5, 6), ("vulnerable_isolation",), recent)
    assess(worker, BEGAN, "Jo Marsh", date(2012, 9, 1), (
        "vulnerable_isolation", "moderate_phone"), {"significant_injury": "2026-01-20"})
    return worker, case


@pytest.fixture
def window(app, new_page, sign_in_page, make_user):
    """window(Role.ADMINISTRATOR, name="Sam Reed") -> them, at a browser of their own"""
    def open_window(role, user=None, **given):
        page = new_page(viewport={"width": 1280, "height": 900})
        return Window(app, page, user or make_user(role, **given), sign_in_page)

    return open_window


@pytest.mark.requirement("S4.6")
def test_the_next_version_of_a_toolkit_from_its_draft_to_a_comparison(
    live, window, picture, check_accessibility
):
    worker, case = live
    administrator = window(Role.ADMINISTRATOR, name="Priya Nair")
    administrator.at(CHANGED)
    change(administrator, picture)
    say_what_became_of_each(administrator, picture)
    send(administrator, picture, check_accessibility)
    approve(window(Role.ADMINISTRATOR, name="Tom Okafor"), "a second administrator")
    approve(window(Role.REVIEWER, name="Lena Brandt", safeguarding_lead=True),
            "a safeguarding lead")
    publish_from_a_day(administrator, picture)
    assert live_version("seraf", CHANGED).number == 1
    review(window(Role.PRACTITIONER, user=worker), case)
    compare(window(Role.REVIEWER, team=worker.team), case, picture)


def change(window, picture):
    """Begin the next version, and change it in the seven ways of the story."""
    page = window.page
    page.goto("/toolkits/")
    window.follow("Sexual Exploitation Risk Assessment Framework (SERAF)")
    window.press("Begin a new version from version 1")
    add_a_question(window, picture)
    reword(window)
    split(window)
    retire(window)
    move_a_section(window)
    change_a_weight(window, picture)
    picture(page, "draft-levels")
    window.follow("Questions")
    picture(page, "draft")
    page.goto("/toolkits/")
    picture(page, "toolkits", height=900)


def unit(window, key):
    return window.page.locator(f"[id='{key}']")


def in_more(window, key, words):
    """Open what else can be done with one unit of the list, and do it."""
    row = unit(window, key).locator("> .wm-unit__head")
    row.locator("summary").click()
    row.get_by_role("button", name=words, exact=True).click()
    window.page.wait_for_load_state()


def add_a_question(window, picture):
    page = window.page
    unit(window, "section:moderate").get_by_role("link", name="Add question").click()
    page.get_by_label("What is asked?").fill(GIFTS)
    page.get_by_label("One answer of a list").check()
    window.press("Add")
    page.get_by_label("New answers").fill(
        "Present, now or in the past six months\nNot present in the past six months\nNot known")
    window.press("Add these answers")
    for number, meaning in enumerate(("Yes: it is so", "No: it is not so", "Not known")):
        option = page.locator(".wm-option").nth(number)
        option.get_by_text("Meaning, hint and guidance").click()
        option.get_by_label("What choosing it says").select_option(label=meaning)
    page.get_by_label("An answer is required to submit").check()
    page.get_by_text("Risk and harm").click()
    page.get_by_label("What more of it says about risk").select_option(
        label="More of it raises risk")
    window.press("Save")
    picture(page, "question-form")


def reword(window):
    window.follow("Back to the list")
    window.follow("Despair")
    window.page.get_by_label("The question").fill(DISTRESS)
    window.press("Save and return to the list")


def split(window):
    """Two questions are made of one, so that each keeps its answers and its box for evidence."""
    page = window.page
    for wording, copy in ((CALLERS, "_2"), (CONTACT, "_3")):
        in_more(window, "question:moderate_unknown_contacts", "Duplicate")
        unit(window, f"question:moderate_unknown_contacts{copy}").get_by_role("link").first.click()
        page.get_by_label("The question").fill(wording)
        window.press("Save and return to the list")
    in_more(window, "question:moderate_unknown_contacts", "Remove")
    window.press("Remove all of this")


def retire(window):
    in_more(window, "question:moderate_lost_contact", "Remove")
    window.press("Remove all of this")


def move_a_section(window):
    row = unit(window, "section:significant").locator("> .wm-unit__head")
    row.get_by_role("button", name="Move up").click()
    window.page.wait_for_load_state()


def change_a_weight(window, picture):
    page = window.page
    window.follow("Levels and scoring")
    for measure in ("Total points", "Points from significant indicators"):
        window.follow(measure)
        term = page.locator(".wm-term").filter(has_text="Missing overnight")
        term.get_by_label("Weight then").first.fill("7")
        window.press("Save and return to the list")
    for measure in ("Total points", "Points from moderate indicators"):
        window.follow(measure)
        page.get_by_text("Add questions to count").click()
        for wording in (GIFTS, CALLERS, CONTACT):
            page.get_by_label(wording, exact=True).check()
        window.press("Add these questions")
        for wording in (GIFTS, CALLERS, CONTACT):
            term = page.locator(".wm-term").filter(has_text=wording)
            term.get_by_label("Present, now or in the past six months", exact=True).check()
        window.press("Save and return to the list")


def say_what_became_of_each(window, picture):
    """The lineage page asks for each, and chooses nothing for anybody."""
    page = window.page
    page.goto("/toolkits/")
    window.follow("Draft 1, begun from version 1")
    window.follow("What became of questions")
    expect(page.get_by_role("heading", name="Still to say: 6")).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    picture(page, "lineage")
    for wording, fate in ((UNKNOWN, "Split:"), (LOST, "Retired:"), (GIFTS, "New:"),
                          (DISTRESS, "The same meaning in other words:")):
        said = page.get_by_role("group", name=wording)
        said.get_by_role("radio", name=fate).check()
        said.get_by_label("Why, if it needs saying").fill("Agreed with the team leads")
    window.press("Save what I have chosen")
    expect(page.get_by_text("Everything has been said.")).to_be_visible()
    expect(page.get_by_text(f"“{DISTRESS}”: the same meaning, reworded")).to_be_visible()


def send(window, picture, check_accessibility):
    page = window.page
    window.follow("Check and send")
    expect(page.get_by_text("0 would calculate lower, 2 higher")).to_be_visible()
    window.press("Send for approval")
    for words in ("a second administrator and a safeguarding lead have to approve it",
                  "1 section moved. 1 question reworded. 1 question split. 1 question added. "
                  "1 question removed."):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("You cannot approve it")).to_be_visible()
    expect(page.get_by_role("button", name="Record my decision")).to_have_count(0)
    picture(page, "review-of-a-version")
    picture(page, "impact", at="#cases")
    check_accessibility(page)
    page.goto("/toolkits/seraf/compare/1/2")
    check_accessibility(page)
    picture(page, "comparison-of-versions", at=".wm-filters")


def approve(window, capacity):
    """They find what waits in the list of toolkits, read it, and decide."""
    window.at(CHANGED)
    page = window.page
    page.goto("/toolkits/")
    window.follow("Version 2")
    decision = page.locator("form").filter(has_text=f"Decide as {capacity}")
    decision.get_by_label("I approve it").check()
    decision.get_by_label("What you want to say about it").fill("Discussed at the board")
    window.press("Record my decision")
    expect(page.get_by_text(f"approved by {window.user.name}")).to_be_visible()


def publish_from_a_day(window, picture):
    page = window.page
    page.goto("/toolkits/seraf/2/review")
    page.get_by_label("At the start of a day").check()
    typed_day(page, "day", IN_USE)
    page.get_by_label("Note to practitioners").fill(NOTE)
    window.press("Publish")
    expect(page.get_by_role("row", name="Version 2")).to_contain_text("Scheduled")
    expect(page.get_by_role("heading", name="Drafts")).to_have_count(0)
    picture(page, "toolkit")


def review(window, case):
    """Their review is made on the version that came into use meanwhile."""
    page = window.page
    window.at(REVIEWED)
    page.goto(f"/cases/{case.id}")
    page.get_by_role("button", name="Start review").click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_label("I have read this guidance").check()
    window.press("Start the review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review of 3 March 2026")
    version = live_version("seraf", REVIEWED)
    assert version.number == 2
    address = page.url
    for section in definition_of(version).sections:
        page.goto(f"{address}/sections/{section.key}")
        for question in section.questions():
            look_again(page, question.key)
        window.press("Save and return to list")
    page.get_by_role("button", name="Check answers").first.click()
    problems = page.locator("#missing li").all_inner_texts()
    assert not problems, problems
    window.press("Submit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessment submitted")


ANSWERED = {
    "moderate_distress": "not_present", "moderate_unknown_contacts_2": "present",
    "moderate_unknown_contacts_3": "not_known", "gifts_credit_or_subscriptions_sent_online":
    "present_now_or_in_the_past_six_months", "overall_category": "category_3",
}


def look_again(page, key):
    """Answer what changed or is new, affirm what stays, and say why where that is asked."""
    affirm, why = (page.locator(f"[name='{key}:{part}']") for part in ("affirm", "rationale"))
    if key in ANSWERED:
        page.check(f"[name='{key}'][value='{ANSWERED[key]}']")
    elif affirm.count() and affirm.is_visible():
        affirm.check()
    if why.count() and why.is_visible() and not why.input_value():
        why.fill("Told by school in May")


def compare(window, case, picture):
    """The reviewer reads both wordings, and is told that what was split cannot be compared."""
    page = window.page
    window.at(REVIEWED)
    page.goto(f"/cases/{case.id}")
    window.press("Compare")
    reworded = page.locator("#row-moderate_distress")
    expect(reworded.locator("del").first).to_contain_text("Despair")
    expect(reworded.locator("ins").first).to_contain_text(DISTRESS)
    expect(reworded).to_contain_text("Question reworded")
    expect(reworded.locator(".wm-change__happened")).to_contain_text("Reduced")
    apart = page.locator("#row-moderate_unknown_contacts_2")
    expect(apart).to_contain_text(f"Question split: see “{UNKNOWN}”")
    expect(apart.locator(".wm-change__happened")).to_contain_text("not comparable")
    expect(page.get_by_text("Question no longer asked").first).to_be_visible()
    picture(page, "comparison-across-versions", at="#row-moderate_unknown_contacts")
