"""Every route, called by every kind of person on every kind of thing (design part 7).

A route that is not listed here fails the first test: whoever adds one says what it is about.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.assessments.models import Assessment
from app.cases import operations as cases
from app.database import db

OPEN = {"static", "accounts.sign_in", "accounts.signed_out"}
OWN = {"accounts.discard_kept", "accounts.sign_out", "overview.home"}
DESK = {"overview.desk", "overview.desk_section"}
"""Open to reviewers alone."""
TOOLKIT = {"definitions.toolkits", "definitions.toolkit", "definitions.version",
           "definitions.download", "assessments.blank", "assessments.blank_pdf",
           "definitions.practice_standards", "definitions.standards_history",
           "definitions.compare_standards", "definitions.standards_version",
           "definitions.standards_document"}
REVIEWED = {"definitions.choose_versions", "definitions.compare_versions",
            "definitions.compare_versions_pdf", "definitions.review", "definitions.approve",
            "assessments.preview_version", "assessments.preview_version_phone",
            "definitions.approve_standards", "definitions.version_impact",
            "assessments.moved_cases"}
"""Open to those who approve a version: administrators and, for safeguarding leads, reviewers."""
WRITING = {
    "definitions.edit_standards", "definitions.publish_standards",
    "definitions.withdraw_standards",
    "definitions.new_toolkit", "definitions.begin_next_version", "definitions.retire",
    "definitions.publish", "definitions.draft", "definitions.draft_history",
    "definitions.restore_draft", "definitions.download_draft", "definitions.send_draft",
    "definitions.close_draft", "definitions.import_toolkit", "definitions.draft_origin",
    "definitions.draft_impact",
    "definitions.begin_local", "definitions.draft_family", "definitions.draft_newer",
    "assessments.preview_draft", "assessments.preview_draft_phone",
    "definitions.change_draft", "definitions.move_unit", "definitions.add_unit",
    "definitions.edit_unit", "definitions.change_type", "definitions.edit_condition",
    "definitions.preview_markdown", "definitions.draft_levels", "definitions.draft_toolkit",
    "definitions.draft_lineage", "definitions.draft_revision", "definitions.kept_edit",
}
"""Open to administrators alone."""
LISTS = {"cases.case_list", "cases.find_person", "cases.add", "assessments.answers",
         "pathway.exceptions", "pathway.exceptions_csv"}
CASE = {
    "cases.front", "cases.viewed", "cases.declare_conflict", "cases.allocation", "cases.allocate",
    "cases.restrict", "cases.notes", "cases.add_note", "cases.correct_note", "cases.dangers",
    "cases.danger", "cases.record_danger", "cases.withdraw_danger", "cases.person",
    "cases.edit_person", "cases.particulars", "cases.edit_particulars", "cases.another",
    "assessments.choose", "assessments.begin", "assessments.end_harm",
    "reviews.compare", "reviews.export", "reviews.levels", "reviews.as_it_was",
    "reviews.sign_comparison", "reviews.sign_offs", "reviews.sign_off", "reviews.sign_off_file",
    "reviews.row", "reviews.request_changes", "reviews.change_request",
    "reviews.withdraw_change_request",
    "pathway.step_down", "pathway.step_down_verdict", "pathway.step_down_by_program",
    "pathway.close", "pathway.reopen", "pathway.level", "pathway.decisions",
    "pathway.discussions", "pathway.ask_for_discussion", "pathway.record_discussion",
    "pathway.record_managers", "pathway.withdraw_discussion", "pathway.read_copy",
    "reviews.export_levels",
    "reviews.packs", "reviews.pack", "reviews.make_pack", "reviews.pack_file",
}
ASSESSMENT = {
    "assessments.assessment", "assessments.section", "assessments.save_section",
    "assessments.check", "assessments.submit", "assessments.submitted", "assessments.share",
    "assessments.add", "assessments.add_to_section", "assessments.revisions",
    "assessments.revision", "assessments.export", "assessments.guidance",
    "assessments.conflicts", "assessments.choose_answer", "assessments.kept",
    "assessments.explain_call", "assessments.set_aside", "assessments.upgrade",
    "assessments.undo_upgrade", "assessments.kept_page", "reviews.assessment_as_it_was",
}
ABOUT_A_CHILD = CASE | ASSESSMENT
LEADS_ON = "/submit"
"""Fetched, this address only leads to the page before it, which decides."""
FOR_MANAGERS = (
    "/end", "/compare/sign", "/compare/changes", "/change-requests/1/withdraw",
    "/discussions/close/record", "/discussions/close/managers")
"""Closed to a practitioner, whatever the case."""


def test_every_route_is_listed(app: Any) -> None:
    known = OPEN | OWN | DESK | TOOLKIT | REVIEWED | WRITING | LISTS | ABOUT_A_CHILD
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == known


def calls(app: Any, endpoints: set[str], told: Any) -> list[tuple[str, str]]:
    """Method and address of every way into these endpoints, about the child of the story."""
    assessment = db.session.scalars(
        select(Assessment.id).where(Assessment.case_id == told.case.id)).first()
    values = {
        "case_id": told.case.id, "assessment_id": assessment, "number": 1, "kind": "json",
        "key": "suspected_family", "slug": "cse-risk-assessment", "digest": "x" * 16,
        "section": "check", "act": "close",
        "capacity": "administrator", "earlier": 1, "later": 2,
    }
    adapter = app.url_map.bind("localhost")
    return [
        (method, adapter.build(rule.endpoint, {
            name: values.get(name, 1) for name in rule.arguments}, method=method))
        for rule in app.url_map.iter_rules() if rule.endpoint in endpoints
        for method in sorted(rule.methods & {"GET", "POST"})
        if not (method == "GET" and rule.rule.endswith(LEADS_ON))
    ]


def statuses(client: Any, found: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {call: client.open(call[1], method=call[0]).status_code for call in found}


@pytest.mark.requirement("S4.18", "X21")
@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.REVIEWER])
def test_nobody_of_another_team_finds_anything_about_a_child(
    app: Any, told: Any, signed_in: Any, make_user: Any, make_team: Any, role: Role
) -> None:
    stranger = signed_in(make_user(role, make_team()))
    answers = statuses(stranger, calls(app, ABOUT_A_CHILD, told))
    for (method, address), status in answers.items():
        closed = role is Role.PRACTITIONER and address.endswith(FOR_MANAGERS)
        assert status == (403 if closed else 404), (method, address)


@pytest.mark.requirement("S4.18")
def test_an_administrator_opens_nothing_about_a_child(
    app: Any, told: Any, signed_in: Any
) -> None:
    client = signed_in(told.administrator)
    answers = statuses(client, calls(app, ABOUT_A_CHILD | LISTS, told))
    assert {call: status for call, status in answers.items() if status != 403} == {}


@pytest.mark.requirement("S4.18", "X21")
def test_a_colleague_is_told_that_a_restricted_record_is_closed(
    app: Any, told: Any, now: Any, signed_in: Any, make_user: Any
) -> None:
    cases.restrict(actor=told.reviewer, now=now, case_id=told.case.id, restricted=True,
                   reason="Her uncle works in the team", version=told.case.version)
    team = told.reviewer.team
    colleague = signed_in(make_user(Role.PRACTITIONER, team))
    answers = statuses(colleague, calls(app, ABOUT_A_CHILD, told))
    assert {call: status for call, status in answers.items() if status != 403} == {}


def test_whoever_works_the_case_is_never_met_with_a_fault(
    app: Any, told: Any, signed_in: Any
) -> None:
    for user in (told.practitioner, told.reviewer):
        found = [call for call in calls(app, ABOUT_A_CHILD | LISTS | TOOLKIT, told)
                 if call[0] == "GET"]
        answers = statuses(signed_in(user), found)
        assert {call: status for call, status in answers.items() if status >= 500} == {}
        opened = [status for status in answers.values() if status == 200]
        assert len(opened) > len(answers) * 0.6


def test_a_stranger_without_an_account_opens_the_sign_in_page_alone(
    app: Any, told: Any, client: Any
) -> None:
    found = calls(app, ABOUT_A_CHILD | LISTS | TOOLKIT | DESK | {"overview.home"}, told)
    for (method, address), status in statuses(client, found).items():
        assert status in (302, 401), (method, address, status)


@pytest.mark.requirement("S4.18")
def test_the_desk_is_a_reviewers(app: Any, told: Any, signed_in: Any) -> None:
    found = calls(app, DESK, told)
    for user, status in ((told.practitioner, 403), (told.administrator, 403),
                         (told.reviewer, 200)):
        assert set(statuses(signed_in(user), found).values()) == {status}


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.REVIEWER])
def test_nobody_but_an_administrator_writes_toolkits(
    app: Any, told: Any, signed_in: Any, make_user: Any, role: Role
) -> None:
    client = signed_in(make_user(role))
    answers = statuses(client, calls(app, WRITING, told))
    assert {call: status for call, status in answers.items() if status != 403} == {}


def test_a_practitioner_approves_nothing(
    app: Any, told: Any, signed_in: Any
) -> None:
    answers = statuses(signed_in(told.practitioner), calls(app, REVIEWED, told))
    assert {call: status for call, status in answers.items() if status != 403} == {}
