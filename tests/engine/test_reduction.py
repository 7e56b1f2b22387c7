"""What counts as reduced risk: every way to fall short, and what can never count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.engine.answers import Answers, Mark, Standing
from app.engine.comparing import compare
from app.engine.comparison import Alert, Comparison, Flag, Side
from app.engine.directions import Direction
from app.engine.grounds import Grounds, LevelGrounds, MeasureGrounds, RowGrounds, Rung
from app.engine.measures import Background
from app.engine.reduction import Around, Kind, Noted, Remark, Shortfall, Verdict, verdict
from app.engine.reduction_words import (
    noted_words, refusal_words, shortfall_words, verdict_document,
)
from app.engine.signed_document import Signable, SignedSide, UsedStandards, compared_parts
from app.engine.standards import PracticeStandards
from tests.engine.comparisons import JUNE, MARCH, SAME, SEEN, SMALL, compared, side
from tests.engine.strategies import answers, backgrounds, values_of

STANDARD, MEDIUM, HIGH, ACTUAL = (
    Rung(title.lower(), title, rank)
    for rank, title in enumerate(["Standard", "Medium", "High", "Actual"]))
TODAY = date(2026, 6, 10)
EVIDENCED = RowGrounds("money", "Money", (), True, False, False, False, False, date(2026, 5, 20))
HARM = replace(EVIDENCED, key="harm", label="Abuse", evidenced=False, harm=True, seen=None)
AROUND = Around(TODAY, 56)


def levels(stands: Rung, possible: Rung = ACTUAL, but_for_harm: Rung | None = None) -> LevelGrounds:
    return LevelGrounds(stands, possible, but_for_harm or stands)


SHOWN = Grounds(
    JUNE, levels(HIGH), levels(MEDIUM), (), (MeasureGrounds("Indicators", 8, 3, -5, 0),),
    (EVIDENCED,), ())
"""A reduction that nothing stands against."""


def given_that(around: Around = AROUND, **other: Any) -> Verdict:
    return verdict(replace(SHOWN, **other), around)


def explained(*rows: str) -> Around:
    return replace(AROUND, rows_explained=frozenset(rows), alerts_explained=frozenset(Alert))


# The ruling, part by part


@pytest.mark.requirement("X7", "S3.35")
def test_a_lower_level_with_evidence_is_a_reduction() -> None:
    found = given_that()
    assert found.met and found.in_band and not found.shortfalls and not found.noted


@pytest.mark.requirement("X7")
def test_the_same_level_with_a_lower_measure_is_one_not_yet_in_band() -> None:
    found = given_that(after=levels(HIGH))
    assert found.met and not found.in_band
    assert found.noted == (Noted(Remark.NOT_IN_BAND, about="High"),)


NOT_A_REDUCTION: dict[str, tuple[dict[str, Any], Kind]] = {
    "nothing lower": (
        {"after": levels(HIGH), "measures": (MeasureGrounds("Indicators", 8, 8, 0, 0),)},
        Kind.NOT_LOWER),
    "no measures and the same level": ({"after": levels(HIGH), "measures": ()}, Kind.NOT_LOWER),
    "a higher level": ({"after": levels(ACTUAL)}, Kind.NOT_LOWER),
    "no level before": ({"before": LevelGrounds(None, None, None)}, Kind.NOT_LOWER),
    "no level now": ({"after": LevelGrounds(None, None, None)}, Kind.NOT_LOWER),
    "the level may be as high": (
        {"after": levels(MEDIUM, but_for_harm=HIGH),
         "measures": (MeasureGrounds("Indicators", 8, 8, 0, 0),)}, Kind.MAY_BE_AS_HIGH),
    "only time passed": (
        {"measures": (MeasureGrounds("Indicators", 8, 3, 0, -5),)}, Kind.NOT_BY_ANSWERS),
    "only the rules changed": (
        {"measures": (MeasureGrounds("Indicators", 8, 3, 0, 0),)}, Kind.NOT_BY_ANSWERS),
    "answers rose and time made up for it": (
        {"measures": (MeasureGrounds("Indicators", 8, 7, 2, -3),)}, Kind.NOT_BY_ANSWERS),
    "nothing shows it": ({"rows": ()}, Kind.NOT_EVIDENCED),
    "its evidence grew old": (
        {"rows": (replace(EVIDENCED, seen=TODAY - timedelta(57)),)}, Kind.EVIDENCE_OLD),
    "one of two grew old": (
        {"rows": (EVIDENCED, replace(EVIDENCED, seen=TODAY - timedelta(57)))}, Kind.EVIDENCE_OLD),
    "new harm": ({"rows": (EVIDENCED, replace(HARM, anew=True))}, Kind.NEW_HARM),
    "harm that stands": ({"harm": ("Abuse",)}, Kind.HARM_STANDS),
    "a measure rose": (
        {"measures": (*SHOWN.measures, MeasureGrounds("Worry", 3, 4, 1, 0))}, Kind.MEASURE_ROSE),
    "the possible level rose": (
        {"before": levels(HIGH, HIGH), "after": levels(MEDIUM, ACTUAL)}, Kind.POSSIBLE_ROSE),
    "but for harm the possible level rose": (
        {"after": levels(MEDIUM, but_for_harm=ACTUAL)}, Kind.POSSIBLE_ROSE),
    **{f"a row flagged {flag.value}": (
        {"rows": (EVIDENCED, replace(EVIDENCED, evidenced=False, flags=(flag,)))}, Kind.FLAG)
       for flag in Flag if flag is not Flag.HARM_HELD},
    **{f"a warning of {alert.value}": ({"alerts": (alert,)}, Kind.ALERT)
       for alert in Alert if alert is not Alert.FELL_UNEVIDENCED},
}


@pytest.mark.requirement("X7", "X19", "X20", "S3.35")
@pytest.mark.parametrize("name", NOT_A_REDUCTION)
def test_what_falls_short(name: str) -> None:
    other, kind = NOT_A_REDUCTION[name]
    found = given_that(**other)
    assert kind in found.kinds and not found.met and found.needs_exceptional
    for one in found.shortfalls:
        assert "{" not in shortfall_words(one)
        assert not {"safe", "improved"} & set(shortfall_words(one).lower().split())


@pytest.mark.parametrize("days, old", [(56, False), (57, True)])
def test_evidence_is_current_on_the_day_of_the_decision(days: int, old: bool) -> None:
    found = given_that(rows=(replace(EVIDENCED, seen=TODAY - timedelta(days)),))
    assert (Kind.EVIDENCE_OLD in found.kinds) is old
    undated = given_that(replace(AROUND, today=JUNE + timedelta(days)),
                         rows=(replace(EVIDENCED, seen=None),))
    assert (Kind.EVIDENCE_OLD in undated.kinds) is old
    to_come = given_that(replace(AROUND, today=JUNE + timedelta(days)),
                         rows=(replace(EVIDENCED, seen=date(2099, 1, 1)),))
    assert (Kind.EVIDENCE_OLD in to_come.kinds) is old


def test_a_flag_is_explained_by_its_row_and_a_warning_by_itself() -> None:
    flagged = replace(EVIDENCED, key="older", evidenced=False, flags=(Flag.NOT_LOOKED_AT,))
    both = {"rows": (EVIDENCED, flagged), "alerts": (Alert.FEWER_SOURCES,)}
    assert given_that(**both).kinds == {Kind.FLAG, Kind.ALERT}
    assert given_that(explained("money"), **both).kinds == {Kind.FLAG}
    assert given_that(explained("older"), **both).met


@pytest.mark.requirement("X19", "X13")
def test_harm_that_is_merely_not_known_is_listed_and_shuts_nothing() -> None:
    found = given_that(rows=(EVIDENCED, replace(HARM, unknown=True)))
    assert found.met
    assert [noted.remark for noted in found.noted] == [Remark.HARM_NOT_KNOWN]
    assert noted_words(found.noted[0]) == (
        "Of one question about actual harm nothing is known. Nobody has ruled it out")


def test_what_rose_and_what_aged_is_seen_beside_it() -> None:
    found = given_that(
        rows=(EVIDENCED, replace(EVIDENCED, evidenced=False, increased=True)),
        measures=(MeasureGrounds("Indicators", 8, 3, -4, -1),),
        after=levels(STANDARD, but_for_harm=MEDIUM))
    assert found.met and {noted.remark for noted in found.noted} == {
        Remark.INCREASED, Remark.AGED, Remark.MAY_BE_HIGHER}


@pytest.mark.requirement("X7")
def test_two_levels_at_once_need_the_exceptional_route() -> None:
    found = given_that()
    assert not found.falling(HIGH, MEDIUM).needs_exceptional
    two = found.falling(HIGH, STANDARD)
    assert two.met and two.needs_exceptional and two.kinds == {Kind.TWO_LEVELS}
    assert found.falling(None, STANDARD) == found


def test_without_grounds_only_what_is_known_besides_is_told() -> None:
    nothing = replace(AROUND, known_besides=(Shortfall(Kind.NOTHING_TO_COMPARE),))
    assert verdict(None, nothing).kinds == {Kind.NOTHING_TO_COMPARE}


def test_a_refusal_says_what_falls_short_and_the_way_out() -> None:
    flags = (replace(EVIDENCED, key="a", evidenced=False, flags=(Flag.NO_EVIDENCE,)),
             replace(EVIDENCED, key="b", evidenced=False, flags=(Flag.NO_EVIDENCE,)),
             replace(EVIDENCED, key="c", evidenced=False, flags=(Flag.NOT_LOOKED_AT,)))
    assert refusal_words(given_that(rows=(EVIDENCED, *flags)), "step down") == (
        "You cannot step down yet. Two reductions need evidence. One answer was not reviewed. "
        "If waiting would cause harm, ask a senior manager to use the exceptional route.")


def test_a_verdict_is_told_as_plain_json() -> None:
    found = given_that(rows=(replace(EVIDENCED, evidenced=False, flags=(Flag.SAME_RATIONALE,)),))
    told = verdict_document(found)
    assert (told["met"], told["in_band"], told["needs_exceptional"]) == (False, True, True)
    (bare, flag) = told["shortfalls"]
    assert bare["kind"] == "not_evidenced" and bare["next"]
    assert flag["rows"] == [["money", "Money"]]
    assert flag["words"] == "One rationale is word for word the one from last time."


@pytest.mark.parametrize("alone", [
    Alert.FELL_BY_TIME, Alert.FELL_BY_TOOLKIT, Alert.FELL_BY_CORRECTION])
def test_a_level_that_answers_did_not_lower_is_not_in_band_however_it_is_explained(
    alone: Alert
) -> None:
    explained_all = replace(AROUND, alerts_explained=frozenset(Alert))
    bare = given_that(explained_all, alerts=(alone,), measures=())
    assert bare.kinds == {Kind.NOT_BY_ANSWERS} and not bare.in_band
    some = given_that(explained_all, alerts=(alone,))
    assert some.met and not some.in_band
    assert [noted_words(one) for one in some.noted] == [
        "Reduction not yet in band: a measure is lower, and by what was answered the level is "
        "still High"]
    assert given_that(alerts=(alone,)).kinds == {Kind.ALERT}


# From comparisons

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
