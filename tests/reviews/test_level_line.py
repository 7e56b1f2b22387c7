"""The line of levels: stepped, dashed where a review was late, broken between toolkits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reviews.level_line import LevelPoint, plot

TITLES = ((0, "Standard"), (1, "Medium"), (2, "High"), (3, "Actual"))


def point(on: date, rank: int | None, slug: str = "cse", due: date | None = None) -> LevelPoint:
    return LevelPoint(on, dict(TITLES).get(rank, "No level"), rank, "", rank, slug, 1, 1, 1, due)


def test_one_level_is_no_line() -> None:
    assert plot([point(date(2026, 1, 1), 2)], TITLES, date(2026, 6, 1)) is None
    assert plot([], TITLES, date(2026, 6, 1)) is None


def test_a_level_holds_until_the_next_is_recorded() -> None:
    drawn = plot([point(date(2026, 1, 1), 2), point(date(2026, 4, 1), 1)], TITLES,
                 date(2026, 4, 1))
    across, down, last = drawn.lines
    assert across.y1 == across.y2 and across.x1 < across.x2
    assert down.x1 == down.x2 and down.y1 < down.y2
    assert last.y1 == last.y2 == down.y2


@pytest.mark.requirement("S1.29")
def test_a_level_past_its_review_date_is_carried() -> None:
    points = [point(date(2026, 1, 1), 2, due=date(2026, 4, 1)), point(date(2026, 6, 1), 2)]
    lines = plot(points, TITLES, date(2026, 6, 1)).lines
    assert [line.carried for line in lines if line.x1 != line.x2] == [False, True]


def test_two_toolkits_are_not_joined() -> None:
    points = [point(date(2026, 1, 1), 2), point(date(2026, 4, 1), 0, slug="seraf")]
    drawn = plot(points, TITLES, date(2026, 4, 1))
    assert len(drawn.breaks) == 1
    assert not [line for line in drawn.lines if line.y1 != line.y2]


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 3)),
                min_size=2, max_size=40))
def test_every_line_is_level_or_upright(found: list[tuple[date, int]]) -> None:
    points = [point(on, rank, due=on) for on, rank in sorted(found)]
    drawn = plot(points, TITLES, date(2026, 6, 1))
    assert all(line.x1 == line.x2 or line.y1 == line.y2 for line in drawn.lines)
    assert all(0 <= mark.x <= drawn.width and 0 <= mark.y <= drawn.height
               for mark in (*drawn.points, *drawn.dates))
