"""Many assessments beside each other: each pair as a comparison tells it, broken where it must."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.answers import Mark, Standing
from app.engine.comparing import compare
from app.engine.comparison import AnswerChange, Side
from app.engine.directions import Direction
from app.engine.key_relation import Lineage
from app.engine.lineage import read_lineage
from app.engine.measures import Background
from app.engine.pairing import Pairing
from app.engine.trajectory_record import from_document, to_document
from app.engine.trajectory_steps import Seen
from tests.engine.comparisons import (
    ADDED, CALM, JUNE, MARCH, REMOVED, SAME, SEEN, SMALL, other_version, side, without_cars,
)
from tests.engine.documents import PRESENCE, definition, indicator, section
from tests.engine.strategies import answers, backgrounds
from tests.engine.trajectories import followed, row_of, steps, told

SEPTEMBER = date(2026, 9, 1)
FEWER = other_version(without_cars)
RENAMED = definition({"vans": PRESENCE}, [section("S", indicator("vans", "Cars"))])
UNKNOWN = {Seen.NOT_KNOWN, Seen.BLANK, Seen.NOT_ASKED, Seen.NOT_APPLICABLE, Seen.REVISIT,
           Seen.SKIPPED, Seen.NOT_THERE, Seen.WITHHELD}


@st.composite
def sides(draw: st.DrawFn, most: int = 4) -> list[Side]:
    """Assessments of two versions of the small toolkit, a month apart."""
    found = []
    for number in range(draw(st.integers(2, most))):
        of = draw(st.sampled_from([SMALL, FEWER]))
        recorded, before = draw(answers(of)), draw(backgrounds(of))
        on = MARCH + timedelta(days=30 * number)
        found.append(Side.of(of, recorded, {}, on, before, number + 1))
    return found


LINEAGES = {(SMALL, FEWER): REMOVED, (FEWER, SMALL): read_lineage(
    [{"relation": "restored", "to": ["cars"]}, {"relation": "added", "to": ["where"]}])}


def lineage(one: Side, other: Side) -> Lineage:
    return LINEAGES.get((one.definition, other.definition), SAME)


@given(sides(2))
def test_a_trajectory_of_two_says_of_each_row_what_the_comparison_says(found: list[Side]) -> None:
    one, other = found
    compared = compare(one, other, lineage(one, other))
    rows = followed(one, other, lineages=LINEAGES).rows
    assert [row.key for row in rows] == [row.key for row in compared.rows]
    for row, expected in zip(rows, compared.rows, strict=True):
        cell = row.cells[1]
        comparable = expected.answer is not AnswerChange.NOT_COMPARABLE
        assert (1 not in row.breaks) == comparable
        assert cell.direction is expected.direction
        assert cell.evidenced == expected.evidenced
        assert cell.aged == expected.aged
        assert (cell.seen is Seen.NOT_THERE) == (expected.after is None)
        assert cell.held == (expected.held and expected.after is not None)
        if expected.after is not None:
            assert cell.standing is expected.after.mark.standing


@given(sides(2))
def test_its_levels_and_measures_are_those_of_the_comparison(found: list[Side]) -> None:
    one, other = found
    headline = compare(one, other, lineage(one, other)).headline
    drawn = followed(one, other, lineages=LINEAGES)
    for column, result in zip(drawn.columns, (headline.before, headline.after), strict=True):
        assert (column.step.level.title if column.step.level else None) == (
            result.level.title if result.level else None)
        assert column.step.calculated == result.calculated.words
    for line in drawn.lines:
        measure = next(one for one in headline.measures if one.id == line.id)
        for reading, side_ in zip(line.readings, (measure.before, measure.after), strict=True):
            assert (reading is None) == (side_ is None)
            if reading and side_:
                assert (reading.low, reading.high) == (side_.interval.low, side_.interval.high)


@settings(max_examples=20)
@given(sides())
def test_a_gap_never_shows_a_direction(found: list[Side]) -> None:
    for row in followed(*found, lineages=LINEAGES).rows:
        for place, cell in enumerate(row.cells):
            if place == 0 or place in row.breaks:
                assert cell.direction is Direction.NONE and not cell.evidenced and not cell.aged


@settings(max_examples=20)
@given(sides())
def test_unknown_is_never_drawn_as_reduced(found: list[Side]) -> None:
    for row in followed(*found, lineages=LINEAGES).rows:
        before = Seen.NOT_THERE
        for cell in row.cells:
            if cell.seen in UNKNOWN or before in UNKNOWN:
                assert cell.direction not in (Direction.REDUCED, Direction.INCREASED)
            before = cell.seen


@settings(max_examples=20)
@given(sides())
def test_any_two_that_follow_each_other_are_as_they_are_alone(found: list[Side]) -> None:
    """The others neither add nor take away anything."""
    whole = {row.key: row for row in followed(*found, lineages=LINEAGES).rows}
    for place in range(1, len(found)):
        for row in followed(*found[place - 1:place + 1], lineages=LINEAGES).rows:
            assert whole[row.key].cells[place] == row.cells[1]


@settings(max_examples=20)
@given(sides())
def test_a_question_is_one_row_where_the_versions_compare_it_directly(found: list[Side]) -> None:
    """Whatever stands between: composed over the versions it is the same as from one to the
    other."""
    whole = followed(*found, lineages=LINEAGES)
    first, last = found[0], found[-1]
    direct = Pairing.of(first.definition, last.definition, lineage(first, last))
    for row in whole.rows:
        there = [row.cells[place].seen is not Seen.NOT_THERE for place in (0, -1)]
        assert all(there) == (direct.earlier_of(row.key) is not None
                              and row.key in last.definition.questions)


@settings(max_examples=20)
@given(sides())
def test_a_step_is_kept_whole(found: list[Side]) -> None:
    made = steps(found, LINEAGES)
    assert [from_document(orjson.loads(orjson.dumps(to_document(step)))) for step in made] == made


# Versions

THREE = {(SMALL, FEWER): REMOVED, (FEWER, SMALL): ADDED}


def test_a_question_that_was_dropped_leaves_its_row_in_its_place_with_a_break() -> None:
    found = followed(side({"cars": "present", "older": "present"}),
                     side({"older": "not_present"}, JUNE, of=FEWER, marks={"older": SEEN}),
                     lineages=THREE)
    keys = [row.key for row in found.rows]
    assert keys[keys.index("cars") - 1] == "older" and keys[keys.index("cars") + 1] == "money"
    cars = row_of(found, "cars")
    assert told(cars) == [("present", "none"), ("not_there", "none")]
    assert cars.breaks == {1: "removed"}
    assert told(row_of(found, "older")) == [("present", "none"), ("not_present", "reduced")]


def test_a_question_that_came_back_is_the_same_row_broken_in_between() -> None:
    restored = read_lineage([{"relation": "restored", "to": ["cars"]}])
    found = followed(
        side({"cars": "present"}), side({}, JUNE, of=FEWER),
        side({"cars": "not_present"}, SEPTEMBER),
        lineages={(SMALL, FEWER): REMOVED, (FEWER, SMALL): restored})
    assert [row.key for row in found.rows].count("cars") == 1
    cars = row_of(found, "cars")
    assert told(cars) == [("present", "none"), ("not_there", "none"), ("not_present", "none")]
    assert set(cars.breaks) == {1, 2}


def other_scale(document: dict[str, Any]) -> None:
    document["schema"]["properties"]["worry"] = {"type": "integer", "minimum": 0, "maximum": 5}


def test_a_scale_with_other_ends_is_another_row_and_another_measure() -> None:
    shorter = other_version(other_scale)
    found = followed(side({"worry": 8}), side({"worry": 5}, JUNE, of=shorter))
    rows = [row for row in found.rows if row.key == "worry"]
    assert sorted(told(row) for row in rows) == [
        [("not_there", "none"), ("value", "none")], [("value", "none"), ("not_there", "none")]]
    assert {(place, why) for row in rows for place, why in row.breaks.items()} == {(1, "replaced")}
    broken = {line.id: line.breaks for line in found.lines}
    assert broken["worry"] == {1} and broken["harm"] == frozenset()


def test_a_measure_that_counts_fewer_questions_is_broken() -> None:
    found = followed(side(CALM), side(CALM, JUNE), side({}, SEPTEMBER, of=FEWER), lineages=THREE)
    assert {line.id: line.breaks for line in found.lines}["indicators"] == {2}


# What a cell says


def cell(values: dict[str, Any], key: str, **more: Any) -> Any:
    return row_of(followed(side(values, **more)), key).cells[0]


@pytest.mark.parametrize("values, seen", [
    ({"older": "present"}, Seen.PRESENT), ({"older": "not_present"}, Seen.NOT_PRESENT),
    ({"older": "not_known"}, Seen.NOT_KNOWN), ({}, Seen.BLANK),
])
def test_each_state_has_a_shape_of_its_own(values: dict[str, Any], seen: Seen) -> None:
    assert cell(values, "older").seen is seen


def test_a_scale_shows_its_value_and_prose_only_that_there_is_some() -> None:
    assert (cell({"worry": 8}, "worry").seen, cell({"worry": 8}, "worry").place) == (
        Seen.VALUE, "8")
    story = cell({"story": "He waits outside"}, "story")
    assert (story.seen, story.words) == (Seen.RECORDED, "Recorded")


def test_harm_that_is_held_is_said_where_nobody_records_it() -> None:
    held = Background(held=frozenset({"harm"}))
    assert cell({"harm": "not_known"}, "harm", background=held).held
    assert not cell({"harm": "yes"}, "harm", background=held).held


def test_what_nobody_looked_at_is_carried() -> None:
    carried = {"older": Mark(standing=Standing.CARRIED)}
    assert cell({"older": "present"}, "older", marks=carried).standing is Standing.CARRIED


# Withheld


def both() -> list[Side]:
    return [side({"older": "present", "cars": "present"}),
            side({"older": "not_present", "cars": "present"}, JUNE, marks={"older": SEEN})]


def test_a_withheld_row_says_nothing_and_no_total_is_shown() -> None:
    found = followed(*both(), withheld=frozenset({"older"}))
    hidden = row_of(found, "older")
    assert (hidden.withheld, hidden.label, hidden.breaks, found.withheld) == (True, "", {}, 1)
    assert {one.seen for one in hidden.cells} == {Seen.WITHHELD}
    assert all(line.withheld and line.readings == () for line in found.lines)
    assert told(row_of(found, "cars")) == told(row_of(followed(*both()), "cars"))


def test_the_level_is_shown_whatever_is_withheld() -> None:
    found = followed(*both(), withheld=frozenset({"older"}))
    assert [column.step.level for column in found.columns] == [
        column.step.level for column in followed(*both()).columns]


def test_a_key_of_an_earlier_version_withholds_its_row() -> None:
    renamed = read_lineage([{"relation": "reworded", "from": ["cars"], "to": ["vans"]}])
    later = side({"vans": "present"}, JUNE, of=RENAMED)
    lineages = {(SMALL, RENAMED): renamed}
    assert row_of(followed(side({}), later, lineages=lineages), "vans").label == "Cars"
    found = followed(side({}), later, lineages=lineages, withheld=frozenset({"cars"}))
    assert row_of(found, "vans").withheld


def test_nothing_recorded_is_no_trajectory() -> None:
    assert followed().columns == () and followed().rows == ()


def test_the_highest_so_far_never_falls() -> None:
    found = followed(side({"harm": "yes"}), side(CALM, JUNE), side(CALM, SEPTEMBER))
    assert {column.highest.rank if column.highest else None for column in found.columns} == {3}


@pytest.mark.parametrize("count", [1, 40])
def test_forty_are_as_good_as_one(count: int) -> None:
    found = followed(*(side({**CALM, "worry": number % 10}, MARCH + timedelta(days=number),
                            sequence=number) for number in range(count)))
    assert len(found.columns) == count
    assert [one.place for one in row_of(found, "worry").cells] == [
        str(number % 10) for number in range(count)]
