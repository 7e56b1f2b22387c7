"""Measures: what is known counts, what is unknown may yet count, and forgetting lowers nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.engine.absence import Absence
from app.engine.answers import SECTION_MARK, Answers, Mark
from app.engine.asking import effective
from app.engine.measures import Background, Interval, Measured, measure_all
from tests.engine.documents import (
    MEANINGS, PRESENCE, control, definition, indicator, section, toolkit,
)
from tests.engine.strategies import answers, backgrounds

DAY = date(2026, 3, 3)
ROWS = {"type": "array", "items": {"type": "object", "properties": {
    "on": {"type": "string", "format": "date"}}}}
SCALE = {"type": "integer", "minimum": 0, "maximum": 10}
SHOWN_IF_MISSING = {"effect": "SHOW", "condition": {
    "scope": "#/properties/missing", "schema": {"const": "present"}}}
SCORED = definition(
    {"older": PRESENCE, "cars": PRESENCE, "missing": PRESENCE, "times": SCALE, "trust": PRESENCE,
     "scale": {"type": "integer", "minimum": -5, "maximum": 5}},
    [section("S", indicator("older", not_applicable=True), indicator("cars"),
             indicator("missing"), control("times", rule=SHOWN_IF_MISSING), control("scale"),
             skippable={"label": "Covered elsewhere"}),
     section("T", control("trust", risk="lowers", meanings=MEANINGS))],
    measures=[{"id": "score", "title": "Score", "terms": [
        {"scope": "#/properties/older", "when": {"const": "present"}},
        {"scope": "#/properties/cars", "when": {"const": "present"}, "weight": 2},
        {"scope": "#/properties/times", "value": True},
        {"scope": "#/properties/trust", "when": {"const": "present"}, "weight": -3}]},
        {"id": "mood", "title": "Mood", "terms": [
            {"scope": "#/properties/scale", "value": True, "weight": -1}]},
        {"id": "never", "title": "Never", "terms": [
            {"scope": "#/properties/older", "when": {"const": "not_known"}}]}],
)
KNOWN = {"older": "present", "cars": "not_present", "missing": "present", "times": 4,
         "trust": "not_present", "scale": 0}
SMALL = toolkit()


def measured(
    measure: str = "score", background: Background = Background(),
    marks: dict[str, Mark] | None = None, **values: Any,
) -> Measured:
    """A measure of answers, the rest of which is known."""
    recorded = Answers(KNOWN).with_changes(values=values, marks=marks)
    return measure_all(SCORED, effective(SCORED, recorded, {}, DAY), background)[measure]


def marked(absence: Absence) -> dict[str, Mark]:
    return {"older": Mark(absence=absence, reason="because")}


def test_rows_count_for_what_is_in_them() -> None:
    """A condition on a list looks at the rows of it, as everywhere else."""
    people = {"type": "array", "items": {"type": "object", "properties": {
        "role": {"enum": ["adult", "friend"]}}}}
    adult = {"contains": {"properties": {"role": {"const": "adult"}}, "required": ["role"]}}
    asked = definition({"people": people}, [section("S", control("people"))], measures=[
        {"id": "m", "title": "M", "terms": [
            {"scope": "#/properties/people", "when": adult},
            {"scope": "#/properties/people", "when": {"minItems": 2}, "weight": 4}]}])

    def total(*roles: str, before: Answers = Answers()) -> Interval:
        counted = effective(asked, people_of(*roles), {}, DAY)
        return measure_all(asked, counted, Background(before))["m"].interval

    def people_of(*roles: str) -> Answers:
        ids = tuple(f"r{number}" for number, _ in enumerate(roles))
        return Answers(dict(zip((f"people/{id_}/role" for id_ in ids), roles)), {"people": ids})

    assert total("friend") == Interval(0, 0)
    assert total("friend", "adult") == Interval(5, 5)
    assert total() == Interval(0, 5)
    assert total(before=people_of("adult")) == Interval(0, 1)


def test_a_band_that_takes_off_adds_nothing_to_what_is_possible() -> None:
    asked = definition(
        {"older": PRESENCE, "on": {"type": "string", "format": "date"}},
        [section("S", indicator("older"), control("on"))], measures=[
            {"id": "m", "title": "M", "terms": [
                {"scope": "#/properties/older", "when": {"const": "present"}, "windows": {
                    "dates": "#/properties/on", "bands": [
                        {"months": 6, "weight": 5}, {"months": 12, "weight": -3}]}}]}])
    counted = effective(asked, Answers({"older": "present"}), {}, DAY)
    assert measure_all(asked, counted)["m"].interval == Interval(0, 5)


# Intervals


@pytest.mark.parametrize("interval, words", [
    (Interval(5, 5), "5"), (Interval(5, 8), "5 to 8"), (Interval(0.5, 0.5), "0.5"),
    (Interval(), "0"), (Interval(1_000_000, 1_000_000), "1000000"),
])
def test_an_interval_in_words(interval: Interval, words: str) -> None:
    assert str(interval) == words


def test_what_is_known_is_a_number() -> None:
    assert measured().interval == Interval(5, 5)
    assert measured(cars="present").interval == Interval(7, 7)
    assert (measured().present, measured().unknown) == (2, 0)


@pytest.mark.parametrize("changes", [
    {"older": "not_known"}, {"older": None}, {"older": None, "marks": marked(Absence.REVISIT)},
    {"older": None, "marks": marked(Absence.NOT_APPLICABLE)},
    {"older": None, "marks": {f"{SECTION_MARK}s": Mark(absence=Absence.SKIPPED, reason="EHA")}},
])
def test_the_unknown_adds_nothing_for_certain_and_may_add_all(changes: dict[str, Any]) -> None:
    """Not known, blank, to revisit, not applicable and skipped alike (ruling X20)."""
    found = measured(**changes)
    assert found.interval == Interval(4, 5)
    assert (found.present, found.unknown) == (1, 1)


def test_what_was_last_known_counts_at_the_high_end() -> None:
    for was, high in (("present", 5), ("not_present", 4), ("not_known", 5)):
        known = Background(Answers({"older": was}))
        assert measured(older=None, background=known).interval == Interval(4, high)
        assert measured(older="present", background=known).interval == Interval(5, 5)


def test_a_strength_takes_off_only_what_is_known() -> None:
    """A strength that nobody knows of any more must not lower the total it used to lower."""
    assert measured(trust="present").interval == Interval(2, 2)
    known = Background(Answers({"trust": "present"}))
    for background in (Background(), known):
        assert measured(trust="not_known", background=background).interval == Interval(5, 5)


def test_a_value_counts_to_its_end() -> None:
    assert measured(times=None).interval == Interval(1, 11)
    assert measured("mood", scale=3).interval == Interval(-3, -3)
    assert measured("mood", scale=None).interval == Interval(0, 5)


def test_what_a_question_can_never_say_can_never_count() -> None:
    assert measured("never", older=None).interval == Interval(0, 0)


# What is not asked


def test_what_is_ruled_out_by_what_is_known_adds_nothing() -> None:
    """However often it was before: it is known that it does not take place."""
    known = Background(Answers({"times": 4}))
    for background in (Background(), known):
        assert measured(missing="not_present", background=background).interval == Interval(1, 1)


@pytest.mark.parametrize("missing", ["not_known", None])
def test_what_is_not_asked_for_want_of_knowing_may_yet_count(missing: str | None) -> None:
    """Forgetting whether somebody was missing must not lower how often it may have been."""
    assert measured(missing=missing).interval == Interval(1, 11)
    known = Background(Answers({"times": 4}))
    assert measured(missing=missing, background=known).interval == Interval(1, 5)


@pytest.mark.parametrize("answer, interval", [
    ("present", Interval(1, 1)), ("not_present", Interval(0, 0)), ("not_known", Interval(0, 1)),
])
def test_what_waits_for_a_measure_waits_for_what_is_behind_it(
    answer: str, interval: Interval
) -> None:
    of = definition(
        {"a": PRESENCE, "b": PRESENCE},
        [section("S", indicator("a"), indicator("b", rule={"effect": "SHOW", "condition": {
            "scope": "#/measures/first", "schema": {"minimum": 1}}}))],
        measures=[{"id": id_, "title": id_, "terms": [
            {"scope": f"#/properties/{key}", "when": {"const": "present"}}]}
            for id_, key in (("first", "a"), ("second", "b"))])
    counted = effective(of, Answers({"a": answer, "b": "present"}), {}, DAY)
    assert measure_all(of, counted)["second"].interval == interval


def chain(*answered: str | None) -> Interval:
    """Three questions, each asked only where the one before is present; the last one counts."""
    awaits = [{"effect": "SHOW", "condition": {
        "scope": f"#/properties/{key}", "schema": {"const": "present"}}} for key in "ab"]
    toolkit_of_three = definition(
        {"a": PRESENCE, "b": PRESENCE, "c": PRESENCE},
        [section("S", indicator("a"), indicator("b", rule=awaits[0]),
                 indicator("c", rule=awaits[1]))],
        measures=[{"id": "m", "title": "M", "terms": [
            {"scope": "#/properties/c", "when": {"const": "present"}}]}])
    recorded = Answers().with_changes(values=dict(zip("abc", answered, strict=True)))
    counted = effective(toolkit_of_three, recorded, {}, DAY)
    return measure_all(toolkit_of_three, counted)["m"].interval


@pytest.mark.parametrize("answered, interval", [
    (("present", "present", "present"), Interval(1, 1)),
    (("present", "present", None), Interval(0, 1)),
    (("present", "not_present", "present"), Interval(0, 0)),
    (("present", "not_known", "present"), Interval(0, 1)),
    (("not_present", "present", "present"), Interval(0, 0)),
    (("not_known", "present", "present"), Interval(0, 1)),
    ((None, None, None), Interval(0, 1)),
])
def test_ruled_out_all_the_way(answered: tuple[str | None, ...], interval: Interval) -> None:
    assert chain(*answered) == interval


# Actual harm


@pytest.mark.requirement("S4.33", "S4.103")
@pytest.mark.parametrize("today", ["yes", "not_known", None])
def test_held_harm_counts_in_full_whatever_is_said_today(today: str | None) -> None:
    recorded = Answers().with_changes(values={"harm": today})
    held = Background(held=frozenset({"harm"}))
    found = measure_all(SMALL, effective(SMALL, recorded, {}, DAY), held)["harm"]
    assert found.interval == Interval(1, 1) and found.present == 1


# Windows of time


def money(on: date, *days: str, answer: str | None = "present") -> Interval:
    """What money adds: 5 if it was seen in the last 6 months, 1 if in the 6 before."""
    rows = tuple(f"r{number}" for number in range(len(days)))
    values = {f"seen/{row}/on": day for row, day in zip(rows, days, strict=True)}
    recorded = Answers().with_changes(
        values={"money": answer, "older": "not_present", "cars": "not_present", **values},
        rows={"seen": rows})
    return measure_all(SMALL, effective(SMALL, recorded, {}, on))["indicators"].interval


@pytest.mark.parametrize("on, days, points", [
    (date(2026, 8, 31), ["2026-08-31"], 5),
    (date(2026, 8, 31), ["2026-03-01"], 5),
    (date(2026, 8, 31), ["2026-02-28"], 1),
    (date(2026, 8, 31), ["2025-09-01"], 1),
    (date(2026, 8, 31), ["2025-08-31"], 0),
    (date(2026, 2, 28), ["2025-08-31"], 5),
    (date(2026, 2, 28), ["2025-08-28"], 1),
    (date(2028, 2, 29), ["2027-03-01"], 1),
    (date(2028, 2, 29), ["2027-02-28"], 0),
    (date(2027, 2, 28), ["2026-02-28"], 0),
    (date(2026, 8, 31), ["2026-08-01", "2026-01-05"], 6),
    (date(2026, 8, 31), ["2026-08-01", "2026-07-01", "2026-06-01"], 5),
    (date(2026, 8, 31), ["2020-01-01"], 0),
    (date(2026, 8, 31), ["2026-09-15"], 5),
])
def test_windows_count_whole_months_back(on: date, days: list[str], points: int) -> None:
    """Each band once; no day falls between two, and the shorter month ends where it ends."""
    assert money(on, *days) == Interval(points, points)


@pytest.mark.parametrize("days", [[], [""]])
def test_with_no_date_it_may_be_any_of_the_windows(days: list[str]) -> None:
    assert money(DAY, *days) == Interval(0, 6)


def test_without_the_answer_the_dates_say_nothing() -> None:
    assert money(DAY, "2026-02-01", answer="not_present") == Interval(0, 0)
    assert money(DAY, "2026-02-01", answer="not_known") == Interval(0, 6)


@pytest.mark.parametrize("vague, points", [("2026-02", 5), ("2026", 5), ("2025-08", 1)])
def test_a_vague_date_is_taken_at_its_latest(vague: str, points: int) -> None:
    """Vagueness never makes something look older than it may be."""
    toolkit_of_one = definition(
        {"money": PRESENCE, "when": {"type": "string"}},
        [section("S", indicator("money"), control("when", type="approximate-date"))],
        measures=[{"id": "m", "title": "M", "terms": [{
            "scope": "#/properties/money", "when": {"const": "present"}, "windows": {
                "dates": "#/properties/when", "bands": [
                    {"months": 6, "weight": 5}, {"months": 12, "weight": 1}]}}]}])
    counted = effective(
        toolkit_of_one, Answers({"money": "present", "when": vague}), {}, DAY)
    assert measure_all(toolkit_of_one, counted)["m"].interval == Interval(points, points)


# Whatever is answered


UNKNOWN: list[dict[str, Any]] = [
    {"value": "not_known"}, {"value": None},
    {"value": None, "mark": Mark(absence=Absence.NOT_APPLICABLE, reason="because")},
    {"value": None, "mark": Mark(absence=Absence.REVISIT)},
]


@given(answers(SCORED), st.sampled_from(list(SCORED.questions)), st.sampled_from(UNKNOWN))
def test_no_way_of_not_knowing_lowers_the_upper_end(
    recorded: Answers, key: str, unknown: dict[str, Any]
) -> None:
    """Neither forgetting what was known nor giving another reason for not knowing (X20)."""
    allowed = {option.key for option in SCORED.questions[key].options}
    value = unknown["value"] if unknown["value"] in allowed else None
    forgotten = replace(
        recorded.with_changes(values={key: value}),
        marks={**recorded.marks, key: unknown.get("mark", Mark())})
    before, after = (effective(SCORED, given, {}, DAY) for given in (recorded, forgotten))
    remembered = Background(last_known=before.answers)
    earlier, later = measure_all(SCORED, before), measure_all(SCORED, after, remembered)
    for measure_id, found in earlier.items():
        assert later[measure_id].interval.high >= found.interval.high


@given(answers(SMALL), backgrounds(SMALL))
def test_the_low_end_is_never_above_the_high_end(
    recorded: Answers, background: Background
) -> None:
    for found in measure_all(SMALL, effective(SMALL, recorded, {}, DAY), background).values():
        assert found.interval.low <= found.interval.high
        assert found.interval.known or found.unknown
