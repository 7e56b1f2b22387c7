"""Comparisons of what nobody expects: nothing at all, far too much, and any script there is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date
from functools import partial
from time import process_time
from typing import Any

import pytest

from app.engine.comparing import compare
from app.engine.comparison import AnswerChange, Comparison, Side
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.flagged import flagged, flagged_in
from app.engine.grounds import Grounds
from app.engine.key_relation import Lineage
from app.engine.lineage import read_lineage
from app.engine.row_items import ItemChange
from app.engine.reduction import Around, verdict
from app.engine.signed_document import rows_of
from app.engine.summary import summary
from app.engine.telling import what_happened
from app.engine.verifying import check, export
from tests.engine.comparisons import JUNE, SAME, SMALL, compared, row, row_of, side
from tests.engine.documents import PRESENCE, definition, indicator, section, toolkit_document
from tests.engine.test_signed_document import SECRET, parts_of
from tests.engine.trajectories import followed

AROUND = Around(date(2026, 6, 10), 56)
pytestmark = pytest.mark.requirement("X7")


def everything(before: Side, after: Side, lineage: Lineage = SAME) -> Comparison:
    """Compared both ways, summed up, judged, signed, written to a file, and drawn over time."""
    found = compare(before, after, lineage)
    assert compare(after, before, lineage.inverse()).mirrored().rows == found.rows
    assert summary(found) and all(map(what_happened, found.rows))
    parts = parts_of(found)
    assert flagged_in(parts) == flagged(found) and len(rows_of(parts)) == len(found.rows)
    assert Grounds.signed(parts) == Grounds.of(found)
    assert check(export(parts, SECRET)).sound
    over_time = followed(before, after, lineages={(before.definition, after.definition): lineage})
    assert len(over_time.columns) == 2
    return found


# Nothing


def bare(**parts: Any) -> Definition:
    """The small toolkit without what most toolkits have."""
    document = toolkit_document(**parts)
    return read(json.dumps({name: part for name, part in document.items() if part != []}))


NOTHING: list[dict[str, Any]] = [
    {"judgement": []}, {"levels": [], "judgement": []},
    {"measures": [], "levels": [], "judgement": [], "immediate": []},
]


@pytest.mark.parametrize("parts", NOTHING, ids=lambda parts: " ".join(parts))
@pytest.mark.parametrize("values", [{}, {"older": "not_present"}])
def test_a_toolkit_without_measures_levels_or_judgement_shows_rows_and_no_reduction(
    parts: dict[str, Any], values: dict[str, Any]
) -> None:
    toolkit = bare(**parts)
    found = everything(side({"older": "present"}, of=toolkit), side(values, JUNE, of=toolkit))
    assert row_of(found, "older").before is not None
    assert (found.headline.before.level is None) is ("levels" in parts)
    assert not verdict(Grounds.of(found), AROUND).met


def test_nothing_answered_is_compared_with_nothing_answered() -> None:
    found = everything(side({}), side({}, JUNE))
    assert {one.answer for one in found.rows} == {AnswerChange.UNCHANGED}
    assert not verdict(Grounds.of(found), AROUND).met


def test_an_assessment_with_everything_beside_one_with_nothing_lost_what_was_known() -> None:
    known = {"older": "present", "cars": "present", "worry": 9, "story": "He waits"}
    found = everything(side(known), side({}, JUNE))
    assert {row_of(found, key).direction.value for key in ("older", "cars", "worry")} == {
        "information_lost"}
    assert not verdict(Grounds.of(found), AROUND).met


def test_versions_without_a_question_in_common_are_beside_each_other_and_nothing_falls() -> None:
    other = definition({"elder": PRESENCE}, [section("Other", indicator("elder", "Elders"))])
    gone = read_lineage([{"relation": "removed", "from": list(SMALL.questions)},
                         {"relation": "added", "to": list(other.questions)}])
    found = everything(side({"older": "present", "worry": 9}),
                       side({"elder": "not_present"}, JUNE, of=other), gone)
    assert len(found.rows) == len(SMALL.questions) + len(other.questions)
    assert not any(one.evidenced for one in found.rows)
    assert not verdict(Grounds.of(found), AROUND).met


# Too much


def timed(seconds: float, work: Callable[[], Any]) -> Any:
    started = process_time()
    found = work()
    assert process_time() - started < seconds
    return found


WORDS = [f"word{number}" for number in range(100_000)]


@pytest.mark.parametrize("before, after", [
    (" ".join(WORDS), " ".join(["new", *WORDS[:50_000], "middle", *WORDS[50_000:]])),
    (" ".join(WORDS), " ".join(reversed(WORDS))),
    ("same " * 100_000, "same " * 99_999),
    ("\u5979\u8bf4" * 50_000, "\u5979\u4e0d\u8bf4" + "\u5979\u8bf4" * 49_999),
    ("\u0e40\u0e18\u0e2d" * 30_000, "\u0e40\u0e18\u0e2d" * 29_999 + "\u0e44\u0e1b"),
    ("e\u0301" * 50_000, "\u00e9" * 50_000), ("x" * 500_000, "x" * 499_999 + "y"),
], ids=["one word", "turned round", "one word again and again", "Chinese", "Thai", "accents",
        "no word at all"])
def test_a_text_far_too_long_is_compared_in_bounded_time(before: str, after: str) -> None:
    def told() -> Any:
        found = row("story", before, after)
        return what_happened(found), found.words

    _, changes = timed(6, told)
    assert "".join(one.text for one in changes if one.kind != "added") == before
    assert "".join(one.text for one in changes if one.kind != "removed") == after


def test_five_hundred_rows_in_another_order_are_the_same_rows() -> None:
    ids = [f"r{number}" for number in range(500)]
    values = {f"people/{id_}/name": f"Person {id_}" for id_ in ids}
    shuffled = random.Random(1).sample(ids, len(ids))
    before = side(values, rows={"people": tuple(ids)})

    def of(order: list[str]) -> Any:
        return row_of(everything(before, side(values, JUNE, rows={"people": tuple(order)})),
                      "people")

    for order in (shuffled, ids[::-1], [*ids[1:], ids[0]]):
        found = timed(6, partial(of, order))
        assert found.answer is AnswerChange.CHANGED
        assert {item.id for item in found.items} == set(ids)
        assert {item.change for item in found.items} == {ItemChange.SAME, ItemChange.MOVED}
    moved = [item.id for item in found.items if item.change is ItemChange.MOVED]
    assert moved == ["r0"], "one was put last, and the rest stayed"
    assert of(ids).answer is AnswerChange.UNCHANGED


# Any script


@pytest.mark.parametrize("before, after", [
    ("\u0647\u0648 \u064a\u0646\u062a\u0638\u0631",
     "\u0647\u0648 \u0644\u0627 \u064a\u0646\u062a\u0638\u0631"),
    ("\u05d4\u05d5\u05d0 \u05de\u05d7\u05db\u05d4",
     "\u05d4\u05d5\u05d0 \u05dc\u05d0 \u05de\u05d7\u05db\u05d4 school"),
    ("\u202eabc\u202c def", "\u202eabc\u202c ghi"), ("\U0001f468\u200d\U0001f469", "\U0001f468"),
], ids=["Arabic", "Hebrew", "turned round by marks", "one picture of several"])
def test_any_script_is_told_whole(before: str, after: str) -> None:
    found = everything(side({"story": before}), side({"story": after}, JUNE))
    changes = row_of(found, "story").words
    assert "".join(one.text for one in changes if one.kind != "added") == before
    assert "".join(one.text for one in changes if one.kind != "removed") == after


@pytest.mark.parametrize("before, after", [
    ("He waits", "He  waits\n"), ("Zo\u00eb", "Zoe\u0308"), ("a\u00a0b", "a b")])
def test_what_is_only_written_otherwise_says_so(before: str, after: str) -> None:
    found = row("story", before, after)
    assert found.answer is AnswerChange.CHANGED
    assert what_happened(found).startswith("The same words")
    assert what_happened(row("story", before, f"{after} there")) == "Changed"
    assert summary(compared({"story": before}, {"story": after}))
