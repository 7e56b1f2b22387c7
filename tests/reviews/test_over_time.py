"""Everything over time: who may see it, what the page says, what is taken away and kept."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from inspect import signature
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.models import Role
from app.audit.models import AuditEvent
from app.cases import operations as cases
from app.cases.models import Case
from app.cases.operations import DangerFacts
from app.database import db, writing
from app.demonstration import people
from app.engine.directions import Direction
from app.engine.trajectory import Trajectory
from app.engine.trajectory_steps import Seen
from app.reviews import operations, queries
from app.reviews.computing import _step
from app.reviews.models import StoredStep
from app.reviews.operations import over_time
from app.reviews.operations.over_time import forget_steps
from app.reviews.over_time.exports import as_json
from app.reviews.over_time.page import Shown, page_of
from app.reviews.over_time.account import Account
from app.reviews.queries.trajectory import OverTime
from app.reviews.stored import Following, digest_of_step


def address(told: Any, kind: str = "", **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"/cases/{told.case.id}/levels{kind}?{query}"


@pytest.fixture
def made(told: Any, now: Any) -> Trajectory:
    return look(told, now)


def row(made: Trajectory, key: str) -> Any:
    return next(one for one in made.rows if one.key == key)


@pytest.mark.requirement("S1.29")
def test_each_question_and_each_action_is_told_over_all_reviews(made: Trajectory) -> None:
    missing = row(made, "suspected_absence")
    assert [cell.seen for cell in missing.cells] == [
        Seen.PRESENT, Seen.PRESENT, Seen.NOT_PRESENT, Seen.PRESENT]
    assert [(cell.direction, cell.evidenced) for cell in missing.cells[2:]] == [
        (Direction.REDUCED, False), (Direction.INCREASED, False)]
    assert missing.breaks == {}
    both = row(made, "vulnerable_self_esteem_bullying")
    alone = row(made, "vulnerable_self_esteem")
    assert both.breaks == alone.breaks == {2: "split"}
    assert [cell.seen for cell in both.cells[2:]] == [Seen.NOT_THERE] * 2
    assert {cell.direction for cell in (*both.cells, *alone.cells[:3])} == {Direction.NONE}
    plan = [one for one in made.actions if one.action.question == "plan"]
    assert any("Police visit Dex" in one.action.who for one in plan)
    assert all(one.action.due for one in plan)


def test_the_page_draws_it_and_says_the_same_in_tables(
    told: Any, reviewer_at: Any, check_html: Any
) -> None:
    page = reviewer_at.get(address(told))
    check_html(page.text)
    assert "Only those about risk" in page.text and "Hidden: " in page.text
    assert page.text.count("With the one before") == 3
    for words in ("Actual harm recorded", "Planned: to be done by", "Reduced: no current evidence",
                  "Question split", "Not comparable with the review before"):
        assert words in page.text, words
    assert "style=" not in page.text and "<script>" not in page.text
    everything = reviewer_at.get(address(told, show="everything")).text
    assert "Hidden: 0." in everything
    one = reviewer_at.get(address(told, section="no-such-section")).text
    assert "Showing 0 of" in one


def test_a_case_without_assessments_and_what_is_not_there(
    told: Any, reviewer_at: Any, check_html: Any
) -> None:
    other = db.session.scalar(select(Case.id).join(Case.young_person).where(
        Case.young_person.has(name=people.PRIYA.name)))
    page = reviewer_at.get(f"/cases/{other}/levels")
    check_html(page.text)
    assert "Nothing has been submitted in this case yet." in page.text
    for kind in ("pdf", "csv", "json"):
        assert reviewer_at.get(f"/cases/{other}/levels.{kind}").status_code == 200
    assert reviewer_at.get(address(told, ".exe")).status_code == 404
    assert reviewer_at.get(address(told, toolkit="seraf")).status_code == 404


def test_immediate_danger_stands_on_the_same_line_and_every_look_is_recorded(
    told: Any, reviewer_at: Any, now: Any
) -> None:
    danger = cases.record_immediate_danger(
        actor=told.practitioner, now=now - timedelta(days=20), case_id=told.case.id,
        facts=DangerFacts(what="He waits outside"))
    page = reviewer_at.get(address(told)).text
    assert "Immediate danger recorded" in page and "He waits outside" not in page
    reviewer_at.get(address(told, ".csv"))
    chain = select(AuditEvent).where(AuditEvent.chain == f"case:{told.case.id}")
    last = db.session.scalars(chain.order_by(AuditEvent.sequence.desc()).limit(2)).all()
    assert [event.action for event in last] == [
        "exported as csv the trajectory of", "viewed the trajectory of"]
    cases.withdraw_immediate_danger(
        actor=told.practitioner, now=now, case_id=told.case.id, danger_id=danger.id,
        reason="He was somebody else")
    assert "Immediate danger recorded, and withdrawn on" in reviewer_at.get(address(told)).text


@pytest.mark.requirement("S4.18", "X21")
def test_only_who_may_see_the_case_sees_it(
    told: Any, signed_in: Any, make_user: Any, make_team: Any
) -> None:
    stranger = signed_in(make_user(Role.REVIEWER, make_team()))
    for kind in ("", ".pdf", ".csv", ".json"):
        assert stranger.get(address(told, kind)).status_code == 404
        assert signed_in(told.administrator).get(address(told, kind)).status_code == 403


# To take away


def test_what_is_taken_away_says_what_the_page_says(told: Any, reviewer_at: Any) -> None:
    check_pdf(reviewer_at.get(address(told, ".pdf")))
    check_csv(reviewer_at.get(address(told, ".csv")))
    check_json(reviewer_at.get(address(told, ".json")))


def check_pdf(answer: Any) -> None:
    assert answer.content_type == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("Confidential", "Jodie Marsh", "Highest so far", "Question split",
                  "Reduced: no current evidence", "Police visit Dex", "Last happened"):
        assert words in text, words
    assert pages[0].mediabox.width > pages[0].mediabox.height


def check_csv(answer: Any) -> None:
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    kinds = {line["what"] for line in lines}
    assert kinds == {"level", "measure", "question", "planned", "done", "harm", "harm_ended"}
    absence = [line["said"] for line in lines if line["key"] == "suspected_absence"]
    assert absence[2] == "Not present. Reduced: no current evidence"
    assert not [cell for line in lines for cell in line.values()
                if cell.startswith(("=", "+", "@"))]


def check_json(answer: Any) -> None:
    document = answer.json
    assert [one["version"] for one in document["reviews"]] == [1, 1, 2, 2]
    assert document["reviews"][2]["highest_so_far"] == "Actual Abuse Taking Place"
    absence = next(one for one in document["rows"] if one["key"] == "suspected_absence")
    assert [one["direction"] for one in absence["reviews"]] == [
        "none", "none", "reduced", "increased"]
    suspected = next(one for one in document["measures"] if one["id"] == "suspected")
    assert [one["comparable"] for one in suspected["reviews"]] == [True, True, False, True]


def test_what_is_withheld_is_so_everywhere_and_the_level_is_not(told: Any, now: Any) -> None:
    whole = queries.over_time_of(told.reviewer, told.case.id)
    hidden = frozenset({"suspected_absence", "plan", "actual_groomed_online"})
    found = OverTime(whole.case, whole.slug, whole.every, hidden)
    made = operations.view_trajectory(actor=told.reviewer, now=now, found=found)
    account = Account.of(found, made)
    page = page_of(account, Shown(), now.date())
    drawn = f"{page['drawn']}{page['grid_table']}{page['events_table']}"
    told_away = as_json(account, now).decode()
    for secret in ("Has been missing from home", "Police visit Dex", "grooming the child"):
        assert secret not in drawn and secret not in told_away
    assert made.actions_withheld and all(line.withheld for line in made.lines)
    other = OverTime(whole.case, "seraf", whole.every).marks
    assert {mark.what.partition(": ")[2] for mark in other} == {"recorded in another toolkit"}
    assert '"level": "High"' in told_away and "Withheld from you" in drawn


# What is stored


def steps_stored(told: Any) -> int:
    of_case = select(StoredStep.digest).where(StoredStep.case_id == told.case.id)
    return len(db.session.scalars(of_case).all())


def look(told: Any, now: Any) -> Trajectory:
    found = queries.over_time_of(told.reviewer, told.case.id)
    return operations.view_trajectory(actor=told.reviewer, now=now, found=found)


def test_steps_are_stored_when_reviews_are_submitted_and_can_be_made_again(
    told: Any, now: Any
) -> None:
    assert steps_stored(told) == 4
    made = look(told, now)
    assert steps_stored(told) == 4
    with writing():
        forget_steps(told.case)
    assert look(told, now) == made and steps_stored(told) == 4
    with writing():
        forget_steps(told.case)
        operations.rebuild(told.case, now)
    assert steps_stored(told) == 4


def test_what_is_taken_away_is_worked_out_from_the_record(
    told: Any, reviewer_at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = reviewer_at.get(address(told, ".csv")).data

    def nowhere(digests: Any) -> None:
        raise LookupError

    monkeypatch.setattr(over_time, "find_steps", nowhere)
    assert reviewer_at.get(address(told, ".csv")).data == before


def test_what_names_a_step_is_all_that_it_is_made_from() -> None:
    assert tuple(signature(_step).parameters)[1:] == Following._fields
    step = Following((1, "a"), (2, "b"))
    others = [Following(None, (2, "b")), Following((1, "c"), (2, "b")),
              Following((1, "a"), (2, "c"))]
    assert len({digest_of_step(one) for one in (step, *others)}) == 4
