"""Actual harm on record holds the level in every later version, whatever became of its question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.answers import Answers
from app.engine.asking import effective
from app.engine.comparing import compare
from app.engine.comparison import Alert, Flag
from app.engine.definition import Definition
from app.engine.held_harm import EarlierHarm, harm_it_became, lost_harm
from app.engine.key_relation import Lineage
from app.engine.levels import judgement_refusal, work_out
from app.engine.lineage import read_lineage
from app.engine.measures import Background
from tests.engine.comparisons import JUNE, MARCH, SMALL, other_version, row_of, side
from tests.engine.documents import HARM, control
from tests.engine.strategies import answers

DAY = date(2026, 6, 1)
YES = {"const": "yes"}


def _asked_as(*keys: str, harm: str | None = "actual") -> Callable[[dict[str, Any]], None]:
    """The harm question is asked as these ones instead, each of which gives the level Actual."""
    def change(document: dict[str, Any]) -> None:
        schema = document["schema"]
        schema["required"].remove("harm")
        del schema["properties"]["harm"]
        schema["properties"].update(dict.fromkeys(keys, HARM))
        ours = {"risk": "raises", "meanings": {"yes": "yes", "not_known": "not_known"}}
        ours |= {"harm": harm} if harm else {}
        elements = [control(key, f"About {key}", **ours) for key in keys]
        document["uischema"]["elements"][0]["elements"] = elements
        document["measures"][0]["terms"] = [
            {"scope": f"#/properties/{key}", "when": YES} for key in keys]
        document["immediate"] = []
    return change


def _entry(relation: str, *to: str) -> list[dict[str, Any]]:
    return [{"relation": relation, "from": ["harm"], "to": list(to)}]


CHANGES: dict[str, tuple[Definition, list[dict[str, Any]]]] = {
    "split": (other_version(_asked_as("online", "offline")), _entry("split", "online", "offline")),
    "replaced": (other_version(_asked_as("abuse")), _entry("replaced", "abuse")),
    "removed, and another asked": (other_version(_asked_as("abuse")), _entry("removed")),
    "merged": (other_version(_asked_as("abuse")), [
        {"relation": "merged", "from": ["harm", "older"], "to": ["abuse"]}]),
    "harm no more": (other_version(_asked_as("harm", harm=None)), []),
    "removed": (other_version(_asked_as()), _entry("removed")),
}


def earlier(definition: Definition, lineage: Lineage) -> EarlierHarm:
    return EarlierHarm(
        "harm", "Abuse is taking place", 1, MARCH, harm_it_became("harm", definition, lineage))


def level_of(definition: Definition, said: Answers, background: Background) -> Any:
    return work_out(definition, effective(definition, said, {}, DAY), background)


@pytest.mark.requirement("X19", "S4.103")
@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data())
def test_the_level_is_held(change: str, data: st.DataObject) -> None:
    definition, entries = CHANGES[change]
    said = data.draw(answers(definition))
    told = (earlier(definition, read_lineage(entries)),)
    for background in (Background(held=frozenset({"harm"}), earlier_harm=told),
                       Background(held=frozenset({"harm"}))):
        result = level_of(definition, said, background)
        assert result.calculated.at_least.id == result.calculated.possibly.id == "actual"
        assert "harm" in result.held and "harm" in result.harm


@given(data=st.data())
def test_what_is_held_never_lowers_a_level(data: st.DataObject) -> None:
    definition, _ = CHANGES[data.draw(st.sampled_from(list(CHANGES)))]
    said = data.draw(answers(definition))
    keys = frozenset(data.draw(st.sets(st.sampled_from(["harm", "abuse", "gone", "online"]))))
    free, held = (level_of(definition, said, Background(held=some)).calculated
                  for some in (frozenset(), keys))
    assert held.at_least.rank >= free.at_least.rank
    assert held.possibly.rank >= max(free.possibly.rank, held.at_least.rank)


def test_it_goes_by_the_questions_it_went_into() -> None:
    """Where two questions of harm give different levels, the one that it became holds its own."""
    def change(document: dict[str, Any]) -> None:
        _asked_as("abuse", "neglect")(document)
        document["measures"][0]["terms"].pop()
        document["measures"][1]["terms"].append(
            {"scope": "#/properties/neglect", "when": YES, "weight": 2})
    definition = other_version(change)
    for became, level in ((("neglect",), "medium"), (("abuse",), "actual"), ((), "actual")):
        told = EarlierHarm("harm", "Abuse", 1, MARCH, became)
        background = Background(held=frozenset({"harm"}), earlier_harm=(told,))
        assert level_of(definition, Answers(), background).calculated.at_least.id == level


def test_nobody_judges_it_lower() -> None:
    definition, _ = CHANGES["split"]
    said = Answers({"level": "standard", "reason": "It is over"})
    result = level_of(definition, said, Background(held=frozenset({"harm"})))
    refusal = judgement_refusal(definition, result, by_manager=True)
    assert refusal is not None and "actual abuse is recorded" in refusal.message


@pytest.mark.parametrize("change", CHANGES)
def test_a_comparison_says_what_still_stands(change: str) -> None:
    definition, entries = CHANGES[change]
    lineage = read_lineage(entries)
    held = Background(held=frozenset({"harm"}), earlier_harm=(earlier(definition, lineage),))
    found = compare(
        side({"harm": "yes"}), side({}, JUNE, of=definition, background=held), lineage)
    assert Alert.ACTUAL_HARM in found.warnings and found.headline.levels_fallen == 0
    row = row_of(found, "harm")
    assert Flag.HARM_HELD in row.flags and row.still_present and row.needs_attention


# Publishing


@pytest.mark.requirement("X19")
@pytest.mark.parametrize("change, place", [
    ("split", None), ("replaced", None), ("merged", None),
    ("removed", "/lineage/0"), ("removed, and another asked", "/lineage/0"),
    ("harm no more", "/schema/properties/harm"),
])
def test_a_version_may_not_drop_a_question_of_actual_harm(change: str, place: str | None) -> None:
    definition, entries = CHANGES[change]
    definition = other_version(lambda document: (
        document.update(definition.document), document.update(based_on=1, lineage=entries)))
    problems = lost_harm(SMALL, definition, read_lineage(entries))
    assert [problem.pointer for problem in problems] == ([] if place is None else [place])
    for problem in problems:
        assert "“Abuse is taking place” (harm)" in problem.reason
        assert "name in the lineage" in problem.reason


def test_one_harm_question_of_two_is_enough_after_a_split() -> None:
    entries = _entry("split", "abuse", "worry")
    definition = other_version(_asked_as("abuse"))
    assert lost_harm(SMALL, definition, read_lineage(entries)) == ()
    assert lost_harm(definition, SMALL, Lineage.identity())[0].pointer == "/lineage"
    assert lost_harm(SMALL, SMALL, Lineage.identity()) == ()
