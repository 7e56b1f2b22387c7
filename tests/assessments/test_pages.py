"""The pages of an assessment over HTTP, without scripts: from the guidance to the submission."""

import json

import pytest

from app.assessments import operations, queries
from app.audit.models import AuditEvent
from app.database import db
from app.engine.absence import Absence
from app.engine.answers import Standing
from tests.assessments.browsing import get
from tests.assessments.conftest import COMPLETE, Worker, answers_of


UNSENT = ".//template[@data-immediate-unsent]"


def section(browser, assessment, key, query=""):
    return get(browser, f"/assessments/{assessment.id}/sections/{key}{query}")


def tasks(browser, assessment):
    return get(browser, f"/assessments/{assessment.id}")


# Beginning


@pytest.mark.requirement("S1.1", "S1.17", "S4.1", "S4.2", "S4.20")
def test_guidance_comes_before_the_first_question(browser, case, small):
    toolkits = get(browser, f"/cases/{case.id}").follow("Start a toolkit")
    page = toolkits.follow("Start: Small toolkit")
    assert "Read this first." in page.text and "call 999" in page.text
    assert "refer to children’s social care" in page.text
    assert "not a substitute for your own organisation’s policy" in page.text
    again = page.form("Start").send()
    assert again.status == 422 and list(again.errors) == ["#read"]
    begun = again.form("Start").fill(read="y").send()
    assert begun.path == "/assessments/1" and "First assessment" in begun.text
    assert queries.has_read_guidance(case.worker, small.id)


@pytest.mark.requirement("S1.1")
def test_somebody_who_takes_a_draft_over_reads_the_guidance_too(
    signed_in, colleague, draft, browser, clock
):
    theirs = signed_in(colleague.user)
    page = section(theirs, draft, "who")
    assert page.path == f"/assessments/{draft.id}/guidance"
    opened = page.form("Continue to the sections").fill(read="y").send()
    assert opened.path == f"/assessments/{draft.id}"
    assert section(theirs, draft, "who").path.endswith("/sections/who")
    assert "I have read" not in get(theirs, f"/assessments/{draft.id}/guidance").text


def test_a_draft_is_offered_instead_of_a_second_one(browser, draft, case):
    page = get(browser, f"/cases/{case.id}/assessments/new")
    assert "Practitioner 1 began it" in page.text and "Start: Small" not in page.text
    begun = get(browser, f"/cases/{case.id}/assessments/new/small").form("Start").send()
    assert begun.path == f"/assessments/{draft.id}"


@pytest.mark.requirement("S1.26")
def test_a_toolkit_used_once(browser, case, small):
    page = get(browser, f"/cases/{case.id}/assessments/new/small")
    page.form("Start").fill(read="y", purpose="single").send()
    assert queries.draft_of(case.id, "small").purpose.value == "single"


@pytest.mark.parametrize("address", [
    "/cases/1/assessments/new/nothing", "/cases/99/assessments/new", "/assessments/99",
    "/assessments/1/sections/nothing", "/assessments/99/sections/who", "/assessments/1/check/x",
    "/assessments/1.exe", "/assessments/1/revisions/99", "/assessments/1/submitted",
    "/assessments/1/calls/7", "/cases/1/harm/7/end"])
def test_what_is_not_there_is_not_found(browser, draft, address):
    assert get(browser, address).status in (403, 404)


# Sections


@pytest.mark.requirement("S0.13")
def test_a_section_is_filled_in_and_saved(browser, draft):
    page = section(browser, draft, "indicators")
    assert "Section 2 of 3" in page.text and "Rationale for what you have scored" in page.text
    form = page.form("Save and continue").fill(harm="not_known", older="present", story="Words")
    assert form.put("older:rationale", "Seen by school").send().path.endswith("/sections/level")
    said = answers_of(draft)
    assert {"harm": "not_known", "older": "present", "story": "Words"}.items() <= (
        said.values.items())
    assert said.mark("older").rationale == "Seen by school"


def test_the_other_button_goes_back_to_the_list(browser, draft):
    page = section(browser, draft, "indicators").form("Save and return to list").fill(
        older="not_known").send()
    assert page.path == f"/assessments/{draft.id}"
    assert answers_of(draft).values["older"] == "not_known"


