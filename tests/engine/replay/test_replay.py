"""Situations worked out under another version come to what the whole answers come to."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.answers import Answers, row_ids
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.levels import Calculated
from app.engine.lineage import read_lineage
from app.engine.measures import NO_BACKGROUND, Background
from app.engine.pairing import Pairing
from app.engine.replay.narrow import Replay
from app.engine.replay.situations import WIDE, Alphabet, situation_of
from app.engine.replay.whole import Ladder, recalculated
from tests.engine.chance import answers, background

SHIPPED = Path(__file__).parents[3] / "form_definitions"
FACTS = {"case.date_of_birth": "2012-07-31"}
DAYS = st.dates(date(2024, 2, 1), date(2026, 12, 31))


@cache
def shipped(slug: str, number: int) -> Definition:
    return read((SHIPPED / slug / f"{number}.json").read_text(encoding="utf-8"))


def changed(slug: str, number: int, change: Callable[[dict[str, Any]], None]) -> Definition:
    document = json.loads((SHIPPED / slug / f"{number}.json").read_text(encoding="utf-8"))
    change(document)
    return read(json.dumps(document))


def measure(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in document["measures"] if one["id"] == name)


def halves(document: dict[str, Any]) -> None:
    """Weights that floats cannot say exactly, so that the order of adding counts."""
    for one in document["measures"]:
        for number, term in enumerate(one["terms"]):
            term["weight"] = 0.1 * (number % 7)


def windows(document: dict[str, Any]) -> None:
    for one in document["measures"]:
        for term in one["terms"]:
            for band in term.get("windows", {}).get("bands", ()):
                band["weight"] = band["weight"] * 3 + 1


def young(document: dict[str, Any]) -> None:
    """A floor for children under thirteen, which looks at a derived value and an answer."""
    lowest = document["levels"][0]["id"]
    document.setdefault("floors", []).append({
        "id": "young", "because": "Under 13", "forbids": [lowest], "when": {
            "type": "OR", "conditions": [
                {"scope": "#/derived/age", "schema": {"maximum": 12}, "failWhenUndefined": True},
                {"scope": "#/derived/on_file", "schema": {"const": "2012-07-31"}}]}})
    document["derived"].append(
        {"name": "on_file", "kind": "case_fact", "of": "case.date_of_birth"})


def associates(document: dict[str, Any]) -> None:
    document.setdefault("floors", []).append({
        "id": "known", "because": "Known associates", "forbids": ["standard"], "when": {
            "scope": "#/properties/association", "schema": {"not": {"const": "none"}}}})


def hidden(document: dict[str, Any]) -> None:
    """An indicator that is asked only where another one is present."""
    first, second = [term["scope"].rpartition("/")[2]
                     for term in measure(document, "vulnerabilities")["terms"][:2]]
    control = next(one for one in controls(document["uischema"])
                   if one["scope"].endswith(f"/{second}"))
    control["rule"] = {"effect": "SHOW", "condition": {
        "scope": f"#/properties/{first}", "schema": {"const": "yes"}}}
    document["levels"][1]["when"] = {
        "scope": "#/measures/vulnerabilities", "schema": {"minimum": 2}}


def controls(element: dict[str, Any]) -> Any:
    if element.get("type") == "Control":
        yield element
    for inner in element.get("elements", ()):
        yield from controls(inner)


def weighed(document: dict[str, Any]) -> None:
    """An indicator counts twice, and a level begins at so many of them."""
    measure(document, "suspected")["terms"][0]["weight"] = 2
    document["levels"][2]["when"] = {"scope": "#/measures/suspected", "schema": {"minimum": 6}}


def lowering(document: dict[str, Any]) -> None:
    """What is known of one thing takes away from what others add."""
    measure(document, "association")["terms"][0]["weight"] = -1


def no_harm(document: dict[str, Any]) -> None:
    """One question does not ask about actual harm any more."""
    for control in controls(document["uischema"]):
        if control["scope"].endswith("/actual_exchange"):
            control["options"]["waymark"].pop("harm")


def same(document: dict[str, Any]) -> None:
    """Nothing changes."""


CSE, SERAF = "cse-risk-assessment", "seraf"
PROPOSALS = [
    (CSE, 1, 2, same), (CSE, 1, 2, halves), (CSE, 2, 2, halves), (CSE, 2, 2, young),
    (CSE, 2, 2, associates), (CSE, 1, 2, hidden), (SERAF, 1, 1, same), (SERAF, 1, 1, halves),
    (SERAF, 1, 1, windows), (SERAF, 1, 1, young), (SERAF, 1, 1, hidden),
]
AT_ONCE = [
    (CSE, 1, 2, same), (CSE, 1, 2, weighed), (CSE, 2, 2, halves), (CSE, 2, 2, associates),
    (CSE, 1, 2, hidden), (CSE, 2, 2, no_harm), (CSE, 2, 2, lowering), (SERAF, 1, 1, windows),
    (SERAF, 1, 1, halves), (SERAF, 1, 1, young),
]


@cache
def pairing(slug: str, earlier: int, later: int, change: Any) -> Pairing:
    target = changed(slug, later, change)
    lineage = read_lineage(target.lineage if later > earlier else ())
    return Pairing.of(shipped(slug, earlier), target, lineage)


@pytest.mark.parametrize(("slug", "earlier", "later", "change"), PROPOSALS)
@given(seed=st.integers(0, 2**32), on=DAYS, facts=st.sampled_from([FACTS, {}]))
def test_a_situation_comes_to_what_the_answers_come_to(
    slug, earlier, later, change, seed, on, facts
):
    pair, chance = pairing(slug, earlier, later, change), Random(seed)
    said, before = answers(chance, pair.earlier), background(chance, pair.earlier)
    found = situation_of(pair.earlier, said, before, facts, on)
    replay = Replay(pair)
    assert replay.wide is None and found != WIDE
    whole = recalculated(pair, said, facts, on, before)
    assert replay.calculated(*found) == whole


@pytest.mark.parametrize(("slug", "earlier", "later", "change"), AT_ONCE)
@given(seed=st.integers(0, 2**32))
def test_many_at_once_come_to_what_each_of_them_comes_to(slug, earlier, later, change, seed):
    pair, chance, on = pairing(slug, earlier, later, change), Random(seed), date(2026, 3, 3)
    said = [(answers(chance, pair.earlier), background(chance, pair.earlier)) for _ in range(5)]
    made = [situation_of(pair.earlier, one, before, FACTS, on) for one, before in said]
    whole = [recalculated(pair, one, FACTS, on, before) for one, before in said]
    codes, besides = zip(*made, WIDE, *made, strict=True)
    found = Replay(pair).all_calculated(codes, besides)
    assert found.pop(len(made)) is None
    for one, other, level, of in zip(found[:5], found[5:], whole, made, strict=True):
        assert one is other
        assert one == level or one is None is Replay(pair).calculated(*of)


@pytest.mark.parametrize("slug", [CSE, SERAF])
@given(seed=st.integers(0, 2**32))
def test_a_situation_tells_which_questions_hold_an_answer(slug, seed):
    definition = shipped(slug, 1)
    said = answers(Random(seed), definition)
    found = situation_of(definition, said, NO_BACKGROUND, {}, date(2026, 3, 3))
    for key, letter in Alphabet.of(definition).letters.items():
        held = found.codes[letter.place] >= letter.answered_from
        if letter.question.type.holds_rows:
            cells = (said.values.get(f"{key}/{row}/{column.key}")
                     for row in row_ids(letter.question, said)
                     for column in letter.question.columns)
            assert held == any(cell not in (None, "", []) for cell in cells)
        else:
            assert held == (said.values.get(key) not in (None, ""))


def words(document: dict[str, Any]) -> None:
    """A measure that looks into what somebody wrote; no level of version 2 looks at it."""
    measure(document, "suspected")["terms"].append(
        {"scope": "#/properties/overall_level_reason", "when": {"pattern": "danger"}})


def level_by_words(document: dict[str, Any]) -> None:
    words(document)
    document["levels"][1]["when"] = {"scope": "#/measures/suspected", "schema": {"minimum": 3}}


def test_what_looks_into_words_is_not_told_by_situations():
    replay = Replay(pairing(CSE, 2, 2, level_by_words))
    assert replay.wide == "overall_level_reason"
    assert replay.calculated("", "") is None
    assert list(replay.all_calculated(["", "x"])) == [None, None]


def test_a_measure_that_no_level_looks_at_may_look_into_words():
    pair = pairing(CSE, 2, 2, words)
    said = Answers({"overall_level_reason": "in danger", "association": "known"})
    found = situation_of(pair.earlier, said, NO_BACKGROUND, {}, date(2026, 3, 3))
    whole = recalculated(pair, said, {}, date(2026, 3, 3), NO_BACKGROUND)
    assert Replay(pair).calculated(*found) == whole


def test_what_is_no_option_makes_the_situation_wide():
    definition = shipped(CSE, 2)
    key = definition.measures[0].terms[0].key
    found = situation_of(definition, Answers({key: "never heard of"}), NO_BACKGROUND, {},
                         date(2026, 3, 3))
    assert found == WIDE


def test_held_harm_whose_question_is_gone_is_worked_out_whole():
    pair = pairing(CSE, 2, 2, no_harm)
    held = Background(held=frozenset({"actual_exchange"}))
    found = situation_of(pair.earlier, Answers(), held, {}, date(2026, 3, 3))
    assert Replay(pair).calculated(*found) is None
    whole = recalculated(pair, Answers(), {}, date(2026, 3, 3), held)
    assert whole.at_least.id == "actual"


def test_levels_that_are_renumbered_are_no_step_and_one_that_is_gone_has_its_place():
    def renumbered(document):
        document["levels"] = [
            {**one, "rank": one["rank"] * 10} for one in document["levels"]
            if one["id"] != "medium"]
        document.pop("judgement", None)

    earlier, later = shipped(CSE, 2), changed(CSE, 2, renumbered)
    ladder = Ladder(earlier, later)
    level = {one.id: one for one in earlier.levels}
    new = {one.id: one for one in later.levels}

    def at(one):
        return Calculated(one, one)

    assert ladder.step(at(level["high"]), at(new["high"])) == 0
    assert ladder.step(at(level["medium"]), at(new["high"])) == 1
    assert ladder.step(at(level["medium"]), at(new["standard"])) == -1
    assert ladder.step(at(None), at(new["standard"])) == 1
