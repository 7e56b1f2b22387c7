"""Rows are followed by their ids, never by their place: what moved is not new, nor what stayed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.reading import Cell, RowReading
from app.engine.row_items import ItemChange, merged_order, row_items


def row(id_: str, name: str | None = None, title: str = "Row") -> RowReading:
    value = id_ if name is None else name
    return RowReading(id_, title, (Cell("name", "Name", value.title(), value),))


def rows(ids: str) -> list[RowReading]:
    return [row(id_) for id_ in ids]


def became(before: Sequence[RowReading], after: Sequence[RowReading]) -> str:
    """What became of each row, such as "a b- c+ d~ e>"."""
    signs = {ItemChange.SAME: "", ItemChange.REMOVED: "-", ItemChange.ADDED: "+",
             ItemChange.CHANGED: "~", ItemChange.MOVED: ">"}
    return " ".join(item.id + signs[item.change] for item in row_items(before, after))


@pytest.mark.parametrize("before, after, expected", [
    ("", "", ""), ("abc", "abc", "a b c"),
    ("", "ab", "a+ b+"), ("ab", "", "a- b-"),
    ("abc", "bc", "a- b c"), ("abc", "ac", "a b- c"), ("abc", "ab", "a b c-"),
    ("bc", "abc", "a+ b c"), ("ac", "abc", "a b+ c"),
    ("abcd", "bcda", "b c d a>"), ("abcd", "dabc", "d> a b c"), ("abc", "cab", "c> a b"),
    ("ab", "xaby", "x+ a b y+"), ("abc", "xyz", "a- b- c- x+ y+ z+"),
    ("abcd", "xbd", "a- x+ b c- d"),
])
def test_what_became_of_each_row(before: str, after: str, expected: str) -> None:
    """Taking out the first of three leaves the other two as they were."""
    assert became(rows(before), rows(after)) == expected


def test_a_changed_row_is_one_row() -> None:
    assert became(rows("ab"), [row("a"), row("b", "Other")]) == "a b~"
    assert became(rows("ab"), [row("b", "Other"), row("a")]) in ("b~ a", "b~ a>")


def test_a_choice_that_is_called_something_else_today_is_the_same() -> None:
    before = RowReading("a", "Row 1", (Cell("role", "Role", "Friend", "friend"),))
    after = RowReading("a", "Person 1", (Cell("role", "Their role", "A friend", "friend"),))
    assert became([before], [after]) == "a"


def test_an_empty_cell_more_is_no_change() -> None:
    more = RowReading("a", "Row", (*row("a").cells, Cell("since", "Since", "", None)))
    assert became(rows("a"), [more]) == "a"
    filled = RowReading("a", "Row", (*row("a").cells, Cell("since", "Since", "2026", "2026")))
    assert became(rows("a"), [filled]) == became([filled], rows("a")) == "a~"


IDS = st.lists(st.sampled_from("abcdef"), unique=True).map("".join)


@given(IDS, IDS)
def test_every_row_of_both_sides_comes_once(before: str, after: str) -> None:
    items = row_items(rows(before), rows(after))
    assert sorted(item.id for item in items) == sorted(set(before + after))
    assert [item.id for item in items if item.after] == list(after)
    for item in items:
        assert (item.before is not None) == (item.id in before)
        assert item.change is not ItemChange.CHANGED


@given(IDS, IDS)
def test_as_few_rows_as_possible_have_moved(before: str, after: str) -> None:
    """Those that stayed stand in the same order on both sides."""
    stayed = [i.id for i in row_items(rows(before), rows(after)) if i.change is ItemChange.SAME]
    assert stayed == [id_ for id_ in before if id_ in stayed]
    if before == after:
        assert stayed == list(after)


@given(IDS, IDS)
def test_swapping_the_sides_swaps_what_happened(before: str, after: str) -> None:
    for item in row_items(rows(before), rows(after)):
        mirrored = item.mirrored()
        assert (mirrored.before, mirrored.after) == (item.after, item.before)
        assert mirrored.mirrored() == item
        assert (mirrored.change is ItemChange.ADDED) == (item.change is ItemChange.REMOVED)


@given(IDS, IDS)
def test_what_is_gone_stays_behind_what_stood_before_it(before: str, after: str) -> None:
    order = merged_order(before, after)
    assert sorted(order) == sorted(set(before) | set(after))
    assert [key for key in order if key in after] == list(after)
    for place, key in enumerate(before):
        kept = [other for other in before[:place] if other in after]
        if key not in after and kept:
            assert order.index(kept[-1]) < order.index(key)
