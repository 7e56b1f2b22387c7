"""Why a measure is not what it was: each cause alone, and falls never set off against rises."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from app.engine.absence import Absence
from app.engine.answers import SECTION_MARK, Answers, Mark
from app.engine.comparing import compare
from app.engine.comparison import Side
from app.engine.definition import Definition
from app.engine.delta import Cause, Delta, MeasureChange
from app.engine.document import read
from app.engine.key_relation import Lineage
from app.engine.lineage import read_lineage
from app.engine.measures import NOTHING, Background, Interval
from tests.engine.documents import PRESENCE, indicator, section, toolkit, toolkit_document
from tests.engine.documents import definition as defined
from tests.engine.strategies import answers

SMALL = toolkit()
MARCH, JUNE = date(2026, 3, 3), date(2026, 6, 3)
CALM = {"older": "not_present", "cars": "not_present", "money": "not_present", "worry": 0}
SAME = Lineage.identity()


def side(
    values: dict[str, Any], on: date = MARCH, *, of: Definition = SMALL,
    background: Background = Background(), rows: Any = None, marks: Any = None,
) -> Side:
    recorded = Answers().with_changes(values=values, rows=rows, marks=marks)
    return Side.of(of, recorded, {}, on, background)


def change(
    before: Side, after: Side, lineage: Lineage = SAME, measure: str = "indicators"
) -> MeasureChange:
    measures = compare(before, after, lineage).headline.measures
    return next(found for found in measures if found.id == measure)


def causes(before: Side, after: Side, lineage: Lineage = SAME) -> dict[str, Interval]:
    """The causes that take part, each with what it makes."""
    delta = change(before, after, lineage).delta
    assert delta is not None
    return {cause.value: part for cause in Cause
            if (part := getattr(delta, cause.value)) != NOTHING}


def now(on: date = JUNE, background: Background = Background(), marks: Any = None,
        rows: Any = None, of: Definition = SMALL, **values: Any) -> Side:
    return side({**CALM, **values}, on, of=of, background=background, rows=rows, marks=marks)


def then(**more: Any) -> Side:
    return now(MARCH, **more)


# Each cause by itself


def test_answers() -> None:
    assert causes(then(older="present"), now()) == {"answers": Interval(-1, -1)}
    assert causes(then(), now(cars="present")) == {"answers": Interval(2, 2)}


@pytest.mark.parametrize("unknown", ["not_known", None])
def test_information_lost_takes_nothing_off_the_high_end(unknown: str | None) -> None:
    known = Background(Answers({"cars": "present"}))
    assert causes(then(cars="present"), now(background=known, cars=unknown)) == {
        "information": Interval(-2, 0)}


def test_information_gained_narrows_and_is_no_fall() -> None:
    found = change(then(cars="not_known"), now()).delta
    assert found is not None
    assert (found.information, found.risen, found.fallen) == (Interval(0, -2), NOTHING, NOTHING)
    assert causes(then(cars="not_known"), now(cars="present")) == {"information": Interval(2, 0)}


def test_no_longer_applicable() -> None:
    not_applicable = {"cars": Mark(absence=Absence.NOT_APPLICABLE, reason="No cars here")}
    known = Background(Answers({"cars": "present"}))
    assert causes(then(cars="present"), now(background=known, marks=not_applicable, cars=None)) == {
        "not_applicable": Interval(-2, 0)}


def test_the_passage_of_time() -> None:
    seen = {"rows": {"seen": ("r",)}, "money": "present", "seen/r/on": "2026-01-10"}
    assert causes(then(**seen), now(date(2026, 8, 3), **seen)) == {"time": Interval(-4, -4)}
    found = change(then(**seen), now(date(2027, 8, 3), **seen))
    assert found.delta is not None and found.delta.fallen == NOTHING
    assert found.delta.time == Interval(-5, -5)


def test_the_question_set() -> None:
    lost = toolkit_document()
    lost["measures"][1]["terms"] = lost["measures"][1]["terms"][1:]
    without = toolkit(measures=lost["measures"])
    assert causes(then(older="present"), now(of=without, older="present")) == {
        "questions": Interval(-1, -1)}
    assert causes(then(of=without, older="present"), now(older="present")) == {
        "questions": Interval(1, 1)}


def test_the_rules() -> None:
    heavier = toolkit_document()["measures"]
    heavier[1]["terms"][1]["weight"] = 5
    assert causes(then(cars="present"), now(of=toolkit(measures=heavier), cars="present")) == {
        "rules": Interval(3, 3)}
    assert causes(then(), now(of=toolkit(measures=heavier))) == {}


def test_skipping_a_section_is_information_lost() -> None:
    of = defined(
        {"a": PRESENCE}, [section("S", indicator("a"), skippable={"label": "Covered"})],
        measures=[{"id": "indicators", "title": "Indicators", "terms": [
            {"scope": "#/properties/a", "when": {"const": "present"}}]}])
    skip = {f"{SECTION_MARK}s": Mark(absence=Absence.SKIPPED, reason="EHA, 12 May")}
    known = Background(Answers({"a": "present"}))
    before = side({"a": "present"}, of=of)
    after = side({}, JUNE, of=of, marks=skip, background=known)
    assert causes(before, after) == {"information": Interval(-1, 0)}


@pytest.mark.requirement("S4.103")
def test_held_harm_does_not_fall() -> None:
    held = Background(Answers({"harm": "yes"}), frozenset({"harm"}))
    before = side({"harm": "yes"})
    for answer in ("not_known", None):
        after = side({"harm": answer}, JUNE, background=held)
        found = change(before, after, measure="harm")
        assert found.delta == Delta() and found.after is not None
        assert found.after.interval == Interval(1, 1)


# All together


def test_causes_stand_side_by_side_and_add_up() -> None:
    """Answered, forgotten, aged, and asked in another way, all at once."""
    document = toolkit_document()
    document["measures"][1]["terms"][1]["weight"] = 3
    later = toolkit(measures=document["measures"])
    known = Background(Answers({"older": "present"}))
    before = then(older="present", money="present", rows={"seen": ("r",)},
                  **{"seen/r/on": "2026-01-10"})
    after = now(date(2026, 8, 3), of=later, background=known, older="not_known", cars="present",
                money="present", rows={"seen": ("r",)}, **{"seen/r/on": "2026-01-10"})
    assert causes(before, after) == {
        "answers": Interval(2, 2), "information": Interval(-1, 0), "time": Interval(-4, -4),
        "rules": Interval(1, 1)}
    found = change(before, after)
    assert found.before is not None and found.after is not None and found.delta is not None
    assert (found.before.interval, found.after.interval) == (Interval(6, 6), Interval(4, 5))
    assert found.delta.total == Interval(-2, -1)


def test_rises_are_never_set_off_against_falls() -> None:
    found = change(then(older="present", cars="not_present"),
                   now(older="not_present", cars="present")).delta
    assert found is not None
    assert (found.answers, found.risen, found.fallen) == (
        Interval(1, 1), Interval(2, 2), Interval(-1, -1))


def test_a_total_that_stays_hides_nothing() -> None:
    equal = toolkit_document()["measures"]
    equal[1]["terms"][1]["weight"] = 1
    of = toolkit(measures=equal)
    found = change(then(of=of, older="present"), now(of=of, cars="present")).delta
    assert found is not None
    assert (found.total, found.risen, found.fallen) == (NOTHING, Interval(1, 1), Interval(-1, -1))


# Another version


def later_version() -> tuple[Definition, Lineage]:
    """`older` is split in two, `cars` is worded anew, the rest is as it was."""
    document = toolkit_document()
    properties, terms = document["schema"]["properties"], document["measures"][1]["terms"]
    properties["older_known"] = properties["older_new"] = properties.pop("older")
    elements = document["uischema"]["elements"][1]["elements"]
    elements[0:1] = [indicator("older_known"), indicator("older_new")]
    terms[0:1] = [{"scope": f"#/properties/{key}", "when": {"const": "present"}}
                  for key in ("older_known", "older_new")]
    entries = [
        {"relation": "split", "from": ["older"], "to": ["older_known", "older_new"]},
        {"relation": "reworded", "from": ["cars"], "to": ["cars"]}]
    del document["schema"]["required"]
    text = json.dumps({**document, "based_on": 1, "lineage": entries})
    return read(text), read_lineage(entries)


LATER, LINEAGE = later_version()


def test_a_question_that_was_split_is_a_change_of_the_question_set() -> None:
    after = side({**CALM, "older_known": "present", "older_new": "present"}, JUNE, of=LATER)
    assert causes(then(older="present"), after, LINEAGE) == {"questions": Interval(1, 1)}
    after = side({**CALM, "older_known": "not_present", "older_new": "not_present"}, JUNE, of=LATER)
    assert causes(then(older="present"), after, LINEAGE) == {"questions": Interval(-1, -1)}


def test_a_question_in_other_words_is_still_answered() -> None:
    calm = {**CALM, "older_known": "not_present", "older_new": "not_present"}
    assert causes(then(cars="present"), side(calm, JUNE, of=LATER), LINEAGE) == {
        "answers": Interval(-2, -2)}


def test_a_measure_that_only_one_version_has_is_not_taken_apart() -> None:
    without = toolkit(measures=toolkit_document()["measures"][:2])
    found = change(then(worry=4), now(of=without), measure="worry")
    assert (found.after, found.delta) == (None, None)
    assert found.before is not None and found.before.interval == Interval(4, 4)
    found = change(then(of=without), now(worry=4), measure="worry")
    assert found.before is None and found.title == "Worry"


@given(answers(SMALL), answers(SMALL))
def test_the_two_sides_of_the_answers_make_the_answers(first: Answers, second: Answers) -> None:
    before, after = Side.of(SMALL, first, {}, MARCH), Side.of(SMALL, second, {}, JUNE)
    for found in compare(before, after, SAME).headline.measures:
        assert found.delta is not None
        assert found.delta.risen + found.delta.fallen == found.delta.answers
        assert found.delta.risen.low >= 0 >= found.delta.fallen.low
        assert found.delta.mirrored().total == -found.delta.total
        assert found.delta.mirrored().risen == -found.delta.fallen
