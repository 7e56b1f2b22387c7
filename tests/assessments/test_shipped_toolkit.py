"""The shipped CSE toolkit as people complete it: what it asks for before it can be submitted."""

import pytest

from app.assessments import operations, queries
from app.cases.models import CaseSummary
from app.database import db
from app.engine.absence import Absence
from app.engine.answers import Mark
from tests.assessments.browsing import get
from tests.assessments.conftest import Worker

SLUG = "cse-risk-assessment"
WHO = {
    "gender": "female", "ethnicity": "not_known", "local_authority": "Northmoor",
    "school": "Northmoor Academy", "looked_after": "no", "completer_name": "Amira Khan",
    "completer_agency": "Children’s services", "completer_role": "Social worker",
    "completer_contact": "01632 960 001", "completer_manager": "Sam Reed",
    "plan/raise_awareness/who": "School nurse", "plan/raise_awareness/due": "2026-04-01",
    "summary": "What is known and what is not.", "association": "none",
    "overall_level": "standard", "next_review": "2026-06-01",
    "actions_taken/a/action": "Told police", "actions_taken/a/who": "Amira Khan",
    "actions_taken/a/on": "2026-03-03",
    "further_investigation/e/unknown": "Whether she is groomed",
    "further_investigation/e/action": "Ask police", "further_investigation/e/owner": "Amira Khan",
    "further_investigation/e/due": "2026-03-10",
}
ROWS = {"actions_taken": ("a",), "further_investigation": ("e",)}
WHY = {"association": Mark(rationale="Nothing is known of any contact")}
RESPONSE = {
    "actual_abduction_responses/r/who": "DC Lee", "actual_abduction_responses/r/service": "Police",
    "actual_abduction_responses/r/on": "2026-03-03",
}


@pytest.fixture
def draft(worker, case, shipped):
    """A draft of version 1 in which nothing is missing and nothing is present."""
    shipped(SLUG, 1)
    draft = worker.begin(case, SLUG)
    questions = queries.computed(draft).definition.questions
    absent = {key: "not_present" for key, q in questions.items() if q.option("not_present")}
    unknown = {key: "not_known" for key, q in questions.items() if q.harm}
    worker.save(draft, {**WHO, **absent, **unknown}, rows=ROWS, marks=WHY)
    return draft


def missing(worker, draft):
    """What stands against submitting: keys and kinds."""
    with pytest.raises(operations.Incomplete) as refused:
        worker.submit(draft)
    return {(f.address, f.kind) for f in refused.value.findings}


def test_complete_it_is_submitted(worker, draft, case):
    worker.submit(draft)
    summary = db.session.get(CaseSummary, case.id)
    assert (summary.level_title, summary.calculated) == (
        "Standard", "At least Standard, possibly Actual Abuse Taking Place")


@pytest.mark.parametrize("key", [
    pytest.param("summary", marks=pytest.mark.requirement("S4.94")),
    pytest.param("young_person_name", marks=pytest.mark.requirement("S4.21")),
    pytest.param("gender", marks=pytest.mark.requirement("S4.23")),
    pytest.param("overall_level", marks=pytest.mark.requirement("S0.11")),
    pytest.param("completer_manager", marks=pytest.mark.requirement("S4.31")),
    pytest.param("next_review", marks=pytest.mark.requirement("S4.107")),
])
def test_what_is_required(worker, draft, key):
    worker.save(draft, {key: None})
    assert missing(worker, draft) == {(key, "blank")}


@pytest.mark.requirement("S4.106")
def test_actions_taken_are_required_at_every_level(worker, draft):
    cells = {key: None for key in WHO if key.startswith("actions_taken")}
    worker.save(draft, cells, rows={"actions_taken": ()})
    assert missing(worker, draft) == {("actions_taken", "blank")}


@pytest.mark.requirement("S4.96")
def test_not_known_asks_what_will_be_found_out_by_whom_and_when(worker, draft):
    cells = {key: None for key in WHO if key.startswith("further_investigation")}
    worker.save(draft, cells, rows={"further_investigation": ()})
    assert ("further_investigation", "blank") in missing(worker, draft)


@pytest.mark.requirement("S4.33", "S4.36", "S4.103")
def test_actual_harm_needs_who_responds_and_when(worker, draft, case):
    worker.save(draft, {"actual_abduction": "yes", "overall_level": "actual",
                        "actual_statement": "Held in a flat"},
                marks={"actual_abduction": Mark(rationale="Police")})
    assert queries.action_calls(draft)
    assert missing(worker, draft) == {("actual_abduction_responses", "blank")}
    worker.save(draft, RESPONSE, rows={"actual_abduction_responses": ("r",)})
    worker.submit(draft)
    assert db.session.get(CaseSummary, case.id).level_title == "Actual Abuse Taking Place"


