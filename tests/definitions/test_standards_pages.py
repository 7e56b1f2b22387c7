"""The pages of practice standards: read by everybody, changed as a form by administrators."""

import json
import re
from datetime import timedelta

import pytest

from app.accounts.models import Role
from app.audit.queries import trail
from app.definitions import queries, standards
from app.definitions.models import Capacity
from app.definitions.operations import approve
from app.definitions.standards import standards_at
from app.engine.standards_words import STANDARDS
from tests.assessments.browsing import get
from tests.definitions.conftest import written
from tests.definitions.test_standards import ours

SLUG = "practice-standards"


@pytest.fixture
def first(take_in):
    take_in(written("harm"))
    take_in(written("harm", slug="other", title="Another toolkit"))
    return take_in(ours(note="As they came", introduction="How we <b>count</b>", offers=[
        {"episode": "Strategy Discussion", "toolkits": ["small"]}]))


@pytest.fixture
def second(take_in, first):
    return take_in(ours(based_on=1, past_harm_months=6, note="Shorter"), vouched="Board, minute 4")


@pytest.fixture
def browser(signed_in, administrator, clock):
    return signed_in(administrator)


@pytest.fixture
def others(make_user):
    """A second administrator and a safeguarding lead."""
    return (make_user(Role.ADMINISTRATOR, name="Priya Nair"),
            make_user(Role.REVIEWER, name="Owen Pryce", safeguarding_lead=True))


def edit(browser):
    return get(browser, "/standards/edit").form("Check and publish")


def latest():
    return queries.versions(SLUG)[0]


# Reading


@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_what_counts_and_what_counted(
    role, make_user, signed_in, second, check_html
):
    browser = signed_in(make_user(role))
    for path in ("", "history", "2", "1", "compare?earlier=1&later=2"):
        page = browser.get(f"/standards/{path}")
        assert page.status_code == 200, path
        check_html(page.text)
    assert ("Change the standards" in browser.get("/standards/").text) is (
        role is Role.ADMINISTRATOR)


def test_each_standard_is_read_with_its_unit_its_purpose_and_its_source(browser, first):
    page = get(browser, "/standards/")
    values = standards.document_of(first).standards
    for one in STANDARDS:
        for words in (one.title, one.value_in(values), one.purpose, one.origin):
            assert " ".join(words.split()) in page.text
    assert not re.search(r"\b[SX]\d+(\.\d+)?\b", page.text), "ids tell a reader nothing"
    assert "<b>count" not in page.html and "How we <b>count</b>" in page.text
    assert "Strategy Discussion" in page.text and "Small toolkit" in page.text


def test_where_nothing_is_published_the_defaults_are_shown(practitioner, signed_in):
    page = get(signed_in(practitioner), "/standards/")
    assert "No standards are published here" in page.text and "3 months" in page.text
    assert "There are no versions yet" in get(signed_in(practitioner), "/standards/history").text


def test_the_history_says_who_when_and_why(browser, second):
    page = get(browser, "/standards/history")
    for words in ("Version 2", "from version 1", "As agreed", "Board, minute 4", "3 March 2026",
                  "Superseded", "In use"):
        assert words in page.text
    assert page.form("Compare").fields.to_dict() == {"earlier": "1", "later": "2"}
    compared = get(browser, "/standards/compare?earlier=1&later=2")
    for words in ("Past harm keeps its level for", "12 months", "6 months", "Needs approval",
                  "Offered for Strategy Discussion", "Nothing"):
        assert words in compared.text


def test_two_of_the_same_version_say_that_nothing_is_different(browser, first):
    assert "Nothing is different" in get(browser, "/standards/compare?earlier=1&later=1").text


@pytest.mark.parametrize("path", [
    "9", "9.json", "compare", "compare?earlier=1&later=9", "compare?earlier=x&later=1",
    "9/withdraw", "99999999999999999999",
])
def test_what_is_not_there_is_not_found(browser, first, path):
    assert browser.get(f"/standards/{path}").status_code == 404


def test_the_document_comes_byte_for_byte(browser, first):
    assert browser.get("/standards/1.json").data == queries.text_of(first).encode("utf-8")


def test_they_are_offered_nowhere_as_a_toolkit(browser, first):
    assert SLUG not in browser.get("/toolkits/").text
    for path in ("", "1", "1.json", "1/review", "1/retire"):
        assert browser.get(f"/toolkits/{SLUG}/{path}").status_code == 404
    assert browser.post(f"/toolkits/{SLUG}/1/drafts").status_code == 404
    assert browser.get(f"/toolkits/{SLUG}/blank").status_code == 404


