"""The rows of a comparison as HTML: nothing that somebody typed is ever markup."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app.engine.answers import Mark
from app.engine.comparing import compare
from app.engine.comparison import Row
from app.engine.telling import Filter
from app.engine.text_diff import diff
from app.reviews.drawing import cells, words
from app.reviews.drawn import draw
from app.reviews.in_words import InWords
from app.reviews.lines import Line
from app.reviews.pages import page_of
from tests.engine.comparisons import JUNE, SAME, SEEN, compared, row, row_of, side

TYPED = "<script>alert(\"1\")</script> & 'so on'"
SHOWN = "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; &#39;so on&#39;"


def drawn(found: Row) -> str:
    return cells(Line.of(found), "3 Mar 2026", "1 Jun 2026")


@pytest.mark.parametrize("before, after", [(None, TYPED), (TYPED, None), (TYPED, f"{TYPED} more")])
def test_prose_is_never_markup(before: Any, after: Any) -> None:
    page = drawn(row("story", before, after))
    assert SHOWN in page and "<script" not in page


def test_nothing_that_was_said_for_an_answer_is_markup() -> None:
    mark = Mark(rationale=TYPED, source=TYPED, evidence_date=TYPED, none_held=TYPED)
    page = drawn(row("older", "present", "not_present", marks={"older": mark}))
    assert page.count(SHOWN) == 4 and "<script" not in page


def test_nothing_in_a_row_of_an_answer_is_markup() -> None:
    before = side({"people/a/name": TYPED, "people/b/name": TYPED}, rows={"people": ("a", "b")})
    after = side({"people/b/name": f"{TYPED} Lee", "people/c/name": TYPED}, JUNE,
                 rows={"people": ("b", "c")})
    page = drawn(row_of(compare(before, after, SAME), "people"))
    assert page.count(SHOWN) == 6 and "<script" not in page
    assert "Added: " in page and "Removed: " in page and " changed:</strong>" in page


def test_words_are_told_apart_and_never_markup() -> None:
    page = words(diff("one <b> three", "one <i> three"))
    assert "<del>" in page and "<ins>" in page and "&lt;b&gt;" in page and "&lt;i&gt;" in page


@pytest.mark.parametrize("chosen, hidden, present", [
    (Filter.EVERYTHING, 0, 0), (Filter.ATTENTION, -2, 0), (Filter.REDUCED, -1, 1),
])
def test_what_a_filter_hides_is_counted_with_what_is_still_present(
    chosen: Filter, hidden: int, present: int
) -> None:
    found = compared({"older": "present", "cars": "present"}, {
        "older": "present", "cars": "not_present"}, marks={"cars": SEEN})
    about: Any = SimpleNamespace(case=SimpleNamespace(young_person=None))
    page = page_of(about, draw(InWords(found)), chosen.value)
    everything = len(found.rows) if hidden else 0
    assert (page["hidden"], page["hidden_present"]) == (everything + hidden, present)
