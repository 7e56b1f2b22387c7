"""The pages of an assessment over HTTP, without scripts."""

import pytest

from app.assessments import queries
from app.assessments.models import Assessment
from app.audit.models import AuditEvent
from app.database import db
from tests.assessments.browsing import get
from tests.assessments.conftest import COMPLETE, answers_of


@pytest.fixture
def browser(signed_in, practitioner, clock):
    """The practitioner's browser."""
    return signed_in(practitioner)


def section(browser, assessment, key, query=""):
    return get(browser, f"/assessments/{assessment.id}/sections/{key}{query}")


@pytest.mark.requirement("S1.1", "S1.17", "S4.1", "S4.2", "S4.20")
def test_guidance_comes_before_the_first_question(browser, case, small):
    page = get(browser, f"/cases/{case.id}").follow("Start a toolkit").follow("Start: Small toolkit")
    assert "Read this first." in page.text and "call 999" in page.text
    assert "refer to children’s social care" in page.text
    assert "not a substitute for your own organisation’s policy" in page.text
    again = page.form("Start").send()
    assert again.status == 422 and list(again.errors) == ["#read"]
    tasks = again.form("Start").fill(read="y").send()
    assert tasks.path == "/assessments/1" and "First assessment" in tasks.text
    assert queries.has_read_guidance(case.worker, small.id)


def test_a_section_is_filled_in_and_saved(browser, draft, small):
    page = section(browser, draft, "indicators")
    assert "Section 2 of 3" in page.text
    form = page.form("Save and continue").fill(harm="not_known", older="present", story="Words")
    following = form.put("older:rationale", "Seen by school").send()
    assert following.path.endswith("/sections/level")
    said = answers_of(draft)
    assert {"harm": "not_known", "older": "present", "story": "Words"}.items() <= said.values.items()
    assert said.mark("older").rationale == "Seen by school"


def test_the_whole_way_to_a_submission(browser, draft, case):
    section(browser, draft, "who").form("Save and continue").send()
    page = section(browser, draft, "indicators").form("Save and continue").fill(
        harm="not_known", older="not_present").send()
    assert page.path.endswith("/sections/level") and "From your answers" in page.text
    page = page.form("Save and continue").fill(level="standard").send()
    assert page.path.endswith("/check") and not page.errors
    done = page.form("Submit").send()
    assert done.path.endswith("/submitted")
    assert "Assessment submitted" in done.text and "3 June 2026" in done.text
    assert "Talk about exploitation." in done.text
    read = done.follow("Read what was submitted")
    assert "Submitted by" in read.text and "Not known" in read.text
    front = get(browser, f"/cases/{case.id}")
    assert "Start review: Small toolkit" in front.text and "Standard" in front.text
