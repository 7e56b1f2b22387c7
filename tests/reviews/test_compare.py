"""Two assessments side by side: who may see them, what the page says, what can be taken away."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.models import Role
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.database import db
from app.demonstration import people
from app.engine.comparison import AnswerChange, Flag, QuestionChange
from app.engine.directions import Direction
from app.errors import NotFound, Refused
from app.reviews import queries


def address(told: Any, earlier: int, later: int, kind: str = "", **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in
                     {"earlier": earlier, "later": later, **more}.items())
    return f"/cases/{told.case.id}/compare{kind}?{query}"


def rows_of(told: Any, earlier: int, later: int) -> dict[str, Any]:
    found = queries.compared(
        told.reviewer, told.case.id, told.revisions[earlier], told.revisions[later])
    return {row.key: row for row in found.comparison.rows}


@pytest.mark.requirement("S1.29", "S4.47")
def test_the_last_review_says_what_fell_what_rose_and_what_nobody_looked_at(told: Any) -> None:
    rows = rows_of(told, 2, 3)
    assert rows["suspected_online_contact"].direction is Direction.REDUCED
    assert Flag.NO_EVIDENCE not in rows["suspected_online_contact"].flags
    assert rows["suspected_distress"].direction is Direction.REDUCED
    assert Flag.NO_EVIDENCE in rows["suspected_distress"].flags
    assert rows["suspected_absence"].direction is Direction.INCREASED
    assert rows["suspected_lost_contact"].direction is Direction.INFORMATION_LOST
    assert rows["vulnerable_self_esteem"].answer is AnswerChange.CARRIED
    assert Flag.SAME_RATIONALE in rows["suspected_behaviour_change"].flags


def test_across_versions_each_question_is_told_with_what_became_of_it(told: Any) -> None:
    rows = rows_of(told, 1, 2)
    assert rows["suspected_absence"].question is QuestionChange.REWORDED
    assert rows["suspected_absence"].wording
    assert rows["vulnerable_self_esteem_bullying"].question is QuestionChange.SPLIT
    assert len(rows["vulnerable_self_esteem_bullying"].linked) == 2
    assert rows["vulnerable_gang_area"].question is QuestionChange.REMOVED
    assert rows["last_seen_alone"].question is QuestionChange.ADDED
    assert rows["agencies_asked"].question is QuestionChange.MOVED


@pytest.mark.requirement("X19", "S4.103")
def test_actual_harm_stays_until_a_manager_ends_it(told: Any) -> None:
    """Yes, then not known: information lost, and never a reduction."""
    assert rows_of(told, 1, 2)["actual_groomed_online"].direction is Direction.INFORMATION_LOST
    highest = queries.highest_ever(told.case.id)
    assert highest is not None and highest.id == "actual"


def test_the_page_opens_on_what_needs_attention_and_counts_what_it_hides(
    told: Any, reviewer_at: Any, check_html: Any
) -> None:
    page = reviewer_at.get(f"/cases/{told.case.id}/compare")
    assert page.status_code == 200
    check_html(page.text)
    assert "1 no longer present, with a rationale" in page.text
    assert "Less was known this time than last time." in page.text
    assert "Hidden: " in page.text and "(0 still present)" in page.text
    assert 'id="row-vulnerable_family_disruption"' in page.text
    everything = reviewer_at.get(address(told, *told.revisions[2:], show="everything"))
    assert "Hidden: 0 (0 still present)" in everything.text


def test_the_sides_are_ordered_by_date_however_they_are_asked_for(
    told: Any, reviewer_at: Any
) -> None:
    third, fourth = told.revisions[2:]
    titles = {
        reviewer_at.get(address(told, *pair)).text.partition("<h1")[2].partition("</h1>")[0]
        for pair in ((third, fourth), (fourth, third))
    }
    assert len(titles) == 1


def test_every_look_is_recorded(told: Any, reviewer_at: Any) -> None:
    reviewer_at.get(address(told, *told.revisions[2:]))
    reviewer_at.get(address(told, *told.revisions[2:], kind=".csv"))
    chain = select(AuditEvent).where(AuditEvent.chain == f"case:{told.case.id}")
    last = db.session.scalars(chain.order_by(AuditEvent.sequence.desc()).limit(2)).all()
    assert [(event.action, event.subject) for event in last] == [
        ("exported as csv", "comparison:{}-{}".format(*told.revisions[2:])),
        ("viewed", "comparison:{}-{}".format(*told.revisions[2:])),
    ]


@pytest.mark.requirement("S4.18", "X21")
def test_a_comparison_authorises_the_case_and_both_sides(
    told: Any, signed_in: Any, make_user: Any, make_team: Any
) -> None:
    stranger = signed_in(make_user(Role.REVIEWER, make_team()))
    assert stranger.get(address(told, *told.revisions[2:])).status_code == 404
    administrator = signed_in(told.administrator)
    assert administrator.get(address(told, *told.revisions[2:])).status_code == 403
    for missing in (10**6, 10**30, 0, -1):
        with pytest.raises(NotFound):
            queries.compared(told.reviewer, told.case.id, told.revisions[0], missing)


def test_a_revision_of_another_case_is_not_found(told: Any, reviewer_at: Any) -> None:
    other = people.PRIYA.name
    case_id = db.session.scalar(select(Case.id).join(Case.young_person).where(
        Case.young_person.has(name=other)))
    answer = reviewer_at.get(
        f"/cases/{case_id}/compare?earlier={told.revisions[0]}&later={told.revisions[1]}")
    assert answer.status_code == 404


def test_one_assessment_cannot_be_compared(told: Any) -> None:
    with pytest.raises(Refused, match="nothing to compare"):
        queries.latest_pair(10**6)


def test_the_pdf_holds_everything_and_says_that_it_is_confidential(
    told: Any, reviewer_at: Any
) -> None:
    answer = reviewer_at.get(address(told, *told.revisions[1:3], kind=".pdf"))
    assert answer.content_type == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("Confidential", "Jodie Marsh", "Information lost", "Question reworded",
                  "Highest ever", "Reduced"):
        assert words in text, words


def test_the_csv_has_a_line_for_every_question_and_runs_nothing(
    told: Any, reviewer_at: Any
) -> None:
    answer = reviewer_at.get(address(told, *told.revisions[1:3], kind=".csv"))
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(lines) - 1 == len(rows_of(told, 1, 2))
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]
    assert lines[1][-4:-2] == ["1", "2"]


def test_the_json_says_under_which_version_each_side_was_given(
    told: Any, reviewer_at: Any
) -> None:
    document = reviewer_at.get(address(told, *told.revisions[1:3], kind=".json")).json
    assert (document["earlier"]["version"], document["later"]["version"]) == (1, 2)
    assert len(document["earlier"]["definition_sha256"]) == 64
    assert document["level"]["highest_ever"] == "Actual Abuse Taking Place"
    parts = document["measures"][0]
    assert sum(part[0] for part in parts["delta"].values()) == (
        parts["after"][0] - parts["before"][0])


def test_an_export_of_another_kind_is_not_found(told: Any, reviewer_at: Any) -> None:
    assert reviewer_at.get(address(told, *told.revisions[2:], kind=".exe")).status_code == 404
