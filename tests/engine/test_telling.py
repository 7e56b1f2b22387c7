"""The words of a comparison: exact, plain, and never more hopeful than what is known."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing
from app.engine.comparing import compare
from app.engine.comparison import (
    Alert, AnswerChange, Comparison, Flag, QuestionChange, Row, Side, Visibility,
)
from app.engine.directions import Direction
from app.engine.measures import Background
from app.engine.summary import summary
from app.engine.telling import (
    Filter, flag_words, question_words, warning_words, what_happened,
)
from tests.engine.comparisons import (
    CALM, JUNE, MARCH, REMOVED, SAME, SEEN, SMALL, compared, other_version, row, row_of, side,
    without_cars,
)
from tests.engine.strategies import answers

CARRIED = Mark(Standing.CARRIED)
HELD = Background(held=frozenset({"harm"}))
FORBIDDEN = re.compile(
    r"\b(safer?|safety|no risk|improve[ds]?|improvement|better|good|success\w*)\b|!", re.IGNORECASE)


# A row in a few words


@pytest.mark.parametrize("key, before, after, mark, words", [
    ("older", "present", "not_present", SEEN, "Reduced"),
    ("older", "present", "not_present", Mark(), "Reduced: no evidence"),
    ("older", "not_present", "present", SEEN, "Increased"),
    ("older", "present", "not_known", Mark(), "Information lost"),
    ("older", "not_known", "not_present", Mark(), "New information"),
    ("older", None, "present", SEEN, "New information"),
    ("older", "present", "not_present", Mark(earlier_was_wrong=True),
     "Corrected: the earlier answer was wrong"),
    ("known_before", "present", "not_present", SEEN, "Corrected: the earlier answer was wrong"),
    ("older", "present", "present", Mark(Standing.AFFIRMED), "Still present. Looked at, unchanged"),
    ("older", "present", "present", CARRIED, "Still present. Not looked at"),
    ("older", "not_present", "not_present", Mark(Standing.TOGETHER), "Confirmed together"),
    ("older", "not_present", "not_present", CARRIED, "Not looked at"),
    ("older", None, None, Mark(), "Unchanged"),
    ("trusted_adult", "present", "not_present", SEEN, "Increased"),
    ("story", "One", "Two", Mark(), "Changed"),
    ("level", "high", "standard", Mark(), "Changed"),
])
def test_a_row_in_a_few_words(
    key: str, before: Any, after: Any, mark: Mark, words: str
) -> None:
    assert what_happened(row(key, before, after, marks={key: mark})) == words


def test_held_harm_in_words() -> None:
    held = row("harm", "yes", "not_known", background=HELD)
    assert what_happened(held) == "Information lost"
    again = compare(side({"harm": "not_known"}, background=HELD),
                    side({"harm": "not_known"}, JUNE, background=HELD), SAME)
    assert what_happened(row_of(again, "harm")) == "Still present. Unchanged"


def test_questions_that_come_and_go_in_words() -> None:
    later = side({}, JUNE, of=other_version(without_cars))
    gone = compare(side({"cars": "present"}), later, REMOVED)
    found = row_of(gone, "cars")
    assert what_happened(found) == question_words(found) == "Question no longer asked"
    split = replace(found, question=QuestionChange.SPLIT, linked=("At home", "At school"))
    assert what_happened(split) == "Question split: not comparable"
    assert question_words(split) == "Question split: see “At home”, “At school”"
    assert question_words(row("older")) == ""
    assert what_happened(found.hidden()) == "Withheld"


# Filters


@pytest.mark.parametrize("chosen, shown", [
    (Filter.EVERYTHING, {"older", "cars", "money", "worry", "story"}),
    (Filter.ATTENTION, {"older", "cars", "worry"}),
    (Filter.INCREASED, {"worry"}), (Filter.REDUCED, {"older"}), (Filter.NOT_LOOKED_AT, {"cars"}),
])
def test_filters(chosen: Filter, shown: set[str]) -> None:
    found = compared(
        {**CALM, "older": "present", "cars": "present", "worry": 1},
        {**CALM, "older": "not_present", "cars": "present", "worry": 4}, marks={"cars": CARRIED})
    rows = {r.key: r for r in found.rows if r.key in (
        "older", "cars", "money", "worry", "story")}
    assert {key for key, r in rows.items() if chosen.shows(r)} == shown


def test_nobody_can_tell_from_a_filter_whether_a_withheld_answer_changed() -> None:
    for after in ("present", "not_present"):
        found = compare(side({"older": "present"}), side({"older": after}, JUNE), SAME,
                        withheld=frozenset({"older"}))
        assert all(chosen.shows(row_of(found, "older")) for chosen in Filter)
        assert "1 withheld from you." in summary(found)


# Never


def sentences_of(comparison: Comparison) -> list[str]:
    rows = comparison.rows
    return [*summary(comparison), *map(what_happened, rows), *map(question_words, rows),
            *(flag_words(flag) for r in rows for flag in r.flags),
            *map(warning_words, comparison.warnings)]


def test_everything_that_can_be_said_is_said_plainly() -> None:
    any_row = row("older", "present", "not_present")
    words = [flag_words(flag) for flag in Flag] + [warning_words(alert) for alert in Alert]
    words += [chosen.words for chosen in Filter] + [absence.words for absence in Absence]
    for question, answer, direction in product(QuestionChange, AnswerChange, Direction):
        made = Row("k", "s", "S", True, question=question, answer=answer, direction=direction,
                   before=any_row.before, after=any_row.after)
        words += [what_happened(made), question_words(made)]
    assert not [said for said in words if FORBIDDEN.search(said)]
    assert all(said == "" or said[0].isupper() for said in words)
    assert what_happened(Row("k", "s", "S", True, visibility=Visibility.WITHHELD)) == "Withheld"


@given(answers(SMALL), answers(SMALL))
def test_nothing_is_called_reduced_that_is_not(first: Answers, second: Answers) -> None:
    before = Side.of(SMALL, first, {}, MARCH)
    after = Side.of(SMALL, second, {}, MARCH + timedelta(90))
    comparison = compare(before, after, SAME)
    assert not [said for said in sentences_of(comparison) if FORBIDDEN.search(said)]
    for found in comparison.rows:
        if what_happened(found) == "Reduced":
            assert found.after is not None and found.after.mark.rationale.strip()
            assert found.state_before.known and found.state_after.known
            assert not found.held
    if any(r.changed and r.says_something for r in comparison.rows):
        assert summary(comparison) != ("No differences.",)