@pytest.mark.requirement("S4.22", "S0.14")
def test_what_is_no_answer_is_kept_shown_and_pointed_out(browser, draft):
    form = section(browser, draft, "who").form("Save and continue")
    page = form.put("born:day", "31").put("born:month", "2").put("born:year", "2010").send()
    assert page.path.endswith("/sections/who?show=problems")
    assert page.errors == {
        "#a-born:day": "Date of birth: Enter a real date, like 27 3 2026"}
    assert page.element("a-born:day").get("value") == "31"
    assert answers_of(draft).unparsed["born"] == {"day": "31", "month": "2", "year": "2010"}


@pytest.mark.requirement("S4.29", "S4.123")
def test_rows_are_added_and_removed_without_scripts(browser, draft):
    page = section(browser, draft, "who").form("Add another row").send()
    (row,) = answers_of(draft).rows["people"]
    page = page.form("Save and return to list").put(f"people/{row}/who", "Jo").send()
    assert answers_of(draft).values[f"people/{row}/who"] == "Jo"
    section(browser, draft, "who").form("Remove").send()
    assert not answers_of(draft).rows.get("people")
    assert f"people/{row}/who" not in answers_of(draft).values


@pytest.mark.requirement("S1.33")
def test_revisit_later_is_listed_and_jumpable_after_coming_back(browser, draft, signed_in, worker):
    page = section(browser, draft, "indicators").form("Save and return to list").put(
        "story:absence", "revisit").send()
    assert "1 to revisit" in page.text
    again = signed_in(worker.user)
    assert "1 to revisit" in tasks(again, draft).text
    assert answers_of(draft).mark("story").absence is Absence.REVISIT
    check = get(again, f"/assessments/{draft.id}/check")
    lines = {text: address for address, text in check.missing.items()}
    revisit = next(text for text in lines if "revisit later" in text)
    there = get(again, lines[revisit])
    assert there.path.endswith("/sections/indicators")
    assert there.element(lines[revisit].partition("#")[2]) is not None


@pytest.mark.requirement("S4.68")
def test_a_section_is_skipped_in_favour_of_a_named_assessment(browser, draft):
    form = section(browser, draft, "indicators").form("Save and continue")
    form.put("@indicators:skip", "yes")
    form.put("@indicators:skip-reason", "Early help assessment, 12 May").send()
    assert "Skipped: see Early help assessment, 12 May" in tasks(browser, draft).text
    section(browser, draft, "level").form("Save and continue").fill(level="standard").send()
    done = get(browser, f"/assessments/{draft.id}/check").form("Submit").send()
    read = done.follow("Read what was submitted")
    assert "Skipped: see Early help assessment, 12 May" in read.text


@pytest.mark.requirement("S4.93")
def test_the_last_section_waits_for_the_others(browser, draft):
    page = tasks(browser, draft)
    assert "Cannot start yet: 1 section left" in page.text
    assert "Level" not in page.links()
    assert "Complete first: Indicators" in page.text
    turned_back = section(browser, draft, "level")
    assert turned_back.path == f"/assessments/{draft.id}"
    assert "Level cannot start yet. The sections to complete first are named" in turned_back.text
    section(browser, draft, "indicators").form("Save and continue").fill(
        harm="not_known", older="not_present").send()
    assert section(browser, draft, "level").path.endswith("/sections/level")


@pytest.mark.requirement("S4.14", "S4.35", "S4.95")
def test_the_last_section_starts_from_what_the_answers_come_to(browser, draft, worker):
    worker.save(draft, {"harm": "not_known", "older": "present"})
    page = section(browser, draft, "indicators").form("Save and continue").put(
        "older:rationale", "Seen by school").send()
    assert "Calculated level: At least High, possibly Actual" in page.text
    assert "Not known Is the child being harmed?" in page.text
    assert "Actual harm 0 to 1 (0 recorded, 1 not known)" in page.text


# Danger


@pytest.mark.requirement("S1.17", "S4.33")
def test_a_page_can_say_what_to_do_where_the_service_cannot_be_reached(browser, draft):
    page = section(browser, draft, "indicators")
    (unsent,) = page.tree.findall(UNSENT)
    assert json.loads(unsent.attrib["data-immediate-unsent"]) == {"harm": ["yes"]}
    assert "call 999" in page.html.partition("data-immediate-unsent")[2].partition("<form")[0]
    assert not section(browser, draft, "who").tree.findall(UNSENT)


@pytest.mark.requirement("S1.17", "S4.7", "S4.33")
def test_danger_is_shown_as_soon_as_it_is_saved_and_the_form_goes_on(browser, draft, case):
    page = section(browser, draft, "indicators").form("Save and continue").fill(harm="yes").send()
    assert "You have recorded that this child is being abused." in page.text
    assert "call 999" in page.text and "You can finish this form" in page.text
    assert page.links()["Record who you told, when, and their reference"] == (
        f"/cases/{case.id}/danger")
    assert "data-full-screen" in page.html
    assert "data-full-screen" not in tasks(browser, draft).html
    front = get(browser, f"/cases/{case.id}")
    assert "Actual harm is recorded in a draft" in front.text
    assert front.follow("Open the draft").path == f"/assessments/{draft.id}"


