"""The desk as a reviewer sees it: what each row says, what opens it, and who sees which."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Role, User
from app.audit.models import AuditEvent
from app.cases import operations as cases
from app.cases.models import Case, CaseSummary
from app.cases.operations import DangerFacts
from app.database import db, writing
from tests.assessments.conftest import COMPLETE, Worker, make_case
from tests.reviews.test_corrections import assess, case, worker

__all__ = ["case", "worker"]


@pytest.fixture
def desk(signed_in: Any, reviewer: User, clock: Any) -> Any:
    """desk(when) -> the reviewer's browser, signed in at that time"""
    def at(when: Any) -> Any:
        clock.now = when
        return signed_in(reviewer)

    return at


def section(page: str, name: str) -> str:
    return page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_a_reviewer_starts_at_the_desk_and_a_practitioner_at_the_cases(
    told: Any, signed_in: Any
) -> None:
    assert signed_in(told.reviewer).get("/").location == "/desk"
    assert signed_in(told.practitioner).get("/").location == "/cases/"


def test_the_demonstration_has_something_to_sign_and_to_check(
    told: Any, reviewer_at: Any, check_html: Any
) -> None:
    page = reviewer_at.get("/desk")
    assert page.status_code == 200
    check_html(page.text)
    waiting = section(page.text, "sign-off")
    assert "Jodie Marsh" in waiting and "Not signed." in waiting
    assert f"/cases/{told.case.id}/compare?earlier=" in waiting
    check = section(page.text, "check")
    assert "No evidence" in check and "3 reductions without evidence" in check


def test_an_empty_desk_says_so(reviewer: User, signed_in: Any, check_html: Any) -> None:
    page = signed_in(reviewer).get("/desk")
    check_html(page.text)
    for words in ("No actual harm is on record", "No comparison waits", "No review is overdue",
                  "Nothing stands out"):
        assert words in page.text


def test_each_row_says_why_it_is_there_how_long_it_waits_and_opens_what_it_is_about(
    worker: Worker, case: Case, desk: Any, check_html: Any
) -> None:
    assess(worker, case, "present")
    worker.now += timedelta(days=90)
    bare = worker.review(case, "small")
    worker.save(bare, {**COMPLETE, "older": "not_present"})
    worker.submit(bare)
    cases.record_immediate_danger(
        actor=worker.user, now=worker.now, case_id=case.id, facts=DangerFacts(what="With him"))
    browser = desk(worker.now + timedelta(days=12))
    page = browser.get("/desk").text
    check_html(page)
    check, today = section(page, "check"), section(page, "today")
    assert "1 reduction without evidence" in check and "12 days, since" in check
    assert "High</span>" in check and "Standard</span>" in check
    assert f"/cases/{case.id}/danger" in today and "Immediate danger is recorded" in today
    for link in set(re.findall(r'href="([^"]*(?:compare|danger|assessments)[^"]*)"', page)):
        assert browser.get(link.replace("&amp;", "&")).status_code == 200


def test_an_overdue_review_needs_no_event_to_come_up(
    worker: Worker, case: Case, desk: Any
) -> None:
    assess(worker, case, "present")
    due = db.session.get_one(CaseSummary, case.id).due_order
    on_the_day = worker.now.replace(year=due.year, month=due.month, day=due.day)
    assert "No review is overdue" in desk(on_the_day).get("/desk").text
    overdue = section(desk(on_the_day + timedelta(days=2)).get("/desk").text, "overdue")
    assert "2 days, since" in overdue and worker.user.name in overdue
    assert f'/cases/{case.id}"' in overdue


def test_a_long_section_is_shown_whole_page_by_page(
    worker: Worker, desk: Any, check_html: Any
) -> None:
    for number in range(28):
        one = make_case(worker.user, worker.now, name=f"Person{number} Hale",
                        date_of_birth=date(2010, 1, 1) + timedelta(days=number))
        cases.record_immediate_danger(
            actor=worker.user, now=worker.now, case_id=one.id, facts=DangerFacts(what="x"))
    browser = desk(worker.now)
    front = section(browser.get("/desk").text, "today")
    assert "Show all 28" in front and front.count("<li") == 25
    first = browser.get("/desk/today")
    check_html(first.text)
    following = re.search(r'rel="next" href="([^"]*)"', first.text)
    assert following and first.text.count("wm-queue__row\"") == 25
    last = browser.get(following[1].replace("&amp;", "&"))
    assert last.text.count("wm-queue__row\"") == 3 and 'rel="next"' not in last.text
    assert browser.get("/desk/nonsense").status_code == 404
    assert browser.get("/desk/overdue?after=x").status_code == 200


@pytest.mark.requirement("S4.18", "X21")
def test_the_desk_shows_what_its_reader_may_see_and_nothing_else(
    worker: Worker, case: Case, reviewer: User, signed_in: Any, make_user: Any, make_team: Any
) -> None:
    cases.record_immediate_danger(
        actor=worker.user, now=worker.now, case_id=case.id, facts=DangerFacts(what="With him"))
    assert "Robin Hale" in signed_in(reviewer).get("/desk").text
    stranger = make_user(Role.REVIEWER, make_team())
    assert "Robin Hale" not in signed_in(stranger).get("/desk").text
    cases.declare_conflict(actor=reviewer, now=worker.now, case_id=case.id)
    for place in ("/desk", "/desk/today"):
        page = signed_in(reviewer).get(place).text
        assert "Robin Hale" not in page and "No actual harm is on record" in page


def test_every_look_is_recorded_with_whose_rows_were_shown(told: Any, reviewer_at: Any) -> None:
    reviewer_at.get("/desk")
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject == "desk").order_by(AuditEvent.id.desc())
    ).first()
    assert event is not None and event.reading and told.case.id in event.details["cases"]


def test_nothing_typed_into_a_name_runs(
    worker: Worker, case: Case, desk: Any
) -> None:
    with writing():
        case.young_person.name = "<script>x</script>"
    cases.record_immediate_danger(
        actor=worker.user, now=worker.now, case_id=case.id, facts=DangerFacts(what="With him"))
    assert "<script>x" not in desk(worker.now).get("/desk").text
