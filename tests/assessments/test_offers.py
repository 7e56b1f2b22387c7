"""Which toolkits the page for choosing one shows first: those the practice standards offer."""

import json
from datetime import date

import pytest

from app.cases.facts import PersonFacts
from app.cases.operations import add_person_and_case
from tests.assessments.browsing import get
from tests.assessments.conftest import SMALL

OTHER = {**SMALL, "slug": "aaa", "title": "A toolkit with an early name"}


@pytest.fixture
def both_toolkits(publish_toolkit):
    publish_toolkit(SMALL)
    publish_toolkit(json.dumps(OTHER))


def titles(browser, case):
    page = get(browser, f"/cases/{case.id}/assessments/new")
    headings = [" ".join("".join(e.itertext()).split()) for e in page.tree.iter("h2")
                if "govuk-summary-card__title" in e.get("class", "")]
    return headings, page.text


def test_without_standards_they_stand_by_name(browser, case, both_toolkits):
    found, text = titles(browser, case)
    assert found == ["A toolkit with an early name", "Small toolkit"]
    assert "Offered for" not in text


def test_what_is_offered_for_this_kind_of_case_stands_first_and_the_others_after_it(
    browser, case, both_toolkits, publish_standards, practitioner, now
):
    publish_standards(offers=[{"episode": "sexual  EXPLOITATION", "toolkits": ["small"]},
                              {"episode": "Return interview", "toolkits": ["aaa"]}])
    found, text = titles(browser, case)
    assert found == ["Small toolkit", "A toolkit with an early name"]
    assert text.count("Offered for Sexual exploitation") == 1
    other = add_person_and_case(
        actor=practitioner, now=now, title="Return interview", worker_id=practitioner.id,
        facts=PersonFacts(name="Mo Vale", date_of_birth=date(2011, 1, 1)))
    found, text = titles(browser, other)
    assert found == ["A toolkit with an early name", "Small toolkit"]


def test_standards_cannot_be_begun_as_a_toolkit(browser, case, both_toolkits, publish_standards):
    publish_standards()
    assert "practice-standards" not in get(browser, f"/cases/{case.id}/assessments/new").html
    path = f"/cases/{case.id}/assessments/new/practice-standards"
    assert browser.get(path).status_code == 404
    assert browser.post(path, data={"read": "y"}).status_code == 404
    assert browser.get("/toolkits/practice-standards/blank").status_code == 404