def test_danger_taken_back_asks_why(browser, draft):
    section(browser, draft, "indicators").form("Save and continue").fill(harm="yes").send()
    section(browser, draft, "indicators").form("Save and continue").fill(harm="not_known").send()
    page = tasks(browser, draft).follow("An answer that called for action was changed")
    assert "Is the child being harmed?" in page.text
    assert page.form("Save the reason").send().errors == {"#reason": "Say why it was changed"}
    done = page.form("Save the reason").fill(reason="Entered for a sibling").send()
    assert done.path == f"/assessments/{draft.id}"
    assert "called for action was changed" not in done.text


# Checking and submitting


MISSING = ["Is the child being harmed? Choose an answer", "Older associates: Choose an answer",
           "Level: Choose an answer"]


@pytest.mark.requirement("S0.9", "S0.11")
def test_the_check_page_leads_to_every_question_that_is_missing(browser, draft):
    """Nobody has done anything wrong before they press the button."""
    page = get(browser, f"/assessments/{draft.id}/check")
    assert list(page.missing.values()) == MISSING
    assert all(
        f"/assessments/{draft.id}/sections/" in address for address in page.missing)
    assert not page.errors and "There is a problem" not in page.text
    assert "<title>Error: " not in page.html


@pytest.mark.requirement("S0.9")
def test_pressing_submit_too_early_says_what_is_wrong(browser, draft, check_html):
    page = get(browser, f"/assessments/{draft.id}/check").form("Submit").send()
    check_html(page.html)
    assert page.status == 422 and page.html.count("<title>Error: ") == 1
    assert list(page.errors.values()) == MISSING and not page.missing
    assert all("?show=missing#" in address for address in page.errors)
    assert "You cannot submit yet" in page.text
    assert not queries.is_submitted(draft)


@pytest.mark.requirement("S1.27", "S4.107")
def test_the_whole_way_to_a_submission(browser, draft, case):
    section(browser, draft, "who").form("Save and continue").send()
    page = section(browser, draft, "indicators").form("Save and continue").fill(
        harm="not_known", older="not_present").send()
    assert page.path.endswith("/sections/level") and "From your answers" in page.text
    page = page.form("Save and continue").fill(level="standard").send()
    assert page.path.endswith("/check") and not page.errors and not page.missing
    done = page.form("Submit").send()
    assert done.path.endswith("/submitted")
    assert "Assessment submitted" in done.text and "3 June 2026" in done.text
    assert "Talk about exploitation." in done.text
    read = done.follow("Read what was submitted")
    assert "Submitted by" in read.text and "Not known" in read.text
    front = get(browser, f"/cases/{case.id}")
    assert "Start review: Small toolkit" in front.text and "Standard" in front.text


def test_somebody_elses_save_sends_back_to_the_check_page(browser, draft, worker, colleague):
    worker.save(draft, COMPLETE)
    page = get(browser, f"/assessments/{draft.id}/check")
    colleague.save(draft, {"story": "New"})
    refused = page.form("Submit").send()
    assert refused.status == 409 and "Sam Reed saved this assessment" in refused.text
    assert not queries.is_submitted(draft)


def test_pressing_submit_twice(browser, draft, worker):
    worker.save(draft, COMPLETE)
    form = get(browser, f"/assessments/{draft.id}/check").form("Submit")
    assert form.send().path.endswith("/submitted") and form.send().path.endswith("/submitted")
    assert [r.kind.value for r in queries.revisions_of(draft)].count("submission") == 1


def test_submitted_sections_cannot_be_opened_again(browser, draft, worker):
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    for page in ("sections/who", "check", "submit"):
        assert get(browser, f"/assessments/{draft.id}/{page}").path == f"/assessments/{draft.id}"


# Reviews


