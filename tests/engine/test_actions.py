"""Which rows are actions, read from what toolkits have always recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.engine.actions import Action, action_questions, actions_in
from app.engine.answers import Answers
from app.engine.asking import effective
from app.engine.definition import Definition
from tests.engine.cse_toolkit import TOOLKIT as CSE
from tests.engine.documents import control, definition, section
from tests.engine.test_seraf import TOOLKIT as SERAF
from tests.engine.trajectories import followed
from tests.engine.comparisons import side

DAY = {"type": "string", "format": "date"}
TEXT = {"type": "string"}


def keys(toolkit: Definition) -> set[str]:
    return {question.key for question in action_questions(toolkit)}


@pytest.mark.requirement("S4.111", "S4.106")
def test_the_plans_of_the_shipped_toolkits_are_recognised_and_nothing_else() -> None:
    responses = {key for key in CSE.questions if key.endswith("_responses")}
    assert keys(CSE) == responses | {
        "plan", "other_objectives", "further_investigation", "actions_taken"}
    assert keys(SERAF) == {"actions"}


def test_a_row_of_a_fixed_table_is_called_by_its_objective() -> None:
    counted = effective(CSE, Answers({
        "plan/disrupt/who": "Police visit him", "plan/disrupt/due": "2026-04-01"}), {},
        date(2026, 3, 1))
    [action] = actions_in(CSE, counted)
    assert action.what.startswith("Disrupt anyone who is a risk")
    assert (action.who, action.due, action.done) == ("Police visit him", "2026-04-01", "")


def rows(**cells: Any) -> Definition:
    schema = {"type": "array", "items": {"type": "object", "properties": cells}}
    return definition({"steps": schema}, [section("S", control("steps"))])


@pytest.mark.parametrize("cells, held", [
    ({"what": TEXT, "who": TEXT, "due": DAY}, True),
    ({"what": TEXT, "owner": TEXT, "on": DAY}, True),
    ({"what": TEXT, "on": DAY}, False),
    ({"who": TEXT, "due": TEXT}, False),
    ({"who": TEXT, "born": DAY}, False),
])
def test_an_action_says_who_and_when(cells: dict[str, Any], held: bool) -> None:
    assert (keys(rows(**cells)) == {"steps"}) == held


PLAN = rows(what=TEXT, who=TEXT, due=DAY, done=DAY)


def plan(on: date, **said: dict[str, str]) -> Any:
    values = {f"steps/{row}/{key}": value for row, cells in said.items()
              for key, value in cells.items()}
    return side(values, on, of=PLAN, rows={"steps": tuple(said)})


VISIT = {"what": "Visit", "who": "Police", "due": "2026-04-01"}
MARCH, JUNE, SEPTEMBER = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def test_what_stands_there_unchanged_is_told_once() -> None:
    found = followed(plan(MARCH, a=VISIT), plan(JUNE, a=VISIT), plan(SEPTEMBER))
    assert [(one.action, one.first, one.last) for one in found.actions] == [
        (Action("steps", "a", "Visit", "Police", "2026-04-01"), 0, 1)]


def test_what_was_done_is_told_beside_what_was_planned() -> None:
    found = followed(plan(MARCH, a=VISIT), plan(JUNE, a={**VISIT, "done": "2026-05-02"}))
    assert [(one.action.done, one.first) for one in found.actions] == [("", 0), ("2026-05-02", 1)]


def test_what_was_taken_up_again_is_told_again() -> None:
    found = followed(plan(MARCH, a=VISIT), plan(JUNE), plan(SEPTEMBER, a=VISIT))
    assert [(one.first, one.last) for one in found.actions] == [(0, 0), (2, 2)]


def test_an_empty_row_is_no_action_and_a_withheld_plan_says_so() -> None:
    assert followed(plan(MARCH, a={})).actions == ()
    hidden = followed(plan(MARCH, a=VISIT), withheld=frozenset({"steps"}))
    assert hidden.actions == () and hidden.actions_withheld
    assert followed(plan(MARCH), withheld=frozenset({"steps"})).actions_withheld