def test_reading_is_told_in_the_audit(practitioner, signed_in, first):
    signed_in(practitioner).get("/standards/")
    event = trail("system").events[0]
    assert (event.action, event.subject, event.actor_id) == (
        "viewed", f"toolkit:{SLUG}", practitioner.id)


# Changing


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.REVIEWER])
def test_only_administrators_change_them(role, make_user, signed_in, first):
    browser = signed_in(make_user(role))
    assert browser.get("/standards/edit").status_code == 403
    assert browser.post("/standards/edit", data={}).status_code == 403
    assert browser.post("/standards/1/publish").status_code == 403
    assert browser.get("/standards/1/withdraw").status_code == 403


def test_an_administrator_changes_a_number_and_publishes_it(browser, first, now, check_html):
    form = edit(browser)
    check_html(form.page.html)
    page = form.fill(review_reminder_days="7", note="Workers asked for less notice").send()
    assert page.path == "/standards/2" and "Nobody else has to approve it" in page.text
    check_html(page.html)
    assert "14 days" in page.text and "7 days" in page.text
    assert standards_at(now).review_reminder_days == 14
    done = page.form("Publish").fill(when="now").send()
    assert done.path == "/standards/" and "Version 2, in use since 3 March 2026" in done.text
    assert standards_at(now).review_reminder_days == 7
    assert latest().publication.note == "Workers asked for less notice"
    assert standards.document_of(latest()).offers == standards.document_of(first).offers


def test_standards_are_made_where_there_were_none(browser, now):
    page = edit(browser).fill(title="Ours", note="The first", review_reminder_days="7").send()
    assert page.path == "/standards/1" and "Default" in page.text
    page.form("Publish").fill(when="now").send()
    assert standards_at(now).review_reminder_days == 7


def test_every_wrong_number_is_told_at_its_field_and_what_was_typed_is_kept(
    browser, first, check_html
):
    typed = {"seen_alone_days": "29", "review_interval_months": "three", "missing_days": "",
             "evidence_current_days": "60", "note": " "}
    page = edit(browser).fill(**typed).send()
    assert page.status == 422
    check_html(page.html)
    assert page.errors["#seen_alone_days"].endswith("enter a whole number from 1 to 28")
    assert page.errors["#review_interval_months"].endswith("enter a whole number from 1 to 12")
    assert page.errors["#missing_days"].endswith("enter a whole number from 7 to 92")
    assert "not less than “Evidence is current for”" in page.errors["#evidence_stale_days"]
    assert page.errors["#note"] == "Say what you changed and why"
    assert set(page.errors) == {"#seen_alone_days", "#review_interval_months", "#missing_days",
                                "#evidence_stale_days", "#note"}
    for name in ("seen_alone_days", "review_interval_months", "evidence_current_days"):
        assert page.element(name).get("value") == typed[name]
    assert latest().number == 1


@pytest.mark.parametrize("typed", ["-1", "3.5", "1e1", "٣", "9" * 5000, "<b>", "+3", " "])
def test_strange_numbers_are_refused_at_their_field(browser, first, typed):
    page = edit(browser).fill(review_interval_months=typed, note="Try").send()
    assert page.status == 422 and list(page.errors) == ["#review_interval_months"]


def test_a_character_that_cannot_be_shown_is_told_at_its_field(browser, first):
    page = edit(browser).fill(owner="A\x07B", note="Try").send()
    assert page.status == 422 and "cannot be shown" in page.errors["#owner"]


def test_nothing_changed_is_said(browser, first):
    page = edit(browser).fill(note="Just so").send()
    assert page.status == 422 and "Nothing is changed yet" in page.text


def test_kinds_of_episode_are_added_changed_and_taken_away(browser, first):
    form = get(browser, "/standards/edit").form("Add another")
    more = form.fill(**{"offers-1-episode": "Return interview"}).send()
    assert more.status == 200 and more.element("offers-4-episode") is not None
    assert more.element("offers-1-episode").get("value") == "Return interview"
    refused = more.form("Check and publish").fill(note="More").send()
    assert list(refused.errors) == ["#offers-1-first"]
    page = refused.form("Check and publish").fill(**{
        "offers-0-episode": "", "offers-1-first": "other", "offers-1-others": ["small"]}).send()
    assert page.path == "/standards/2"
    assert json.loads(queries.text_of(latest()))["offers"] == [
        {"episode": "Return interview", "toolkits": ["other", "small"]}]
    assert "Another toolkit, then Small toolkit" in page.text


def test_a_kind_of_episode_twice_is_refused(browser, first):
    page = edit(browser).fill(**{
        "offers-1-episode": "strategy discussion", "offers-1-first": "small",
        "note": "More"}).send()
    assert page.status == 422 and "stands here twice" in page.text


