"""The level: what the answers give, what holds it, what raises it, and who may judge otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.answers import Answers
from app.engine.asking import effective
from app.engine.definition import Definition
from app.engine.levels import Result, judgement_refusal, work_out
from app.engine.measures import Background
from tests.engine.documents import (
    HARM, LEVELS, PRESENCE, control, definition, indicator, section, toolkit, toolkit_document,
)
from tests.engine.strategies import answers

SMALL = toolkit()
DAY = date(2026, 3, 3)
CALM = {"harm": None, "older": "not_present", "cars": "not_present", "money": "not_present",
        "worry": 0}
HELD = Background(held=frozenset({"harm"}))


def result(
    background: Background = Background(), *, of: Definition = SMALL, facts: Any = None,
    on: date = DAY, **values: Any,
) -> Result:
    """What calm answers give, with some of them different."""
    recorded = Answers().with_changes(values={**CALM, **values})
    return work_out(of, effective(of, recorded, facts or {}, on), background)


def words(background: Background = Background(), **more: Any) -> str:
    return result(background, **more).calculated.words


# Calculated


@pytest.mark.requirement("S4.100")
def test_the_highest_level_that_matches_wins() -> None:
    assert result(harm="not_known").calculated.at_least == SMALL.level("standard")
    assert result(older="present").calculated.at_least == SMALL.level("medium")
    assert result(older="present", cars="present").calculated.at_least == SMALL.level("medium")
    assert result(harm="yes").calculated.at_least == SMALL.level("actual")


def test_what_is_unknown_leaves_the_level_open_upwards() -> None:
    without_harm = toolkit(levels=toolkit_document()["levels"][:3], judgement=None)
    assert words(of=without_harm) == "Standard"
    assert words(of=without_harm, cars="not_known") == "At least Standard, possibly Medium"
    assert words(of=without_harm, older="present", money="not_known") == (
        "At least Medium, possibly High")
    assert words(of=without_harm, money=None) == "At least Standard, possibly High"


@pytest.mark.requirement("S4.96", "X13")
def test_not_known_about_actual_harm_never_counts_as_no() -> None:
    """There is no "no" to choose (ruling X13)."""
    assert words(harm="not_known") == words(harm=None) == "At least Standard, possibly Actual"


@pytest.mark.requirement("S4.99")
def test_what_no_measure_counts_sets_no_level() -> None:
    background = {"trusted_adult": "not_present", "known_before": "present", "worry": 10}
    assert result(**background).calculated.at_least == SMALL.level("standard")


def test_a_toolkit_without_levels_has_none() -> None:
    bare = definition({"q": PRESENCE}, [section("S", indicator("q"))])
    found = work_out(bare, effective(bare, Answers({"q": "present"}), {}, DAY))
    assert (found.calculated.words, found.level, found.differs) == ("No level", None, False)
    assert judgement_refusal(bare, found, by_manager=False) is None


@given(answers(SMALL), answers(SMALL))
def test_possibly_is_never_below_at_least(recorded: Answers, known: Answers) -> None:
    background = Background(last_known=known)
    calculated = work_out(SMALL, effective(SMALL, recorded, {}, DAY), background).calculated
    assert calculated.at_least is not None and calculated.possibly is not None
    assert calculated.at_least.rank <= calculated.possibly.rank


# Levels that look at an answer directly, without a measure


def looking_at_answers(**parts: Any) -> Definition:
    """Levels by who the child associates with and by harm, and no measure at all."""
    known = {"type": "string", "enum": ["none", "suspected", "known", "not_known"]}

    def when(key: str, *values: str) -> dict[str, Any]:
        return {"scope": f"#/properties/{key}", "schema": {"enum": list(values)}}

    return definition(
        {"harm": HARM, "association": known, "level": {"type": "string", "enum": list(LEVELS)},
         "reason": {"type": "string"}, "learning": PRESENCE},
        [section("S", control("harm", harm="actual", meanings={
            "yes": "yes", "not_known": "not_known"}),
            control("association", association=True, meanings={"not_known": "not_known"}),
            indicator("learning"), control("level"), control("reason"))],
        levels=[
            {"id": "standard", "title": "Standard", "rank": 0},
            {"id": "medium", "title": "Medium", "rank": 1,
             "when": when("association", "suspected")},
            {"id": "high", "title": "High", "rank": 2, "when": when("association", "known")},
            {"id": "actual", "title": "Actual", "rank": 3, "when": when("harm", "yes")}],
        judgement={"scope": "#/properties/level", "reason": "#/properties/reason", "rise": 1},
        **parts)


DIRECT = looking_at_answers()


def direct(background: Background = Background(), **values: Any) -> Result:
    recorded = Answers().with_changes(values=values)
    return work_out(DIRECT, effective(DIRECT, recorded, {}, DAY), background)


@pytest.mark.requirement("S4.103")
@pytest.mark.parametrize("today", ["not_known", None])
def test_held_harm_holds_a_level_that_looks_at_the_answer_itself(today: str | None) -> None:
    assert direct(HELD, harm=today).calculated.words == "Actual"
    assert direct(HELD, harm=today).held == ("harm",)


@pytest.mark.parametrize("today", ["not_known", None])
def test_forgetting_leaves_open_the_level_that_was_known(today: str | None) -> None:
    known = Background(Answers({"association": "known"}))
    assert direct(known, association=today).calculated.words == "At least Standard, possibly High"
    assert direct(known, association="none").calculated.words == "Standard"


@pytest.mark.requirement("S4.103")
def test_harm_is_never_lowered_though_no_measure_counts_it() -> None:
    lower = {"level": "high", "reason": "She has moved away"}
    for found in (direct(harm="yes", **lower), direct(HELD, harm="not_known", **lower)):
        refusal = judgement_refusal(DIRECT, found, by_manager=True)
        assert refusal is not None and "actual abuse is recorded" in refusal.message


# Actual harm


@pytest.mark.requirement("S4.103")
@pytest.mark.parametrize("today", ["yes", "not_known", None])
def test_harm_recorded_once_holds_the_level(today: str | None) -> None:
    """Until a manager records that it no longer takes place (ruling X19)."""
    found = result(HELD, harm=today)
    assert found.calculated.words == "Actual" and found.level == SMALL.level("actual")
    assert found.held == found.harm == ("harm",)


def test_harm_that_a_manager_ended_holds_nothing_but_is_remembered() -> None:
    ended = Background(last_known=Answers({"harm": "yes"}))
    found = result(ended, harm="not_known")
    assert found.calculated.words == "At least Standard, possibly Actual"
    assert found.held == found.harm == ()


def test_harm_of_today_is_told_from_harm_that_is_held() -> None:
    assert (result(harm="yes").held, result(harm="yes").harm) == ((), ("harm",))


# Floors


def floored(*floors: dict[str, Any]) -> Definition:
    return toolkit(
        floors=[{"because": "Because", **floor} for floor in floors],
        derived=[{"name": "age", "kind": "age_years", "of": "case.date_of_birth"}])


UNDER_13 = {"id": "under_13", "forbids": ["standard"], "when": {
    "scope": "#/derived/age", "schema": {"exclusiveMaximum": 13}, "failWhenUndefined": True}}
WORRIED = {"id": "worried", "forbids": ["standard", "medium"], "when": {
    "scope": "#/measures/worry", "schema": {"minimum": 9}}}
BEFORE = {"id": "before", "forbids": ["medium"], "when": {
    "scope": "#/properties/known_before", "schema": {"const": "present"}}}


@pytest.mark.requirement("X17")
@pytest.mark.parametrize("born, on, level", [
    ("2013-03-04", date(2026, 3, 3), "medium"), ("2013-03-03", date(2026, 3, 3), "standard"),
    ("2012-02-29", date(2025, 2, 28), "medium"), ("2012-02-29", date(2025, 3, 1), "standard"),
    (None, date(2026, 3, 3), "standard"),
])
def test_a_child_under_13_is_never_standard(born: str | None, on: date, level: str) -> None:
    facts = {"case.date_of_birth": born} if born else {}
    found = result(of=floored(UNDER_13), facts=facts, on=on)
    assert found.calculated.at_least is not None and found.calculated.at_least.id == level
    raised = [floor.id for floor in found.calculated.floors]
    assert raised == (["under_13"] if level == "medium" else [])


@pytest.mark.parametrize("values, level, raised", [
    ({"worry": 9}, "high", ["worried"]),
    ({"worry": 8}, "standard", []),
    ({"known_before": "present"}, "standard", []),
    ({"older": "present", "known_before": "present"}, "high", ["before"]),
    ({"harm": "yes", "worry": 9}, "actual", []),
])
def test_floors_raise_to_the_lowest_level_none_of_them_forbids(
    values: dict[str, Any], level: str, raised: list[str]
) -> None:
    found = result(of=floored(WORRIED, BEFORE), **values)
    assert found.calculated.at_least is not None and found.calculated.at_least.id == level
    assert [floor.id for floor in found.calculated.floors] == raised


@pytest.mark.requirement("X17")
def test_without_floors_a_young_age_raises_nothing() -> None:
    found = result(of=floored(), facts={"case.date_of_birth": "2020-01-01"})
    assert found.calculated.at_least == SMALL.level("standard")


def test_floors_together_leave_a_level() -> None:
    both = floored(UNDER_13, BEFORE)
    young = {"case.date_of_birth": "2020-01-01"}
    found = result(of=both, facts=young, known_before="present")
    assert found.calculated.at_least is not None and found.calculated.at_least.id == "high"


# Judgement


@pytest.mark.requirement("S4.103", "S4.104", "X12")
@pytest.mark.parametrize("values, manager, refused", [
    ({"level": "standard"}, False, None),
    ({"level": None}, False, None),
    ({"level": "medium", "reason": "Isolated"}, False, None),
    ({"level": "medium"}, False, "Say why you judge Medium when the answers give Standard"),
    ({"level": "medium", "reason": "  "}, False, "Say why you judge Medium"),
    ({"level": "high", "reason": "Isolated"}, False, "You can judge it one level higher, not 2"),
    ({"level": "high", "reason": "Isolated"}, True, "You can judge it one level higher, not 2"),
    ({"older": "present", "level": "standard", "reason": "Calm"}, False, "Only a manager"),
    ({"older": "present", "level": "standard", "reason": "Calm"}, True, None),
    ({"older": "present", "level": "standard"}, True, "Say why you judge Standard"),
    ({"harm": "yes", "level": "high", "reason": "Moved"}, True, "actual abuse is recorded"),
    ({"harm": "yes", "level": "actual"}, False, None),
    ({"level": "purple"}, False, None),
])
def test_who_may_judge_what(values: dict[str, Any], manager: bool, refused: str | None) -> None:
    """Both are kept; upwards with a reason, downwards by a manager, from harm never (X12)."""
    found = judgement_refusal(SMALL, result(**values), by_manager=manager)
    assert (found is None) if refused is None else (found is not None and refused in found.message)


def test_judgement_rises_no_further_than_the_definition_says() -> None:
    bounded = toolkit(judgement={"scope": "#/properties/level", "reason": "#/properties/reason",
                                 "highest": "high"})
    for level, refused in (("high", False), ("actual", True)):
        found = judgement_refusal(
            bounded, result(of=bounded, level=level, reason="Grave"), by_manager=True)
        assert (found is not None) is refused
    assert found is not None and "Otherwise choose High" in found.message


def test_the_reason_is_asked_for_where_it_is_given() -> None:
    for reason, about_reason in (("", True), ("Calm", False)):
        found = judgement_refusal(
            SMALL, result(older="present", level="high" if reason else "high", reason=reason,
                          cars="present", money="present"), by_manager=False)
        assert found is None or found.about_reason is about_reason


@pytest.mark.requirement("X12")
def test_the_judged_level_stands_and_both_are_kept() -> None:
    found = result(level="medium", reason="Isolated")
    assert found.level == SMALL.level("medium") and found.differs
    assert found.calculated.at_least == SMALL.level("standard")
    assert (found.judged_reason, result().level) == ("Isolated", SMALL.level("standard"))
    assert not result(level="standard").differs


@given(st.sampled_from(["yes", "not_known", None]), st.sampled_from(LEVELS), st.booleans())
def test_nobody_records_less_than_the_harm_that_stands(
    harm: str | None, level: str, held: bool
) -> None:
    found = result(HELD if held else Background(), harm=harm, level=level, reason="Because")
    refusal = judgement_refusal(SMALL, found, by_manager=True)
    if (held or harm == "yes") and level != "actual":
        assert refusal is not None
