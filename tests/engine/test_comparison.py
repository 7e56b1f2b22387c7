"""Two assessments beside each other: what became of each answer, and what somebody may see."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing, carried
from app.engine.comparing import compare
from app.engine.comparison import Alert, AnswerChange, Flag, Side, Visibility
from app.engine.directions import Direction
from tests.engine.comparisons import (
    CALM, JUNE, MARCH, REMOVED, SAME, SEEN, SMALL, other_version, row, row_of, side, without_cars,
)


@pytest.mark.parametrize("standing, change", [
    (Standing.ENTERED, AnswerChange.UNCHANGED),
    (Standing.AFFIRMED, AnswerChange.AFFIRMED), (Standing.TOGETHER, AnswerChange.TOGETHER),
    (Standing.CARRIED, AnswerChange.CARRIED),
])
def test_how_an_unchanged_answer_came_to_be_here(standing: Standing, change: AnswerChange) -> None:
    found = row("older", "present", "present", marks={"older": Mark(standing)})
    assert found.answer is change and not found.changed and found.still_present
    assert (Flag.NOT_LOOKED_AT in found.flags) is (standing is Standing.CARRIED)


@pytest.mark.requirement("S1.29")
@pytest.mark.parametrize("key, before, after, mark, direction, change", [
    ("older", "present", "not_present", SEEN, Direction.REDUCED, AnswerChange.CHANGED),
    ("older", "not_present", "present", SEEN, Direction.INCREASED, AnswerChange.CHANGED),
    ("trusted_adult", "present", "not_present", SEEN, Direction.INCREASED, AnswerChange.CHANGED),
    ("trusted_adult", "not_present", "present", SEEN, Direction.REDUCED, AnswerChange.CHANGED),
    ("known_before", "present", "not_present", SEEN, Direction.CORRECTED, AnswerChange.CORRECTED),
    ("older", "present", "not_present", Mark(earlier_was_wrong=True), Direction.CORRECTED,
     AnswerChange.CORRECTED),
    ("older", "present", "present", Mark(earlier_was_wrong=True), Direction.NONE,
     AnswerChange.UNCHANGED),
    ("older", "present", "not_known", Mark(), Direction.INFORMATION_LOST, AnswerChange.CHANGED),
    ("older", "present", "not_known", Mark(earlier_was_wrong=True), Direction.INFORMATION_LOST,
     AnswerChange.CORRECTED),
    ("older", "not_known", "not_present", SEEN, Direction.NEW_INFORMATION, AnswerChange.CHANGED),
    ("older", None, "present", SEEN, Direction.NEW_INFORMATION, AnswerChange.CHANGED),
    ("worry", 3, 7, Mark(), Direction.INCREASED, AnswerChange.CHANGED),
    ("story", "One", "Two", Mark(), Direction.NONE, AnswerChange.CHANGED),
    ("story", "One", None, Mark(), Direction.INFORMATION_LOST, AnswerChange.CHANGED),
    ("models", ["online", "peer"], ["peer", "online"], Mark(), Direction.NONE,
     AnswerChange.UNCHANGED),
    ("level", "high", "standard", Mark(), Direction.NONE, AnswerChange.CHANGED),
])
def test_what_became_of_an_answer(
    key: str, before: Any, after: Any, mark: Mark, direction: Direction, change: AnswerChange
) -> None:
    found = row(key, before, after, marks={key: mark})
    assert (found.direction, found.answer) == (direction, change)


def test_another_reason_for_no_answer_is_a_change() -> None:
    mark = {"older": Mark(absence=Absence.NOT_APPLICABLE, reason="Nobody there")}
    found = row("older", "not_known", None, marks=mark)
    assert (found.answer, found.direction) == (AnswerChange.CHANGED, Direction.NONE)


def test_a_review_that_nobody_touched_is_carried_whole() -> None:
    last = Answers({**CALM, "older": "present", "story": "He waits", "people/a/name": "Sam"},
                   {"people": ("a",)})
    before = Side.of(SMALL, last, {}, MARCH)
    comparison = compare(before, Side.of(SMALL, carried(last, SMALL), {}, JUNE), SAME)
    held = {r.key for r in comparison.rows if r.answer is AnswerChange.CARRIED}
    assert held == {*CALM, "story", "people"}
    assert not any(r.changed for r in comparison.rows)
    assert Alert.NOTHING_AFFIRMED in comparison.warnings


# What the page opens on


@pytest.mark.parametrize("before, after, attention", [
    ("present", "present", True), ("not_present", "not_present", False),
    ("not_present", "present", True), (None, None, False), ("not_known", "not_known", False),
    ("present", "not_known", True), ("not_known", "not_present", True),
])
def test_what_needs_attention(before: Any, after: Any, attention: bool) -> None:
    assert row("older", before, after).needs_attention is attention


def test_two_of_one_day_stand_in_the_order_they_were_made() -> None:
    first = side({"older": "present"}, sequence=7)
    second = side({"older": "not_present"}, sequence=12)
    forward, backward = compare(first, second, SAME), compare(second, first, SAME)
    assert row_of(forward, "older").direction is Direction.REDUCED and not forward.backwards
    assert row_of(backward, "older").direction is Direction.INCREASED and backward.backwards
    assert not backward.mirrored().backwards


# What somebody may not see


def test_what_is_withheld_is_withheld_and_what_could_endanger_is_not() -> None:
    values = {"harm": "yes", "older": "present", "level": "high", "reason": "Her brother said so"}
    before = side({**CALM, "trusted_adult": "present"})
    after = side({**values, "trusted_adult": "not_known"}, JUNE,
                 marks={"older": Mark(rationale="Seen by police")})
    hidden = compare(before, after, SAME, withheld=frozenset({"older", "reason", "harm"}))
    found = row_of(hidden, "older")
    assert (found.visibility, found.before, found.after, found.flags, found.label) == (
        Visibility.WITHHELD, None, None, (), "")
    assert hidden.withheld == 3
    assert hidden.headline.after.calculated.words == "Actual"
    assert hidden.headline.after.judged_reason == ""
    assert (hidden.headline.after.measures, hidden.headline.after.harm) == ({}, ())
    assert Alert.ACTUAL_HARM in hidden.warnings
    assert {line.before for line in hidden.known} == {"Withheld"}
    assert "police" not in repr(hidden) and "brother" not in repr(hidden)
    plain = compare(before, after, SAME)
    assert hidden.warnings == plain.warnings
    assert compare(before, after, SAME, withheld=frozenset({"elsewhere"})).withheld == 0


def test_a_question_withheld_under_its_key_of_either_version_is_withheld() -> None:
    later = side({}, JUNE, of=other_version(without_cars))
    comparison = compare(side({"cars": "present"}), later, REMOVED, withheld=frozenset({"cars"}))
    assert row_of(comparison, "cars").visibility is Visibility.WITHHELD
    assert "Present" not in repr(comparison.rows)