@pytest.mark.requirement("S4.45", "S4.46", "S0.13")
def test_a_present_indicator_needs_a_reason_or_what_will_be_done(worker, draft):
    worker.save(draft, {"suspected_injuries": "present", "sharing_decision": "now",
                        "family_consulted": "Her mother"})
    assert ("suspected_injuries", "evidence") in missing(worker, draft)
    worker.save(draft, marks={"suspected_injuries": Mark(none_held="School nurse asks on Monday")})
    worker.submit(draft)


@pytest.mark.requirement("S4.104")
def test_the_level_rises_by_one_step_with_a_reason_and_not_by_two(worker, draft):
    worker.save(draft, {"overall_level": "medium"})
    assert missing(worker, draft) == {("overall_level_reason", "level")}
    worker.save(draft, {"overall_level": "high", "overall_level_reason": "Many vulnerabilities"})
    assert ("overall_level", "level") in missing(worker, draft)
    worker.save(draft, {"overall_level": "medium"})
    worker.submit(draft)


@pytest.mark.requirement("S4.68")
def test_skipped_vulnerabilities_are_borne_in_mind_in_the_summary(worker, draft):
    section = "vulnerable_family"
    definition = queries.computed(draft).definition
    keys = [q.key for q in definition.sections_by_key[section].questions()]
    worker.save(draft, dict.fromkeys(keys), marks={
        f"@{section}": Mark(absence=Absence.SKIPPED, reason="Early help assessment, 12 May")})
    assert missing(worker, draft) == {("vulnerability_statement", "blank")}
    worker.save(draft, {"vulnerability_statement": "The assessment of 12 May tells of neglect"})
    worker.submit(draft)


@pytest.mark.requirement("S1.40")
def test_not_applicable_counts_as_complete_with_its_reason(worker, draft):
    worker.save(draft, {"school": None}, marks={
        "school": Mark(absence=Absence.NOT_APPLICABLE)})
    assert {address for address, _ in missing(worker, draft)} == {"school"}
    worker.save(draft, marks={
        "school": Mark(absence=Absence.NOT_APPLICABLE, reason="Left school in July")})
    worker.submit(draft)


@pytest.mark.requirement("S4.22")
def test_without_a_date_of_birth_an_age_is_enough(worker, draft):
    worker.save(draft, {"date_of_birth": None})
    assert missing(worker, draft) == {("estimated_age", "blank")}
    worker.save(draft, {"estimated_age": 14})
    worker.submit(draft)


@pytest.mark.requirement("S4.99")
def test_all_vulnerabilities_alone_leave_the_level_standard(worker, draft):
    definition = queries.computed(draft).definition
    keys = [key for key in definition.questions if key.startswith("vulnerable_")
            and definition.questions[key].option("present")]
    worker.save(draft, dict.fromkeys(keys, "present"))
    assert queries.computed(draft).result.calculated.at_least.title == "Standard"


@pytest.mark.requirement("X12")
def test_a_manager_judges_lower_with_a_reason(worker, reviewer, draft):
    worker.save(draft, {"association": "suspected", "association_with": ["adults"],
                        "association_contact": ["direct"], "overall_level": "standard",
                        "overall_level_reason": "The man has moved away"},
                marks={"association": Mark(rationale="Seen together")})
    assert missing(worker, draft) == {("overall_level", "level")}
    Worker(reviewer, worker.now).submit(draft)


@pytest.mark.requirement("S0.9")
def test_what_is_left_of_an_empty_draft_is_told_by_section(worker, case, shipped, signed_in):
    """Each line leads to the page of its section, which lists what is missing there."""
    shipped(SLUG, 1)
    draft, browser = worker.begin(case, SLUG), signed_in(worker.user)
    tasks = get(browser, f"/assessments/{draft.id}")
    assert "Which sections are left" in tasks.text and "Complete first:" not in tasks.text
    check = get(browser, f"/assessments/{draft.id}/check")
    assert list(check.missing.values()) == list(check.form("Submit").send().errors.values())
    found = check.form("Submit").send().errors
    assert len(found) == len({address.partition("?")[0] for address in found})
    assert all(text.endswith(" to answer or put right") for text in found.values())
    first = get(browser, next(iter(found)))
    assert len(first.errors) == int(next(iter(found.values())).split(": ")[-1].split()[0])
