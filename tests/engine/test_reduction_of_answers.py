"""Reduced risk of two assessments: what a comparison shows, and what holds whatever was said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.engine.answers import Answers, Mark, Standing
from app.engine.comparing import compare
from app.engine.comparison import Alert, Comparison, Side
from app.engine.directions import Direction
from app.engine.grounds import Grounds
from app.engine.measures import Background
from app.engine.reduction import Kind, Remark, verdict
from app.engine.reduction_words import shortfall_words
from app.engine.signed_document import Signable, SignedSide, UsedStandards, compared_parts
from app.engine.standards import PracticeStandards
from tests.engine.comparisons import JUNE, MARCH, SAME, SEEN, SMALL, compared, side
from tests.engine.reductions import AROUND, explained
from tests.engine.strategies import answers, backgrounds, values_of

PRESENT = {"harm": "not_known", "older": "present", "cars": "present", "money": "present"}
ROWS = {"rows": {"seen": ("s",)}}
FALLEN = {**PRESENT, "money": "not_present"}
LOOKED_AT = {"older": Mark(Standing.AFFIRMED), "cars": Mark(Standing.AFFIRMED), "money": SEEN}


def fallen(**more: Any) -> Comparison:
    """High in March, Medium in June, one indicator fewer and somebody said why."""
    return compared({**PRESENT, "seen/s/on": "2026-02-20"}, FALLEN,
                    **{"marks": LOOKED_AT, **more})


def before(**values: Any) -> Any:
    return side({**PRESENT, "seen/s/on": "2026-02-20", **values}, rows={"seen": ("s",)})


def grounds_of(later: dict[str, Any], background: Background = Background(), **more: Any) -> Any:
    return Grounds.of(compare(before(), side(
        later, JUNE, background=background, **{"marks": LOOKED_AT, **more}), SAME))


@pytest.mark.requirement("X7")
def test_a_comparison_with_a_reduction_shows_it() -> None:
    found = verdict(grounds_of(FALLEN), AROUND)
    assert found.met and found.in_band
    assert [noted.remark for noted in found.noted] == [Remark.HARM_NOT_KNOWN]


@pytest.mark.requirement("X20")
def test_what_is_forgotten_never_brings_a_level_into_band() -> None:
    """Two others not known any more: at least Standard, and still possibly Medium."""
    known = Background(last_known=before().effective.answers)
    later = {**FALLEN, "older": "not_known", "cars": "not_known", "money": "present",
             "trusted_adult": "present"}
    found = verdict(grounds_of({**later, "seen/s/on": "2026-02-20"}, known,
                               rows={"seen": ("s",)}), explained("older", "cars", "money"))
    assert not found.met and not found.in_band


def test_time_alone_is_no_reduction() -> None:
    """The money was seen more than six months ago now: fewer points, and nothing was answered."""
    earlier = side({**PRESENT, "seen/s/on": "2025-12-20", "worry": 5}, rows={"seen": ("s",)})
    later = side({**PRESENT, "seen/s/on": "2025-12-20", "worry": 5, "trusted_adult": "present"},
                 date(2026, 8, 1), rows={"seen": ("s",)}, marks=LOOKED_AT)
    found = verdict(Grounds.of(compare(earlier, later, SAME)),
                    replace(explained("money"), today=date(2026, 8, 2)))
    assert Kind.NOT_BY_ANSWERS in found.kinds and not found.met


def test_what_was_wrong_before_is_no_reduction() -> None:
    """The money was never there, and nobody is worried so much any more: that is all that fell."""
    wrong = SEEN._replace(earlier_was_wrong=True)
    later = side({**FALLEN, "worry": 4, "trusted_adult": "present"}, JUNE,
                 marks={**LOOKED_AT, "money": wrong, "trusted_adult": SEEN})
    earlier = before(worry=4, trusted_adult="not_present")
    found = compare(earlier, later, SAME)
    assert Alert.FELL_BY_CORRECTION in found.warnings
    for grounds in (Grounds.of(found), signed(found)):
        shown = verdict(grounds, EVERYTHING)
        assert shown.kinds == {Kind.NOT_BY_ANSWERS} and not shown.in_band
    said = compare(earlier, side({**FALLEN, "worry": 4, "trusted_adult": "present"}, JUNE,
                                 marks={**LOOKED_AT, "trusted_adult": SEEN}), SAME)
    assert Alert.FELL_BY_CORRECTION not in said.warnings
    assert verdict(Grounds.of(said), EVERYTHING).in_band


@pytest.mark.requirement("X19")
def test_harm_recorded_today_or_held_shuts_the_gate() -> None:
    new = verdict(grounds_of({**FALLEN, "harm": "yes"}), explained("harm"))
    assert {Kind.NEW_HARM, Kind.HARM_STANDS} <= new.kinds
    held = verdict(grounds_of(FALLEN, Background(held=frozenset({"harm"}))), explained("harm"))
    assert Kind.HARM_STANDS in held.kinds
    assert shortfall_words(next(one for one in held.shortfalls if one.kind is Kind.HARM_STANDS)) \
        == "Actual harm is on record and still stands: Abuse is taking place"


def test_what_is_seen_in_part_has_no_grounds() -> None:
    whole = compare(before(), side(FALLEN, JUNE), SAME)
    part = compare(before(), side(FALLEN, JUNE), SAME, withheld=frozenset({"older"}))
    for wrong in (part, whole.mirrored()):
        with pytest.raises(ValueError):
            Grounds.of(wrong)


def signed(comparison: Comparison) -> Grounds:
    """The grounds in what somebody signed of a comparison."""
    at = datetime(2026, 6, 1, 9)
    used = UsedStandards(None, None, PracticeStandards())
    one = SignedSide(1, "r", 1, MARCH, "Amara Khan", at, 1, "s", used)
    other = replace(one, revision=2, assessed_on=comparison.on_after)
    return Grounds.signed(
        compared_parts(Signable(1, "small", "Small", one, other, comparison), ()))


# What holds whatever was answered

DAYS = st.integers(1, 200)
EVERYTHING = replace(AROUND, rows_explained=frozenset(SMALL.questions),
                     alerts_explained=frozenset(Alert))


def later_of(recorded: Answers, first: Answers, days: int) -> Side:
    """A later side that follows an earlier one: what was known is remembered, harm is held."""
    held = frozenset({"harm"} if first.values.get("harm") == "yes" else ())
    return side_of(recorded, MARCH + timedelta(days), Background(first, held))


def side_of(recorded: Answers, on: date = MARCH, background: Background = Background()) -> Side:
    return Side.of(SMALL, recorded, {}, on, background)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[Answers, Answers]:
    """An assessment and a review of it, in which a few answers are others, with evidence."""
    first = draw(answers(SMALL)).with_changes(values={"harm": "not_known", "level": None})
    asked = [key for key, one in SMALL.questions.items() if not one.type.holds_rows and (
        key not in ("harm", "level"))]
    changed = draw(st.lists(st.sampled_from(asked), unique=True, max_size=4))
    values = {key: draw(values_of(SMALL.questions[key])) for key in changed}
    said = Mark(rationale="Told by her school today", source="School")
    return first, first.with_changes(values=values, marks=dict.fromkeys(changed, said))


EITHER = reviews() | st.tuples(answers(SMALL), answers(SMALL))


@given(answers(SMALL), answers(SMALL), backgrounds(SMALL), DAYS)
def test_what_was_signed_gives_the_same_grounds(
    first: Answers, second: Answers, background: Background, days: int
) -> None:
    comparison = compare(side_of(first), side_of(second, MARCH + timedelta(days), background), SAME)
    assert signed(comparison) == Grounds.of(comparison)


@pytest.mark.requirement("X7", "X19", "X20")
@given(EITHER, DAYS)
def test_a_reduction_is_never_shown_by_what_is_none(
    pair: tuple[Answers, Answers], days: int
) -> None:
    first, second = pair
    later = later_of(second, first, days)
    comparison = compare(side_of(first), later, SAME)
    found = verdict(Grounds.of(comparison), replace(EVERYTHING, today=MARCH + timedelta(days)))
    event(f"met: {found.met}")
    if not found.met:
        return
    rows, head = comparison.rows, comparison.headline
    assert any(row.direction is Direction.REDUCED and row.after.mark.rationale.strip()
               for row in rows)
    assert not head.after.harm
    for measure in head.measures:
        assert measure.after.interval.high <= measure.before.interval.high
    assert head.after.level.rank <= head.before.level.rank
    assert head.after.level.rank < head.before.level.rank or any(
        measure.delta.fallen.high < 0 for measure in head.measures)


@given(EITHER, DAYS)
def test_an_unexplained_flag_always_shuts_the_gate(
    pair: tuple[Answers, Answers], days: int
) -> None:
    first, second = pair
    comparison = compare(side_of(first), later_of(second, first, days), SAME)
    found = verdict(Grounds.of(comparison), replace(AROUND, today=MARCH + timedelta(days)))
    if any(row.flags for row in comparison.rows) or comparison.warnings:
        assert not found.met


@pytest.mark.requirement("X20")
@given(EITHER, DAYS, st.data())
def test_to_know_less_never_opens_the_gate(
    pair: tuple[Answers, Answers], days: int, data: st.DataObject
) -> None:
    """Of an answer that neither rose nor is claimed to have fallen without evidence."""
    first, second = pair
    around = replace(EVERYTHING, today=MARCH + timedelta(days))
    comparison = compare(side_of(first), later_of(second, first, days), SAME)
    known = verdict(Grounds.of(comparison), around)
    may_go = [row.key for row in comparison.rows
              if row.state_before.known and row.state_after.known and row.key != "level"
              and row.direction is Direction.NONE and not row.harm]
    if known.met or not may_go:
        return
    key = data.draw(st.sampled_from(may_go))
    forgotten = second.with_changes(values={key: None})
    less = verdict(Grounds.of(
        compare(side_of(first), later_of(forgotten, first, days), SAME)), around)
    assert not less.met, key


@given(answers(SMALL), DAYS)
def test_nothing_but_time_never_opens_the_gate(recorded: Answers, days: int) -> None:
    comparison = compare(side_of(recorded), later_of(recorded, recorded, days), SAME)
    assert not verdict(Grounds.of(comparison),
                       replace(EVERYTHING, today=MARCH + timedelta(days))).met


@given(answers(SMALL), st.sets(st.sampled_from(sorted(SMALL.questions)), min_size=1), DAYS)
def test_nothing_but_forgetting_never_opens_the_gate(
    recorded: Answers, keys: set[str], days: int
) -> None:
    forgotten = recorded.with_changes(values=dict.fromkeys(keys))
    comparison = compare(side_of(recorded), later_of(forgotten, recorded, days), SAME)
    assert not verdict(Grounds.of(comparison),
                       replace(EVERYTHING, today=MARCH + timedelta(days))).met
