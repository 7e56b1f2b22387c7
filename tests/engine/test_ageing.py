"""What only time made: a toolkit with windows of six and twelve months, months later (SERAF)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.engine.answers import Answers, Mark, Standing
from app.engine.comparing import compare
from app.engine.comparison import Alert, Comparison, Flag, Row, Side
from app.engine.directions import Direction
from app.engine.key_relation import Lineage
from app.engine.summary import summary
from app.engine.telling import measure_words, what_happened
from app.engine.trajectory_words import cell_words
from tests.engine.test_seraf import MODERATE, SETTLED, SIGNIFICANT, TOOLKIT, VULNERABLE
from tests.engine.trajectories import followed, row_of

APRIL, DECEMBER = date(2026, 4, 1), date(2026, 12, 1)
SEEN = SIGNIFICANT[0]
ROWS = f"{SEEN}_seen"
CARRIED = {SEEN: Mark(standing=Standing.CARRIED)}


def side(on: date, *days: str, marks: Any = None, **values: str) -> Side:
    """One significant indicator, seen on these days, and whatever else is present."""
    ids = tuple(f"r{number}" for number, _ in enumerate(days))
    dates = {f"{ROWS}/{row}/on": day for row, day in zip(ids, days, strict=True)}
    given = {**SETTLED, SEEN: "present", **values, **dates}
    return Side.of(TOOLKIT, Answers(given, {ROWS: ids}, marks or {}), {}, on)


def compared(before: Side, after: Side) -> Comparison:
    return compare(before, after, Lineage.identity())


def row(comparison: Comparison, key: str = SEEN) -> Row:
    return next(found for found in comparison.rows if found.key == key)


def notes(comparison: Comparison) -> dict[str, str]:
    return {one.id: measure_words(one) for one in comparison.headline.measures}


@pytest.mark.requirement("S0.11")
@pytest.mark.parametrize("days, before, after", [
    (("2026-03-01",), 5, 1), (("2026-03-01", "2025-09-01"), 6, 1), (("2025-09-01",), 1, 0),
])
def test_a_sighting_that_grew_older_is_told_as_time_and_not_as_a_reduction(
    days: tuple[str, ...], before: int, after: int
) -> None:
    found = compared(side(APRIL, *days), side(DECEMBER, *days, marks=CARRIED))
    score = next(one for one in found.headline.measures if one.id == "score")
    assert (score.before.interval.low, score.after.interval.low) == (before, after)
    assert notes(found) == {
        "score": "Lower only because time has passed", "vulnerabilities": "", "moderate": "",
        "significant": "Lower only because time has passed"}
    told = row(found)
    assert told.direction is Direction.NONE and not told.evidenced
    assert Flag.AGED in told.flags and told.needs_attention
    assert what_happened(told) == (
        "Still present. Not looked at. Counts for less: only time has passed")
    assert any("1 counted for less only because time has passed" in line
               for line in summary(found))


def test_nothing_ages_within_its_window() -> None:
    found = compared(side(APRIL, "2026-03-01"), side(date(2026, 7, 1), "2026-03-01"))
    assert not row(found).aged and set(notes(found).values()) == {""}


def test_a_fall_that_an_answer_made_as_well_is_not_of_time_alone() -> None:
    before = side(APRIL, "2026-03-01", **{MODERATE[0]: "present"})
    found = compared(before, side(DECEMBER, "2026-03-01"))
    assert notes(found)["score"] == "" and row(found).aged
    assert notes(found)["significant"] == "Lower only because time has passed"


def test_a_fall_is_not_of_time_alone_because_something_else_rose() -> None:
    """One indicator went and another came: what went is not hidden behind what came."""
    before = side(APRIL, "2026-03-01", **{MODERATE[0]: "present"})
    found = compared(before, side(DECEMBER, "2026-03-01", **{MODERATE[1]: "present"}))
    assert notes(found)["score"] == ""


def test_a_newer_sighting_takes_nothing_off() -> None:
    found = compared(side(APRIL, "2026-03-01"), side(DECEMBER, "2026-03-01", "2026-11-01"))
    assert set(notes(found).values()) == {""}


def ones(count: int) -> dict[str, str]:
    return dict.fromkeys((VULNERABLE + MODERATE)[:count], "present")


def test_a_level_that_only_time_lowered_is_said_in_the_summary() -> None:
    before, after = side(APRIL, "2026-03-01", **ones(2)), side(DECEMBER, "2026-03-01", **ones(2))
    found = compared(before, after)
    assert [found.headline.before.calculated.words, found.headline.after.calculated.words] == [
        "Category 2", "Category 1"]
    assert Alert.FELL_BY_TIME in found.warnings
    assert ("The calculated level is lower only because time has passed: these answers would not "
            "have lowered it on the earlier day.") in summary(found)


def test_a_level_that_answers_lowered_is_not() -> None:
    before, after = side(APRIL, "2026-03-01", **ones(2)), side(DECEMBER, "2026-03-01")
    assert Alert.FELL_BY_TIME not in compared(before, after).warnings
    same_day = compared(side(APRIL, "2026-03-01", **ones(2)), side(APRIL, "2026-03-01"))
    assert Alert.FELL_BY_TIME not in same_day.warnings


def test_read_backwards_nothing_is_lower() -> None:
    later, earlier = side(DECEMBER, "2026-03-01"), side(APRIL, "2026-03-01")
    assert set(notes(compared(later, earlier)).values()) == {""}


def test_over_time_the_same_is_told_and_only_where_it_happened() -> None:
    sides = [side(APRIL, "2026-03-01", **ones(2)), side(DECEMBER, "2026-03-01", **ones(2)),
             side(date(2026, 12, 15), "2026-03-01", **ones(2))]
    found = followed(*sides)
    assert [column.step.by_time for column in found.columns] == [False, True, False]
    score = next(line for line in found.lines if line.id == "score")
    assert [one is not None and one.by_time for one in score.readings] == [False, True, False]
    cells = row_of(found, SEEN).cells
    assert [cell.aged for cell in cells] == [False, True, False]
    assert cell_words(cells[1]).endswith("Counts for less: only time has passed")