@pytest.mark.requirement("S1.28", "S4.47")
def test_a_review_shows_last_time_beside_each_question(
    browser, draft, worker, case, clock, signed_in
):
    worker.save(draft, {**COMPLETE, "older": "present", "level": "high"})
    section(browser, draft, "indicators").form("Save and continue").put(
        "older:rationale", "Seen in a grey car").send()
    worker.submit(draft)
    clock.advance(days=80)
    browser = signed_in(worker.user)
    page = get(browser, f"/cases/{case.id}").follow("Start review").form("Start the review").send()
    assert "Review of 3 March 2026" in page.text and "Due 3 June 2026" in page.text
    review = queries.draft_of(case.id, "small")
    form = section(browser, review, "indicators")
    assert "Seen in a grey car" in form.text
    assert "Carried over from 3 March 2026. Nobody has looked at this answer since." in form.text
    chosen = form.form("Save and continue").fields
    assert "older" not in chosen and chosen["older:rationale"] == ""
    form.form("Save and return to list").put("older:affirm", "yes").send()
    assert answers_of(review).mark("older").standing is Standing.AFFIRMED


def test_what_could_not_be_carried_is_listed(browser, draft, worker, case, publish_toolkit):
    from tests.assessments.test_reviews import second_version

    worker.save(draft, {**COMPLETE, "story": "Seen in a grey car"})
    worker.submit(draft)
    publish_toolkit(second_version(
        lineage=[{"relation": "removed", "from": ["story"], "to": []}], story=None))
    review = worker.review(case, "small")
    page = tasks(browser, review)
    assert "version 2" in page.text and "Last time: Practitioner 1, version 1" in page.text
    assert "Could not be carried over" in page.text and "Seen in a grey car" in page.text
    assert "It is no longer asked." in page.text


# Who looked


def test_every_page_is_audited_once(browser, draft, worker):
    worker.save(draft, COMPLETE)
    before = db.session.query(AuditEvent).count()
    pages = ["", "/sections/who", "/check", "/revisions", "/revisions/1", "/conflicts", "/share"]
    for page in pages:
        get(browser, f"/assessments/{draft.id}{page}")
    events = db.session.query(AuditEvent).order_by(AuditEvent.id).offset(before).all()
    assert [event.subject for event in events] == [f"assessment:{draft.id}"] * len(pages)
    assert all(event.reading and event.actor_id == worker.user.id for event in events)


@pytest.mark.requirement("S1.22", "S4.18")
def test_nobody_else_gets_in(app, signed_in, draft, make_user, make_team, administrator, clock):
    stranger = make_user(team=make_team())
    pages = ["", "/sections/who", "/check", "/revisions", "/revisions/1", "/conflicts", "/share",
             "/add", "/add/who", "/guidance", ".pdf", ".csv", ".json"]
    for page in pages:
        address = f"/assessments/{draft.id}{page}"
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(administrator).get(address).status_code == 403
        followed = app.test_client().get(address, headers={"Accept": "text/html,*/*;q=0.8"})
        assert followed.status_code == 302
    assert app.test_client().get(f"/assessments/{draft.id}.json").status_code == 401


@pytest.mark.requirement("S1.22", "S4.18")
def test_nobody_else_can_save_and_that_they_tried_is_recorded(
    browser, signed_in, draft, make_user, make_team, clock
):
    """Neither with a page of their own making nor with somebody else's."""
    stranger = make_user(team=make_team())
    theirs = signed_in(stranger)
    token = get(theirs, "/cases").form("Sign out").fields["csrf_token"]
    page = section(browser, draft, "who").form("Save and continue").fields.to_dict()
    for made in (page, {**page, "page": "made up"}, {"intent": "autosave"}):
        before = queries.head_of(draft).number
        answer = theirs.post(
            f"/assessments/{draft.id}/sections/who", data={**made, "csrf_token": token})
        assert answer.status_code == 404
        last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
        assert (last.action, last.actor_id) == ("did not find", stranger.id)
        assert queries.head_of(draft).number == before


def test_a_manager_may_complete_it_too(signed_in, reviewer, draft, worker, clock):
    worker.save(draft, COMPLETE)
    manager = signed_in(reviewer)
    operations.acknowledge_guidance(
        actor=reviewer, now=worker.now, version_id=draft.version_id)
    done = get(manager, f"/assessments/{draft.id}/check").form("Submit").send()
    assert done.path.endswith("/submitted")
    assert queries.submission_of(draft).author_id == reviewer.id


def test_a_practitioner_of_the_team_takes_over(signed_in, colleague, draft, clock):
    colleague_browser = signed_in(colleague.user)
    operations.acknowledge_guidance(
        actor=colleague.user, now=colleague.now, version_id=draft.version_id)
    section(colleague_browser, draft, "indicators").form("Save and continue").fill(
        older="not_known").send()
    assert queries.head_of(draft).author_name == "Sam Reed"
    assert isinstance(colleague, Worker)
