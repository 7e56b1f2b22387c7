"""The pages of the gate: the verdict before anything is typed, and what a program is told."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Role, User
from app.audit.models import AuditEvent
from app.cases.operations import DangerFacts, record_immediate_danger
from app.database import db
from app.pathway import queries
from app.pathway.models import Route
from tests.pathway.scene import HIGH, MEDIUM, STANDARD, Scene

TYPED = {
    "reason": "Seen weekly since May", "action": "Weekly visits go on", "owner": "Amara Khan",
    "due_on-day": "1", "due_on-month": "9", "due_on-year": "2026",
}


@pytest.fixture
def at(scene: Scene, signed_in: Any, clock: Any) -> Any:
    """at(user) -> their browser, when the scene has come to where it is"""
    def open_at(user: User) -> Any:
        clock.now = scene.now
        return signed_in(user)
    return open_at


def address(scene: Scene, page: str) -> str:
    return f"/cases/{scene.case.id}/{page}"


def typed(scene: Scene, **given: Any) -> dict[str, Any]:
    return {**TYPED, "level_id": "medium", "cited": scene.cited or "", "save_id": scene.page(),
            **given}


@pytest.mark.requirement("S3.35")
def test_the_page_says_what_falls_short_row_by_row_before_anything_is_typed(
    scene: Scene, at: Any, check_html: Any
) -> None:
    scene.assess(HIGH)
    scene.assess(MEDIUM, gifts="not_known")
    page = at(scene.reviewer).get(address(scene, "step-down"))
    check_html(page.text)
    assert "This is not enough to step down." in page.text
    assert "No reviewer has signed this comparison." in page.text
    assert "One answer was known before and is not known now." in page.text
    earlier, later = scene.pair
    assert (f"/cases/{scene.case.id}/compare?earlier={earlier}&amp;later={later}"
            "&amp;show=everything#row-gifts") in page.text
    assert "ask a senior manager to use the exceptional route" in page.text
    assert "<textarea" not in page.text


@pytest.mark.requirement("S3.35", "S3.36")
def test_a_manager_steps_down_and_the_decision_stands_with_what_it_rests_on(
    signed: Scene, at: Any, check_html: Any
) -> None:
    browser = at(signed.reviewer)
    page = browser.get(address(signed, "step-down"))
    check_html(page.text)
    assert "A reduction is shown." in page.text and 'name="level_id"' in page.text
    half = browser.post(address(signed, "step-down"), data=typed(signed, action=""))
    assert half.status_code == 422 and "Seen weekly since May" in half.text
    check_html(half.text)
    done = browser.post(address(signed, "step-down"), data=typed(signed))
    assert done.status_code == 302
    history = browser.get(address(signed, "decisions"))
    check_html(history.text)
    for words in ("Stepped down", "Seen weekly since May", "Weekly visits go on", "Amara Khan",
                  "1 September 2026", "Ruth Okafor"):
        assert words in history.text


def test_errors_are_listed_in_the_order_of_the_page(
    signed: Scene, at: Any, check_html: Any
) -> None:
    browser = at(signed.reviewer)
    empty = browser.post(address(signed, "step-down"), data={"cited": signed.cited or ""})
    listed = empty.text.partition("error-summary__list")[2].partition("</ul>")[0]
    told = ("Choose the level to step down to", "Give the reason", "Enter the action",
            "Enter who is to do it", "Enter the date by which")
    assert [listed.index(words) for words in told] == sorted(listed.index(w) for w in told)
    check_html(empty.text)
    undecided = browser.post(address(signed, "level"), data={})
    assert "Choose what you decide" in undecided.text and "Give the reason" in undecided.text
    check_html(undecided.text)


def test_what_was_typed_stays_when_the_gate_refuses(fallen: Scene, at: Any) -> None:
    page = at(fallen.reviewer).post(address(fallen, "step-down"), data=typed(fallen))
    assert page.status_code == 422
    assert "No reviewer has signed this comparison." in page.text
    assert "Seen weekly since May" in page.text


def test_a_senior_is_told_row_by_row_and_keeps_what_was_typed(
    scene: Scene, senior: User, at: Any, check_html: Any
) -> None:
    scene.assess(HIGH)
    scene.assess(MEDIUM, gifts="not_known")
    browser = at(senior)
    page = browser.post(address(scene, "step-down"), data=typed(scene))
    check_html(page.text)
    assert page.status_code == 422 and "Seen weekly since May" in page.text
    summary = page.text.partition("error-summary")[2].partition("</ul>")[0]
    assert "#row-gifts" in summary
    done = browser.post(
        address(scene, "step-down"), data=typed(scene, exceptional="y"))
    assert done.status_code == 302
    assert queries.decisions_of(scene.case)[0].route is Route.EXCEPTIONAL
    assert "Exceptional route" in browser.get(address(scene, "decisions")).text


@pytest.mark.parametrize("forged", ["999", "0", "-1", "x", "", "9" * 30])
def test_a_signature_cannot_be_chosen_by_what_is_posted(
    signed: Scene, at: Any, forged: str
) -> None:
    page = at(signed.reviewer).post(
        address(signed, "step-down"), data=typed(signed, cited=forged))
    assert page.status_code == 422 and "not the one that you were shown" in page.text
    assert "Seen weekly since May" in page.text
    assert f'value="{signed.cited}"' in page.text, "the next try is of what is shown now"


@pytest.mark.requirement("S4.18")
def test_a_practitioner_reads_the_verdict_and_decides_nothing(signed: Scene, at: Any) -> None:
    browser = at(signed.worker.user)
    page = browser.get(address(signed, "step-down"))
    assert page.status_code == 200 and "A manager of the team decides this." in page.text
    for place in ("step-down", "close"):
        assert browser.post(address(signed, place), data=typed(signed)).status_code == 403
    level = {**TYPED, "choice": "agree", "level_id": "high"}
    assert browser.post(address(signed, "level"), data=level).status_code == 403
    assert len(queries.decisions_of(signed.case)) == 1


@pytest.mark.requirement("S4.28")
def test_a_colleague_from_whom_something_is_withheld_learns_nothing_from_the_gate(
    scene: Scene, senior: User, at: Any, make_user: Any
) -> None:
    """Gifts come from the police: neither that it fell short nor that it is not known."""
    scene.assess(HIGH)
    scene.assess(MEDIUM, gifts="not_known")
    browser = at(make_user(team=scene.reviewer.team))
    page = browser.get(address(scene, "step-down"))
    assert "Something of this comparison is withheld from you" in page.text
    assert "Gifts" not in page.text and "not known now" not in page.text
    told = browser.get(address(scene, "step-down.json")).json
    assert told["verdict"] is None and not told["open_to_you"]
    scene.step_down(user=senior, exceptional=True)
    history = browser.get(address(scene, "decisions")).text
    assert "Withheld from you" in history and "not known now" not in history


# By a program


@pytest.mark.requirement("S3.35")
def test_a_program_is_told_the_same_and_refused_alike(fallen: Scene, at: Any) -> None:
    browser = at(fallen.reviewer)
    told = browser.get(address(fallen, "step-down.json")).json
    assert told["level"]["in_force"]["id"] == "high" and told["level"]["recorded"]["id"] == "medium"
    assert told["cited"] is None and not told["open_to_you"]
    kinds = {one["kind"] for one in told["verdict"]["shortfalls"]}
    sent = {"to": "medium", "cited": None, "reason": "r", "save_id": "program-1"}
    refused = browser.post(address(fallen, "step-down.json"), json=sent)
    assert refused.status_code == 422
    assert {one["kind"] for one in refused.json["verdict"]["shortfalls"]} == kinds
    assert refused.json["message"].startswith("You cannot step down yet.")
    assert len(queries.decisions_of(fallen.case)) == 1


def test_a_program_steps_down_through_the_same_gate(signed: Scene, at: Any) -> None:
    browser = at(signed.reviewer)
    told = browser.get(address(signed, "step-down.json")).json
    assert told["open_to_you"] and told["verdict"]["met"]
    sent = {"to": told["levels"][0]["id"], "cited": told["cited"]["sign_off"], "reason": "Why",
            "action": "Visit", "owner": "Amara Khan", "due": "2026-09-01", "save_id": "program-2"}
    done = browser.post(address(signed, "step-down.json"), json=sent)
    assert done.status_code == 201 and done.json["to"] == "Medium"
    assert browser.post(address(signed, "step-down.json"), json=sent).json["id"] == done.json["id"]


@pytest.mark.parametrize("sent", [None, [], {"to": "medium"}, {"to": 1, "cited": "x"}])
def test_what_cannot_be_read_is_refused(signed: Scene, at: Any, sent: Any) -> None:
    answer = at(signed.reviewer).post(address(signed, "step-down.json"), json=sent)
    assert answer.status_code == 422 and answer.json["message"] == "What was sent cannot be read."
    practitioner = at(signed.worker.user)
    assert practitioner.post(address(signed, "step-down.json"), json={
        "to": "medium", "cited": signed.cited, "reason": "r", "save_id": "p"}).status_code == 403


# Closing


@pytest.mark.requirement("S3.35", "S3.36")
def test_a_case_is_closed_with_a_reason_and_opened_again(
    signed: Scene, at: Any, check_html: Any
) -> None:
    browser = at(signed.reviewer)
    page = browser.get(address(signed, "close"))
    check_html(page.text)
    assert "A reduction is shown." in page.text
    empty = browser.post(address(signed, "close"), data=typed(signed, reason=" "))
    assert empty.status_code == 422 and "Give the reason" in empty.text
    assert browser.post(address(signed, "close"), data=typed(signed)).status_code == 302
    front = browser.get(f"/cases/{signed.case.id}")
    assert "This case was closed on" in front.text and "Open this case again" in front.text
    assert "This case is closed already." in browser.get(address(signed, "close")).text
    assert "This case is closed." in browser.get(address(signed, "step-down")).text
    check_html(browser.get(address(signed, "reopen")).text)
    done = browser.post(address(signed, "reopen"), data={"reason": "New information"})
    assert done.status_code == 302
    assert "Close this case" in browser.get(f"/cases/{signed.case.id}").text


def test_the_page_says_so_where_nothing_was_ever_assessed(
    scene: Scene, at: Any, check_html: Any
) -> None:
    browser = at(scene.reviewer)
    page = browser.get(address(scene, "close"))
    check_html(page.text)
    assert "there is nothing to step down from" in page.text
    assert browser.get(address(scene, "step-down")).status_code == 422
    assert browser.get(address(scene, "level")).status_code == 422
    assert browser.post(address(scene, "close"), data={"reason": ""}).status_code == 422
    assert browser.post(
        address(scene, "close"), data={"reason": "A duplicate"}).status_code == 302


# Levels


@pytest.mark.requirement("X12")
def test_the_level_agreed_stands_beside_the_one_recorded(
    scene: Scene, at: Any, check_html: Any
) -> None:
    scene.assess(HIGH)
    browser = at(scene.reviewer)
    front = browser.get(f"/cases/{scene.case.id}")
    check_html(front.text)
    assert "No level agreed yet" in front.text
    page = browser.get(address(scene, "level"))
    check_html(page.text)
    agreed = {"choice": "agree", "level_id": "high", "reason": "As assessed"}
    assert browser.post(address(scene, "level"), data=agreed).status_code == 302
    scene.assess(STANDARD)
    browser = at(scene.reviewer)
    assert "which is lower. It counts once the case is stepped down." in browser.get(
        f"/cases/{scene.case.id}").text
    lower = browser.get(address(scene, "level")).text
    assert "Keep High" in lower and "Agree Standard" not in lower
    page = browser.post(address(scene, "level"), data={**agreed, "level_id": "standard"})
    assert page.status_code == 422 and "A lower level is not agreed here" in page.text
    assert browser.post(
        address(scene, "level"), data={**TYPED, "choice": "keep"}).status_code == 302
    assert "Level kept: not stepped down" in browser.get(address(scene, "decisions")).text


# The report


@pytest.mark.requirement("S3.35")
def test_every_exception_stands_in_the_report_with_what_fell_short(
    fallen: Scene, senior: User, at: Any, check_html: Any
) -> None:
    browser = at(fallen.reviewer)
    assert "None so far." in browser.get("/exceptions").text
    fallen.step_down(user=senior, exceptional=True)
    page = browser.get("/exceptions")
    check_html(page.text)
    for words in ("No reviewer has signed this comparison.", "Lena Brandt", "High to Medium",
                  "Seen weekly, and the man has moved away"):
        assert words in page.text
    assert fallen.case.young_person.name not in page.text
    answer = browser.get("/exceptions.csv")
    (line,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert line["from"] == "High" and "No reviewer has signed" in line["what fell short"]
    assert at(fallen.worker.user).get("/exceptions").status_code == 403


def test_a_senior_of_another_team_reads_the_facts_and_not_the_words(
    fallen: Scene, senior: User, at: Any, make_user: Any, make_team: Any
) -> None:
    fallen.step_down(user=senior, exceptional=True)
    browser = at(make_user(Role.REVIEWER, make_team(), senior=True))
    page, file = browser.get("/exceptions").text, browser.get("/exceptions.csv").text
    for said in (page, file):
        for words in ("No reviewer has signed this comparison", "Lena Brandt", "1 January 2030",
                      "Not shown, because this is a case of another team"):
            assert words in said
        for words in ("the man has moved away", "Weekly visits go on", "Amara Khan"):
            assert words not in said


def test_where_one_person_signed_and_decided_every_page_says_so(
    signed: Scene, at: Any, check_html: Any
) -> None:
    both = "You signed the comparison that this decision rests on."
    assert both not in at(signed.other).get(address(signed, "step-down")).text
    browser = at(signed.reviewer)
    for page in ("step-down", "close"):
        text = browser.get(address(signed, page)).text
        check_html(text)
        assert both in text
    assert "No decision by the ordinary route was made" in browser.get("/exceptions").text
    decision = signed.step_down()
    assert decision.signed_too
    assert "The same person signed it and decided" in browser.get(
        address(signed, "decisions")).text
    report = browser.get("/exceptions").text
    check_html(report)
    assert "1 decision by the ordinary route was made by the person who had signed" in report
    event = db.session.scalars(select(AuditEvent).where(
        AuditEvent.subject == f"decision:{decision.id}")).one()
    assert event.details["signed_too"] is True


def test_where_two_people_did_it_nothing_is_said(signed: Scene, at: Any) -> None:
    assert not signed.step_down(user=signed.other).signed_too
    assert "The same person" not in at(signed.other).get(address(signed, "decisions")).text
    assert queries.signed_too(signed.other) == 0


# Two tabs


@pytest.mark.parametrize("page", ["step-down", "close"])
def test_what_was_typed_stays_where_the_case_was_closed_in_another_tab(
    signed: Scene, at: Any, check_html: Any, page: str
) -> None:
    sent = typed(signed)
    browser = at(signed.reviewer)
    signed.close(signed.other)
    answer = browser.post(address(signed, page), data=sent)
    assert answer.status_code == 422
    check_html(answer.text)
    assert "It has to be reopened first" in answer.text and TYPED["reason"] in answer.text
    assert TYPED["reason"] not in browser.get(address(signed, page)).text


def test_what_was_typed_to_reopen_stays_where_somebody_did(
    signed: Scene, at: Any, check_html: Any
) -> None:
    signed.close()
    browser = at(signed.reviewer)
    signed.reopen(actor=signed.other)
    answer = browser.post(address(signed, "reopen"), data={"reason": TYPED["reason"]})
    assert answer.status_code == 422
    check_html(answer.text)
    assert "open already" in answer.text and TYPED["reason"] in answer.text


def test_what_was_typed_stays_where_danger_came_between(
    scene: Scene, at: Any, check_html: Any
) -> None:
    """A case that was never assessed."""
    browser = at(scene.reviewer)
    assert "<textarea" in browser.get(address(scene, "close")).text
    record_immediate_danger(actor=scene.worker.user, now=scene.now, case_id=scene.case.id,
                            facts=DangerFacts(what="Seen in the park"))
    answer = browser.post(address(scene, "close"), data={"reason": TYPED["reason"]})
    assert answer.status_code == 422
    check_html(answer.text)
    assert "Immediate danger is recorded" in answer.text and TYPED["reason"] in answer.text
    assert "<textarea" not in browser.get(address(scene, "close")).text
