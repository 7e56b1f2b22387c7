"""The geometry of what is drawn over time: axis, line of levels, measures, what was done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.actions import Action
from app.engine.trajectory import Line
from app.engine.trajectory_actions import Listed
from app.engine.trajectory_steps import Reading
from app.reviews.over_time.axis import CLOSEST, Axis
from app.reviews.over_time.lanes import Lane, events, lanes
from app.reviews.over_time.level_line import LevelPoint, Plot, plot
from app.reviews.over_time.measure_band import HEIGHT, band

TITLES = ((0, "Standard"), (1, "Medium"), (2, "High"), (3, "Actual"))
JANUARY, APRIL, JUNE = date(2026, 1, 1), date(2026, 4, 1), date(2026, 6, 1)
DAYS = st.lists(st.dates(date(2020, 1, 1), date(2026, 1, 1)), min_size=2, max_size=40).map(sorted)


def point(
    on: date, rank: int | None, slug: str = "cse", due: date | None = None,
    calculated: int | None = None, joined: bool = True,
) -> LevelPoint:
    given_rank = rank if calculated is None else calculated
    return LevelPoint(on, dict(TITLES).get(rank, "No level"), rank, "", given_rank, slug, 1, 1, 1,
                      due, joined)


def drawn(*points: LevelPoint, today: date = JUNE) -> Plot:
    made = plot(points, TITLES, Axis.of([one.on for one in points], today))
    assert made is not None
    return made


# The axis


@given(DAYS)
def test_no_review_hides_another_and_none_stands_before_an_earlier_one(days: list[date]) -> None:
    axis = Axis.of(days, JUNE)
    assert all(b - a >= CLOSEST for a, b in zip(axis.reviews, axis.reviews[1:], strict=False))
    assert axis.reviews[-1] < axis.end < axis.width


@given(DAYS, st.lists(st.dates(date(2015, 1, 1), date(2035, 1, 1)), min_size=2).map(sorted))
def test_a_later_day_never_stands_before_an_earlier_one(
    days: list[date], others: list[date]
) -> None:
    axis = Axis.of(days, JUNE)
    places = [axis.x(day) for day in others]
    assert places == sorted(places)
    assert all(axis.reviews[0] <= x <= axis.end for x in places)


@given(DAYS)
def test_dates_that_are_written_do_not_touch(days: list[date]) -> None:
    axis = Axis.of(days, JUNE)
    places = [axis.reviews[number] for number in axis.written]
    assert all(b - a >= 80 for a, b in zip(places, places[1:], strict=False))


def test_forty_reviews_in_one_week_are_stretched_and_not_piled_up() -> None:
    days = [JANUARY + timedelta(days=number % 7) for number in range(40)]
    assert Axis.of(sorted(days), JUNE).width > 40 * CLOSEST


# Levels


def test_one_level_is_no_line() -> None:
    assert plot([point(JANUARY, 2)], TITLES, Axis.of([JANUARY], JUNE)) is None
    assert plot([], TITLES, Axis.of([], JUNE)) is None


def runs(made: Plot, *kinds: str) -> list[tuple[int, int, int, int]]:
    return [(run.x1, run.y1, run.x2, run.y2) for run in made.runs if run.kind in kinds]


def test_a_level_holds_until_the_next_is_recorded() -> None:
    first, last, down = runs(drawn(point(JANUARY, 2), point(APRIL, 1)), "recorded")
    assert first[1] == first[3] and first[0] < first[2]
    assert down[0] == down[2] == first[2] == last[0] and down[1] < down[3] == last[1]


@pytest.mark.requirement("S1.29")
def test_a_level_past_its_review_date_is_carried() -> None:
    made = drawn(point(JANUARY, 2, due=APRIL), point(JUNE, 2))
    assert runs(made, "carried") and runs(made, "recorded")


def test_two_toolkits_are_not_joined() -> None:
    made = drawn(point(JANUARY, 2), point(APRIL, 0, slug="seraf"))
    assert len(made.breaks) == 1
    assert not [run for run in runs(made, "recorded", "calculated") if run[1] != run[3]]
    assert all(run[2] < made.breaks[0] or run[0] > made.breaks[0]
               for run in runs(made, "recorded", "calculated"))


def test_a_rank_that_two_toolkits_call_differently_has_both_names() -> None:
    points = [point(JANUARY, 2), point(APRIL, 0, slug="seraf")]
    axis = Axis.of([JANUARY, APRIL], JUNE)
    made = plot(points, (*TITLES, (2, "Category 3"), (0, "Category 1")), axis)
    assert made is not None and [words for _, words in made.rows] == [
        "Actual", "High / Category 3", "Medium", "Standard / Category 1"]


def test_levels_that_are_other_ones_are_not_joined_either() -> None:
    assert len(drawn(point(JANUARY, 2), point(APRIL, 0, joined=False)).breaks) == 1


def test_the_highest_so_far_goes_on_and_never_down() -> None:
    made = drawn(point(JANUARY, 3), point(APRIL, 0, slug="seraf"), point(JUNE, 1))
    assert len({run[1] for run in runs(made, "highest")}) == 1


def test_a_level_that_was_judged_is_another_dot() -> None:
    made = drawn(point(JANUARY, 2, calculated=1), point(APRIL, 1))
    assert [dot.judged for dot in made.dots] == [True, False]


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 3)),
                min_size=2, max_size=40))
def test_every_line_is_level_or_upright_and_inside(found: list[tuple[date, int]]) -> None:
    points = [point(on, rank, due=on) for on, rank in sorted(found)]
    axis = Axis.of([one.on for one in points], JUNE)
    made = plot(points, TITLES, axis)
    assert made is not None
    for run in made.runs:
        assert run.x1 == run.x2 or run.y1 == run.y2
        assert 0 <= run.x1 <= run.x2 <= axis.width and 0 < run.y1 < made.height


# Measures


def line(*ends: tuple[float, float] | None, breaks: frozenset[int] = frozenset()) -> Line:
    return Line("m", "M", tuple(
        Reading("m", "M", *pair, 0, 0, True) if pair else None for pair in ends), breaks)


def test_a_band_goes_from_its_low_end_to_its_high_end() -> None:
    first, second = band(line((0, 4), (2, 4)), [40, 100], 160).parts
    assert (first.x1, first.x2, second.x2) == (40, 100, 160)
    assert first.high < first.low and second.low < first.low and second.high == first.high


def test_a_band_is_broken_where_the_two_do_not_measure_the_same() -> None:
    made = band(line((1, 1), (3, 3), breaks=frozenset({1})), [40, 100], 160)
    assert made.breaks == (70,) and made.joins == () and made.parts[0].x2 < 70


def test_what_only_time_made_is_marked_even_where_no_value_has_room() -> None:
    aged = Reading("m", "M", 1, 1, 0, 0, True, True)
    readings = Line("m", "M", (Reading("m", "M", 5, 5, 0, 0), aged), frozenset())
    assert [(one.text, one.by_time) for one in band(readings, [40, 70], 90).values] == [
        ("5", False), ("", True)]


def test_a_measure_of_nothing_is_drawn_at_the_bottom() -> None:
    [part] = band(line((0, 0)), [40], 160).parts
    assert part.low == part.high < HEIGHT
    assert band(line(None), [40], 160).parts == ()


# What was done


def test_marks_at_one_place_are_counted() -> None:
    def planned(due: str) -> Listed:
        return Listed(Action("plan", "r", "Visit", "Police", due), 0, 0)

    axis = Axis.of([JANUARY, JUNE], JUNE)
    found = events([planned("2026-03-01"), planned("2026-03-01"), planned("soon"),
                    planned("2062-01-01")], ())
    [(lane, marks)] = lanes(found, axis)
    assert lane is Lane.PLANNED and [mark.count for mark in marks] == [2, 1]
    assert marks[-1].x == axis.end
    assert found[-1].on is None and found[-1].day == "soon"


def test_what_was_done_is_drawn_on_the_day_it_was_done() -> None:
    done = Listed(Action("plan", "r", "Visit", "Police", "2026-02-01", "2026-03-01"), 1, 1)
    [(lane, [mark])] = lanes(events([done], ()), Axis.of([JANUARY, JUNE], JUNE))
    assert lane is Lane.DONE and mark.count == 1
