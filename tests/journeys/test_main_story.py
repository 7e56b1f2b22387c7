"""The main story in a real browser: a first assessment, and three months later a review of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.assessments import queries
from app.cases.facts import PersonFacts
from app.cases.models import CaseSummary
from app.cases.operations import add_person_and_case
from app.database import db
from app.definitions.operations import import_document, publish
from app.definitions.queries import definition_of

TOOLKIT = Path(__file__).parents[2] / "form_definitions/cse-risk-assessment/1.json"
SLUG = "cse-risk-assessment"

TYPED = {
    "local_authority": "Northmoor", "school": "Northmoor Academy",
    "completer_agency": "Children’s services", "completer_role": "Social worker",
    "completer_contact": "01632 960 001", "completer_manager": "Sam Reed",
    "summary": "Kay spends time with adults whom nobody knows.",
    "family_consulted": "Her mother, on 2 March", "actual_statement": "None known",
}
CHOSEN = {
    "gender": "female", "ethnicity": "not_known", "looked_after": "no",
    "suspected_absence": "present", "association": "none", "overall_level": "standard",
    "sharing_decision": "now",
}
LIKELY = ("not_present", "not_known")
CHANGED = {
    "suspected_absence": "not_present", "suspected_online_contact": "present",
    "suspected_possessions": "present", "vulnerable_young_carer": "present",
    "vulnerable_poverty": "present",
}


class Story:
    """One person in one browser."""

    def __init__(self, app, page, case, user, now, sign_in_page):
        self.app, self.page, self.case, self.user = app, page, case, user
        self.sign_in_page = sign_in_page
        self.at(now)

    def at(self, now):
        """Time passes, and they sign in again."""
        self.app.config["CLOCK"] = lambda: now
        self.sign_in_page(self.page, self.user)

    def assessment(self):
        db.session.rollback()
        drafts = queries.drafts_of(self.case.id)
        return drafts[0].assessment if drafts else (
            queries.submitted_assessments(self.case.id)[0].assessment)

    def press(self, words):
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def submit(self):
        """Submit what the check page shows, of which nothing may be missing."""
        problems = self.page.locator("#missing li").all_inner_texts()
        assert not problems, problems
        self.press("Submit")

    def choose(self, key, value):
        """Choose an answer, whether it is offered as radios or in a list."""
        box = self.page.locator(f"[name='{key}']").first
        if box.evaluate("element => element.tagName") == "SELECT":
            box.select_option(value)
        else:
            self.page.check(f"[name='{key}'][value='{value}']")

    def why(self, key, words="Told by school"):
        box = self.page.locator(f"[name='{key}:rationale']")
        if box.count() and box.is_visible() and not box.input_value():
            box.fill(words)

    def answer(self, question):
        """One question of a first assessment, as this story has it."""
        key = question.key
        offered = [option.key for option in question.options]
        if key in CHOSEN:
            self.choose(key, CHOSEN[key])
        elif key in TYPED:
            self.page.fill(f"[name='{key}']", TYPED[key])
        elif question.required and question.options:
            self.choose(key, next(one for one in LIKELY if one in offered))
        if key in ("suspected_absence", "association", "sharing_decision"):
            self.why(key)

    def row(self, key, number=0, **cells):
        """Fill in a row, adding one where there is none."""
        group = self.page.locator(f"[data-rows='{key}']")
        if group.locator("[data-row]").count() <= number:
            group.locator("[data-row-add]").click()
        row = group.locator("[data-row]").nth(number)
        for cell, value in cells.items():
            self.in_row(row, cell, value)

    def in_row(self, row, cell, value):
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                row.locator(f"[name$='/{cell}:{part}']").fill(str(getattr(value, part)))
        elif value in ("yes", "no"):
            row.locator(f"[name$='/{cell}'][value='{value}']").check()
        else:
            row.locator(f"[name$='/{cell}']").fill(value)

    def day(self, key, day):
        for part in ("day", "month", "year"):
            self.page.fill(f"[name='{key}:{part}']", str(getattr(day, part)))

    def rows_of(self, section):
        """The rows that this story's answers ask for."""
        if section == "risk_management_plan":
            cell = "plan/raise_awareness/who"
            self.page.fill(f"[name='{cell}']", "School nurse: six meetings")
            self.day("plan/raise_awareness/due", date(2026, 4, 1))
        if section != "summary_and_level":
            return
        day = date(2026, 3, 10)
        self.row("further_investigation", unknown="Whether she is groomed online",
                 action="Ask police", owner="Amira Khan", due=day)
        self.row("agencies_asked", agency="Health", asked_on=day, answered="yes")
        self.row("actions_taken", action="Told police", who="Amira Khan", on=day)
        self.day("next_review", date(2026, 6, 1))


@pytest.fixture
def tell(app, practitioner, sign_in_page):
    """tell(page) -> the story of a case that has just been opened, in that browser"""
    begin_at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    version = import_document(
        text=TOOLKIT.read_text(encoding="utf-8"), actor=None, now=begin_at)
    publish(version=version, actor=None, now=begin_at, note="For this story",
            vouched="For this story")
    case = add_person_and_case(
        actor=practitioner, now=begin_at, title="Sexual exploitation", worker_id=practitioner.id,
        facts=PersonFacts(name="Kay Lund", date_of_birth=date(2011, 4, 2)))
    return lambda page: Story(app, page, case, practitioner, begin_at, sign_in_page)


@pytest.fixture
def story(tell, page):
    return tell(page)