def test_two_administrators_at_once_lose_nothing(browser, first, take_in):
    form = edit(browser).fill(review_reminder_days="7", note="Less notice")
    take_in(ours(based_on=1, review_reminder_days=21, assessment_working_days=40))
    page = form.send()
    assert page.status == 422 and "was published while you were editing" in page.text
    assert "Recorded now: 21 days" in page.text and "Recorded now: 40 working days" in page.text
    assert page.element("review_reminder_days").get("value") == "7"
    again = page.form("Check and publish").fill(assessment_working_days="40").send()
    assert again.path == "/standards/3" and latest().based_on == 2


# Approval and publishing


@pytest.mark.both_databases
def test_a_change_of_who_is_urgent_is_approved_by_two_others_and_then_published(
    browser, first, others, signed_in, now, check_html
):
    page = edit(browser).fill(past_harm_months="6", note="Agreed by the board").send()
    assert "It can be published once it is approved" in page.text
    assert "You cannot approve it" in page.text
    assert browser.post("/standards/2/publish", data={"when": "now"}).status_code == 422
    for user, capacity in zip(others, ("a second administrator", "a safeguarding lead")):
        theirs = get(signed_in(user), "/standards/2")
        assert f"Decide as {capacity}" in theirs.text
        check_html(theirs.html)
        name = theirs.form("Record my decision")
        prefix = "administrator" if user.is_(Role.ADMINISTRATOR) else "safeguarding_lead"
        name.fill(**{f"{prefix}-approved": "yes"}).send()
    ready = get(signed_in(others[0]), "/standards/2")
    done = ready.form("Publish").fill(when="now").send()
    assert done.path == "/standards/" and standards_at(now).past_harm_months == 6
    said = [event.action for event in trail("system").events if event.action != "viewed"][:4]
    assert said == ["published", "approved", "approved", "proposed"]


def test_turning_down_needs_a_reason(browser, first, others, signed_in):
    edit(browser).fill(past_harm_months="6", note="Shorter").send()
    form = get(signed_in(others[1]), "/standards/2").form("Record my decision")
    refused = form.fill(**{"safeguarding_lead-approved": "no"}).send()
    assert refused.status == 422 and list(refused.errors) == ["#safeguarding_lead-note"]
    done = refused.form("Record my decision").fill(**{
        "safeguarding_lead-note": "Too short"}).send()
    assert "Turned down" in done.text and "Too short" in done.text


def test_a_version_comes_into_use_at_midnight_of_a_day_and_can_be_withdrawn(
    browser, first, now
):
    page = edit(browser).fill(review_reminder_days="7", note="Less").send()
    waiting = page.form("Publish").fill(**{
        "when": "date", "day-day": "30", "day-month": "3", "day-year": "2026"}).send()
    assert "comes into use on 30 March 2026" in waiting.text
    moment = latest().publication.effective_at
    assert moment.isoformat() == "2026-03-29T23:00:00+00:00"
    assert standards_at(moment).review_reminder_days == 7
    assert standards_at(moment - timedelta(seconds=1)).review_reminder_days == 14
    assert "which comes into use on 30 March 2026" in get(browser, "/standards/edit").text
    form = get(browser, "/standards/2").follow("Withdraw").form("Withdraw")
    assert form.send().status == 422
    assert "Withdrawn" in form.fill(note="Not yet").send().text
    assert standards_at(moment).review_reminder_days == 14


@pytest.mark.parametrize("day, words", [
    (("", "", ""), "Enter the day"), (("31", "2", "2026"), "must be a real date"),
    (("1", "1", "2020"), "cannot come into use in the past"),
])
def test_a_day_that_cannot_be_is_refused(browser, first, day, words):
    page = edit(browser).fill(review_reminder_days="7", note="Less").send()
    parts = dict(zip(("day-day", "day-month", "day-year"), day))
    refused = page.form("Publish").fill(when="date", **parts).send()
    assert refused.status == 422 and words in refused.text
    assert standards.newest().number == 1


def test_what_is_in_use_cannot_be_withdrawn(browser, first):
    assert "Withdraw this version" not in get(browser, "/standards/1").text
    refused = get(browser, "/standards/1/withdraw").form("Withdraw").fill(note="Away").send()
    assert refused.status == 422 and "publish others in their place" in refused.text


def test_an_approval_by_somebody_of_another_capacity_is_refused(
    browser, first, others, signed_in, now
):
    edit(browser).fill(past_harm_months="6", note="Shorter").send()
    assert signed_in(others[1]).post("/standards/2/approve/administrator", data={
        "administrator-approved": "yes"}).status_code == 422
    approve(version=latest(), capacity=Capacity.SAFEGUARDING_LEAD, approved=True, note="",
            actor=others[1], now=now)
    assert standards.approvals_missing(latest(), now) == (Capacity.ADMINISTRATOR,)
