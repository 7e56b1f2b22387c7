"""What can be taken away: one assessment as JSON, CSV and PDF, many as CSV, blank toolkits."""

import csv
import io
import json
from datetime import date

import pypdf
import pytest

from app.assessments import queries
from app.audit.models import AuditEvent
from app.database import db
from app.engine.answers import Answers, Mark
from tests.assessments.browsing import get
from tests.assessments.conftest import COMPLETE, Worker, answers_of, make_case
from tests.assessments.test_submitting import add


@pytest.fixture
def submitted(worker, draft):
    worker.save(
        draft, {**COMPLETE, "older": "present", "level": "high", "story": "Line one\nLine two",
                "people/b/who": "=1+1", "people/a/who": "Jo", "people/a/role": "friend"},
        rows={"people": ("b", "a")},
        marks={"older": Mark(rationale="Seen by school", source="School")})
    worker.submit(draft)
    return draft


def rows_of(response):
    text = response.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def pdf_text(response):
    assert response.headers["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(response.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_json_holds_the_answers_the_version_and_the_hash(browser, submitted, small):
    response = browser.get(f"/assessments/{submitted.id}.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="assessment-1-3.json"'
    found = json.loads(response.data)
    assert found["toolkit"] == {"slug": "small", "version": 1, "sha256": small.sha256}
    assert found["revision"]["root"] == queries.submission_of(submitted).root
    assert (found["level"]["title"], found["calculated"]["words"]) == (
        "High", "At least High, possibly Actual")
    assert found["answers"]["older"] == "present"
    assert found["marks"]["older"] == {"rationale": "Seen by school", "source": "School"}
    definition = queries.computed(submitted).definition
    assert Answers.from_document(definition, found) == answers_of(submitted)


@pytest.mark.requirement("S4.12")
def test_csv_is_a_line_an_address_and_harmless(browser, submitted, small):
    rows = {row["address"]: row for row in rows_of(browser.get(f"/assessments/{submitted.id}.csv"))}
    assert set(rows) == {
        "name", "born", "completed_on", "people/b/who", "people/b/role", "people/a/who",
        "people/a/role", "harm", "older", "story", "level", "level_reason"}
    older = rows["older"]
    assert (older["answer"], older["recorded as"], older["rationale"], older["source"]) == (
        "Present", "present", "Seen by school", "School")
    assert (older["version"], older["sha256"]) == ("1", small.sha256)
    assert rows["people/b/who"]["answer"] == "'=1+1"
    assert rows["harm"]["why there is none"] == "Not known"
    assert rows["level_reason"]["why there is none"] == "Not answered"
    assert rows["story"]["answer"] == "Line one\nLine two"


@pytest.mark.requirement("S1.17", "S4.2", "S4.20")
def test_the_pdf_says_the_same_and_whom_to_call(browser, submitted, small):
    text = pdf_text(browser.get(f"/assessments/{submitted.id}.pdf"))
    for words in ("Robin Hale", "Small toolkit", "call 999", "not a substitute", "Seen by school",
                  "High", "Call a strategy meeting.", "version 1", small.sha256[:16]):
        assert words in text, words


@pytest.mark.requirement("S4.20")
@pytest.mark.parametrize("path", [
    "/cases/", "/cases/{case}", "/cases/{case}/assessments/new/small", "/assessments/{assessment}",
    "/toolkits/small/blank", "/toolkits/small/blank.pdf", "/assessments/{assessment}.pdf"])
def test_how_to_reach_social_care_stands_on_every_page_and_on_paper(
    app, browser, submitted, case, monkeypatch, path
):
    monkeypatch.setitem(app.config, "SOCIAL_CARE_CONTACT", "01632 960 999, day and night")
    response = browser.get(path.format(case=case.id, assessment=submitted.id))
    text = pdf_text(response) if path.endswith(".pdf") else response.text
    assert "call 999" in text.replace("<strong>", "")
    assert "01632 960 999, day and night" in text and "significant harm now" in text


def test_no_heading_stands_alone_at_the_foot_of_a_page(browser, draft, worker):
    """However long the answer before: the end of the page moves through the last two sections."""
    ends = set()
    for lines in range(22, 30):
        worker.save(draft, {"story": "\n".join(["Seen"] * lines)})
        pdf = browser.get(f"/assessments/{draft.id}.pdf").data
        first, _ = (page.extract_text().split() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        ends.add(first[-1])
    assert ends == {"answered", "Seen"}


def test_an_unfinished_draft_says_so(browser, draft, worker):
    worker.save(draft, {"story": "So far"})
    assert "Unfinished draft, not submitted" in pdf_text(
        browser.get(f"/assessments/{draft.id}.pdf"))


def test_one_revision_can_be_had(browser, submitted, worker):
    add(worker, submitted, {"story": "Changed later"})
    then = json.loads(browser.get(f"/assessments/{submitted.id}.json?revision=3").data)
    now = json.loads(browser.get(f"/assessments/{submitted.id}.json").data)
    assert (then["answers"]["story"], now["answers"]["story"]) == (
        "Line one\nLine two", "Changed later")
    assert now["revision"]["reason"] == "Learned later"
    assert browser.get(f"/assessments/{submitted.id}.json?revision=99").status_code == 404


def test_taking_away_is_audited(browser, submitted):
    for kind in ("pdf", "csv", "json"):
        browser.get(f"/assessments/{submitted.id}.{kind}")
    actions = [e.action for e in db.session.query(AuditEvent).filter(
        AuditEvent.action.like("exported%"))]
    assert actions == ["exported as pdf", "exported as csv", "exported as json"]


# Many


def test_answers_of_many_are_scoped_to_the_actor(
    browser, submitted, worker, signed_in, make_user, make_team, app, clock
):
    other = Worker(make_user(team=make_team()), worker.now)
    theirs = make_case(other.user, worker.now, name="Kit Moss")
    draft = other.begin(theirs, "small")
    other.save(draft, COMPLETE)
    other.submit(draft)
    (row,) = rows_of(browser.get("/reports/answers.csv?toolkit=small", buffered=True))
    assert (row["assessment"], row["level"], row["older"]) == (str(submitted.id), "High", "Present")
    assert row["people"] == "Who: =1+1 | Who: Jo; Role: friend"
    (row,) = rows_of(signed_in(other.user).get("/reports/answers.csv?toolkit=small", buffered=True))
    assert row["assessment"] == str(draft.id)
    event = db.session.query(AuditEvent).filter_by(action="exported the answers of").first()
    assert (event.subject, event.actor_id) == ("toolkit:small", worker.user.id)


def test_drafts_are_not_in_it_and_addenda_are(browser, submitted, worker, case):
    add(worker, submitted, {"story": "Changed later"})
    worker.review(case, "small")
    (row,) = rows_of(browser.get("/reports/answers.csv?toolkit=small", buffered=True))
    assert row["story"] == "Changed later"


def test_lines_are_by_assessment_however_many_are_read_at_once(
    browser, submitted, worker, monkeypatch
):
    other = make_case(
        worker.user, worker.now, name="Ola Reed", date_of_birth=date(2009, 9, 9))
    later = worker.begin(other, "small")
    worker.save(later, COMPLETE)
    worker.submit(later)
    add(worker, submitted, {"story": "Changed later"})
    monkeypatch.setattr("app.assessments.answers_report._BATCH", 1)
    first, second = rows_of(browser.get("/reports/answers.csv?toolkit=small", buffered=True))
    assert (first["assessment"], first["story"]) == (str(submitted.id), "Changed later")
    assert second["assessment"] == str(later.id)


def test_answers_are_told_in_the_words_of_their_own_version(
    browser, submitted, publish_toolkit, worker
):
    from tests.assessments.test_reviews import second_version

    publish_toolkit(second_version(
        lineage=[
            {"relation": "removed", "from": ["story"], "to": []},
            {"relation": "same", "from": ["older"], "to": ["older"], "options": [
                {"relation": "reworded", "from": [key], "to": [key]}
                for key in ("present", "not_present")]},
        ], story=None,
        older={"title": "Older associates", "oneOf": [
            {"const": "present", "title": "Seen"}, {"const": "not_present", "title": "No"},
            {"const": "not_known", "title": "Not known"}]}))
    (row,) = rows_of(browser.get("/reports/answers.csv?toolkit=small", buffered=True))
    assert (row["older"], row["version"], row["story"]) == (
        "Present", "1", "Line one\nLine two")


@pytest.mark.parametrize("slug", ["", "nothing", "'; --"])
def test_a_toolkit_that_is_not_there(browser, slug):
    assert browser.get("/reports/answers.csv", query_string={"toolkit": slug}).status_code == 404


# Paper


@pytest.mark.requirement("S0.27", "S1.22")
def test_a_blank_toolkit_has_every_question_and_nobodys_data(browser, submitted, small):
    page = get(browser, "/toolkits/small/blank")
    labels = [q.label for q in queries.computed(submitted).definition.questions.values()]
    assert all(label in page.text for label in labels)
    assert "Version 1" in page.text and small.sha256[:12] in page.text
    assert "Never give this form to a young person, parent or carer" in page.text
    assert "call 999" in page.text
    for secret in ("Robin", "2010", "grey car", "Seen by school", "Jo"):
        assert secret not in page.text
    assert "<input" not in page.html.partition("<main")[2]


@pytest.mark.requirement("S0.27", "S1.22")
def test_a_blank_toolkit_as_pdf(browser, shipped, worker, case):
    shipped("cse-risk-assessment", 1)
    text = pdf_text(browser.get("/toolkits/cse-risk-assessment/blank.pdf"))
    assert "Never give this form to a young person" in text and "999" in text
    assert "version 1" in text and "Robin" not in text
    draft = worker.begin(case, "cse-risk-assessment")
    for question in queries.computed(draft).definition.questions.values():
        assert " ".join(question.label.split())[:30] in text, question.key


def test_a_blank_toolkit_that_is_not_there(browser):
    assert browser.get("/toolkits/nothing/blank").status_code == 404
    assert browser.get("/toolkits/nothing/blank.pdf").status_code == 404