def complete(story):
    """Fill in a first assessment from the case page to the check page."""
    page = story.page
    page.goto(f"/cases/{story.case.id}")
    page.get_by_role("button", name="Start a toolkit").click()
    page.get_by_role("button", name="Start").click()
    page.get_by_label("I have read this guidance").check()
    story.press("Start")
    definition = definition_of(story.assessment().version)
    page.get_by_role("button", name="Begin: Who is involved").or_(
        page.get_by_role("button", name="Resume: Who is involved")).click()
    for section in definition.sections:
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title)
        for question in section.questions():
            story.answer(question)
        story.rows_of(section.key)
        story.press("Save and continue")


@pytest.mark.requirement("S0.2", "S1.27", "S1.28", "S1.29", "S4.6", "S4.47")
def test_a_first_assessment_its_review_and_what_changed(
    story, reviewer, new_page, sign_in_page, check_accessibility
):
    page = story.page
    complete(story)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check answers")
    story.submit()
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessment submitted")
    expect(page.get_by_text("3 June 2026")).to_be_visible()
    check_accessibility(page)

    story.at(datetime(2026, 6, 2, 9, tzinfo=UTC))
    page.goto(f"/cases/{story.case.id}")
    page.get_by_role("button", name="Start review").click()
    story.press("Start the review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review of 3 March 2026")
    check_accessibility(page)
    review(story)
    story.submit()
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessment submitted")

    db.session.rollback()
    later, earlier = queries.submitted_assessments(story.case.id)
    after, before = (queries.computed(one.assessment).answers for one in (later, earlier))
    differ = {key for key in CHANGED if before.values[key] != after.values[key]}
    assert differ == set(CHANGED)
    assert before.values["suspected_absence"] == "present"
    assert db.session.get(CaseSummary, story.case.id).review_due == date(2026, 9, 2)
    read_side_by_side(story, sign_in_page(new_page(), reviewer))


def review(story):
    """Change five answers, look at all that must be looked at, and go to the check page."""
    page, review = story.page, story.assessment()
    definition = definition_of(review.version)
    for section in definition.sections:
        page.goto(f"/assessments/{review.id}/sections/{section.key}")
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title)
        for question in section.questions():
            look_again(story, question)
        story.press("Save and return to list")
        expect(page.get_by_role("heading", level=1)).to_have_text("Review of 3 March 2026")
    page.get_by_role("button", name="Check answers").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check answers")


def read_side_by_side(story, page):
    """The reviewer opens the case, compares, reads what happened and takes the PDF along."""
    page.goto(f"/cases/{story.case.id}")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What changed from 3 Mar 2026 to 2 Jun 2026")
    expect(page.locator("#row-suspected_absence .wm-change__happened")).to_contain_text("Reduced")
    page.get_by_role("link", name="Increased (4)").click()
    for key in set(CHANGED) - {"suspected_absence"}:
        expect(page.locator(f"#row-{key} .wm-change__happened")).to_contain_text("Increased")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF with every question").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def look_again(story, question):
    key = question.key
    affirm = story.page.locator(f"[name='{key}:affirm']")
    if key in CHANGED:
        story.choose(key, CHANGED[key])
        story.why(key, "Looked at again in June")
    elif key == "overall_level":
        story.choose(key, CHOSEN[key])
    elif affirm.count() and affirm.is_visible():
        affirm.check()
        if key in ("association", "sharing_decision"):
            story.why(key, "As before")


def test_a_first_assessment_without_scripts(tell, new_page):
    story = tell(new_page(java_script_enabled=False))
    complete(story)
    story.submit()
    expect(story.page.get_by_role("heading", level=1)).to_have_text("Assessment submitted")
    db.session.rollback()
    assert queries.is_submitted(story.assessment())


@pytest.mark.requirement("S0.14")
def test_what_is_typed_is_saved_while_typing(story):
    page = story.page
    complete_until(story, "suspected_family")
    page.check("[name='suspected_absence'][value='present']")
    page.fill("[name='suspected_absence:rationale']", "Missing twice in February")
    status = page.locator("[data-save-status]").first
    expect(status).to_have_attribute("data-state", "saved", timeout=15_000)
    expect(status).to_contain_text("Saved at")
    page.reload()
    assert page.is_checked("[name='suspected_absence'][value='present']")
    expect(page.locator("[name='suspected_absence:rationale']")).to_have_value(
        "Missing twice in February")


@pytest.mark.requirement("S1.17", "S4.33")
def test_danger_covers_the_page_as_soon_as_it_is_chosen(story, check_accessibility):
    page = story.page
    complete_until(story, "actual")
    page.check("[name='actual_abduction'][value='yes']")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("call 999", timeout=15_000)
    check_accessibility(page)
    dialog.get_by_role("button").click()
    expect(page.locator("[data-immediate]")).to_contain_text("call 999")
    assert not queries.action_calls(story.assessment())
    story.press("Save and return to list")
    expect(page.locator(".wm-danger")).to_be_visible()
    assert queries.action_calls(story.assessment())


def complete_until(story, key):
    """Begin the toolkit and open one of its sections."""
    page = story.page
    page.goto(f"/cases/{story.case.id}/assessments/new/{SLUG}")
    page.get_by_label("I have read this guidance").check()
    story.press("Start")
    page.wait_for_url("**/assessments/*")
    page.goto(f"{page.url}/sections/{key}")


@pytest.mark.requirement("S4.6")
def test_every_page_of_a_draft_on_a_phone(story, phone_page, sign_in_page, check_accessibility):
    complete_until(story, "who_is_involved")
    phone = sign_in_page(phone_page, story.user)
    draft = story.assessment()
    for path in ("", "/sections/who_is_involved", "/sections/actual", "/check", "/share",
                 "/revisions", "/conflicts", "/guidance"):
        phone.goto(f"/assessments/{draft.id}{path}")
        check_accessibility(phone)
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, path
