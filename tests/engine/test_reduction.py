"""What counts as reduced risk: every way to fall short, and what can never count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from app.engine.comparison import Alert, Flag
from app.engine.grounds import Grounds, LevelGrounds, MeasureGrounds, RowGrounds, Rung
from app.engine.reduction import Around, Kind, Noted, Remark, Shortfall, Verdict, verdict
from app.engine.reduction_words import (
    noted_words, refusal_words, shortfall_words, verdict_document,
)
from tests.engine.comparisons import JUNE
from tests.engine.reductions import AROUND, TODAY, explained

STANDARD, MEDIUM, HIGH, ACTUAL = (
    Rung(title.lower(), title, rank)
    for rank, title in enumerate(["Standard", "Medium", "High", "Actual"]))
EVIDENCED = RowGrounds("money", "Money", (), True, False, False, False, False, date(2026, 5, 20))
HARM = replace(EVIDENCED, key="harm", label="Abuse", evidenced=False, harm=True, seen=None)


def levels(stands: Rung, possible: Rung = ACTUAL, but_for_harm: Rung | None = None) -> LevelGrounds:
    return LevelGrounds(stands, possible, but_for_harm or stands)


SHOWN = Grounds(
    JUNE, levels(HIGH), levels(MEDIUM), (), (MeasureGrounds("Indicators", 8, 3, -5, 0),),
    (EVIDENCED,), ())
"""A reduction that nothing stands against."""


def given_that(around: Around = AROUND, **other: Any) -> Verdict:
    return verdict(replace(SHOWN, **other), around)


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
