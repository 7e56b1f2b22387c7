"""What a change means for risk, cell by cell (design part 6): no cell is left to chance."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing
from app.engine.asking import effective
from app.engine.definition import Definition, Risk
from app.engine.directions import Direction, State, direction, state_of
from tests.engine.documents import control, definition, section

DAY = date(2026, 3, 3)
WORDS = {
    ".": Direction.NONE, "reduced": Direction.REDUCED, "increased": Direction.INCREASED,
    "new": Direction.NEW_INFORMATION, "lost": Direction.INFORMATION_LOST,
    "corrected": Direction.CORRECTED,
}

# What was recorded stands on the left, what is recorded now along the top.
RAISES = """
                yes        possible   no         not_known  not_applicable  blank
yes             .          reduced    reduced    lost       lost            lost
possible        increased  .          reduced    lost       lost            lost
no              increased  increased  .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
LOWERS = """
                yes        possible   no         not_known  not_applicable  blank
yes             .          increased  increased  lost       lost            lost
possible        reduced    .          increased  lost       lost            lost
no              reduced    reduced    .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
NEITHER = """
                yes        possible   no         not_known  not_applicable  blank
yes             .          .          .          lost       lost            lost
possible        .          .          .          lost       lost            lost
no              .          .          .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
LIFELONG_RAISES = """
                yes        possible   no         not_known  not_applicable  blank
yes             .          corrected  corrected  lost       lost            lost
possible        increased  .          corrected  lost       lost            lost
no              increased  increased  .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
LIFELONG_LOWERS = """
                yes        possible   no         not_known  not_applicable  blank
yes             .          corrected  corrected  lost       lost            lost
possible        reduced    .          corrected  lost       lost            lost
no              reduced    reduced    .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
LIFELONG_NEITHER = """
                yes        possible   no         not_known  not_applicable  blank
yes             .          corrected  corrected  lost       lost            lost
possible        .          .          corrected  lost       lost            lost
no              .          .          .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
# Somebody ticked "the earlier answer was wrong" beside the later answer.
EARLIER_WAS_WRONG = """
                yes        possible   no         not_known  not_applicable  blank
yes             .          corrected  corrected  lost       lost            lost
possible        corrected  .          corrected  lost       lost            lost
no              corrected  corrected  .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
# An ordinal question: a little, some and a lot stand in rising order.
ORDINAL_RAISES = """
                little     some       lot        not_known  not_applicable  blank
little          .          increased  increased  lost       lost            lost
some            reduced    .          increased  lost       lost            lost
lot             reduced    reduced    .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
ORDINAL_LOWERS = """
                little     some       lot        not_known  not_applicable  blank
little          .          reduced    reduced    lost       lost            lost
some            increased  .          reduced    lost       lost            lost
lot             increased  increased  .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
ORDINAL_NEITHER = """
                little     some       lot        not_known  not_applicable  blank
little          .          .          .          lost       lost            lost
some            .          .          .          lost       lost            lost
lot             .          .          .          lost       lost            lost
not_known       new        new        new        .          .               .
not_applicable  new        new        new        .          .               .
blank           new        new        new        .          .               .
"""
TABLES = {
    "raises": RAISES, "lowers": LOWERS, "neither": NEITHER,
    "lifelong, raises": LIFELONG_RAISES, "lifelong, lowers": LIFELONG_LOWERS,
    "lifelong, neither": LIFELONG_NEITHER,
    "ordinal, raises": ORDINAL_RAISES, "ordinal, lowers": ORDINAL_LOWERS,
    "ordinal, neither": ORDINAL_NEITHER,
}
RISKS = {"raises": Risk.RAISES, "lowers": Risk.LOWERS, "neither": Risk.NONE}


def cells(table: str) -> list[tuple[str, str, Direction]]:
    """The cells of a table: before, after, direction."""
    head, *lines = (line.split() for line in table.strip().splitlines())
    return [(line[0], after, WORDS[word])
            for line in lines for after, word in zip(head, line[1:], strict=True)]


def parameters() -> list[object]:
    return [
        pytest.param(name, before, after, expected, id=f"{name}: {before} to {after}")
        for name, table in TABLES.items() for before, after, expected in cells(table)
    ]


def toolkit_of(name: str) -> Definition:
    """A toolkit of the one question that a table is about."""
    kind, _, risk = name.rpartition(", ")
    keys = ["little", "some", "lot"] if kind == "ordinal" else ["yes", "possible", "no"]
    keys += ["not_known", "not_applicable"]
    meanings = {key: key for key in keys if kind != "ordinal" or key.startswith("not_")}
    asked = control("q", risk="none" if risk == "neither" else risk, meanings=meanings,
                    ordinal=kind == "ordinal", historical=kind == "lifelong")
    return definition({"q": {"type": "string", "enum": keys}}, [section("S", asked)])


TOOLKITS = {name: toolkit_of(name) for name in TABLES}


def state(toolkit: Definition, answer: str, mark: Mark = Mark()) -> State:
    given = Answers().with_changes(
        values={"q": None if answer == "blank" else answer}, marks={"q": mark})
    return state_in(toolkit, "q", given)


def state_in(toolkit: Definition, key: str, given: Answers) -> State:
    counted, question = effective(toolkit, given, {}, DAY), toolkit.questions[key]
    return state_of(question, counted.answers.values.get(key), counted.absence(question))


@pytest.mark.requirement("S0.2", "S1.29")
@pytest.mark.parametrize("name, before, after, expected", parameters())
def test_direction_of_every_change(
    name: str, before: str, after: str, expected: Direction
) -> None:
    question = TOOLKITS[name].questions["q"]
    found = direction(
        state(TOOLKITS[name], before), state(TOOLKITS[name], after), question.risk,
        historical=question.historical,
    )
    assert found is expected


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("before, after, expected", [
    pytest.param(*cell, id=f"{cell[0]} to {cell[1]}") for cell in cells(EARLIER_WAS_WRONG)])
def test_an_answer_that_was_wrong_is_corrected_and_never_reduced(
    risk: str, before: str, after: str, expected: Direction
) -> None:
    toolkit = TOOLKITS[risk]
    found = direction(
        state(toolkit, before), state(toolkit, after), RISKS[risk], corrected=True)
    assert found is expected


@pytest.mark.parametrize("name", TABLES)
def test_swapping_mirrors_every_cell(name: str) -> None:
    """Known and known trade places; what was new becomes lost. A correction stays one."""
    table = {(before, after): found for before, after, found in cells(TABLES[name])}
    for (before, after), found in table.items():
        if Direction.CORRECTED not in (found, table[after, before]):
            assert table[after, before] is found.mirrored


@pytest.mark.parametrize("name", TABLES)
def test_nothing_that_is_not_known_ever_moves_risk(name: str) -> None:
    unknown = {"not_known", "not_applicable", "blank"}
    for before, after, found in cells(TABLES[name]):
        if unknown & {before, after}:
            assert found not in (Direction.REDUCED, Direction.INCREASED, Direction.CORRECTED)


@pytest.mark.requirement("S1.33", "S1.40")
@pytest.mark.parametrize("absence", Absence)
@pytest.mark.parametrize("answer", ["yes", "possible", "no"])
def test_every_way_of_having_no_answer_is_information_lost(absence: Absence, answer: str) -> None:
    known, unknown = state(TOOLKITS["raises"], answer), State(absence)
    assert direction(known, unknown, Risk.RAISES) is Direction.INFORMATION_LOST
    assert direction(unknown, known, Risk.RAISES) is Direction.NEW_INFORMATION


def test_two_ways_of_having_no_answer_are_no_change_of_risk() -> None:
    for one, other in product(Absence, Absence):
        assert direction(State(one), State(other), Risk.RAISES) is Direction.NONE


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("absence", [Absence.NOT_APPLICABLE, Absence.REVISIT])
def test_a_mark_hides_no_answer(standing: Standing, absence: Absence) -> None:
    marked = state(TOOLKITS["raises"], "yes", Mark(standing, absence, "because"))
    assert marked == state(TOOLKITS["raises"], "yes")


def test_declining_to_say_is_not_a_no() -> None:
    toolkit = definition(
        {"q": {"type": "string", "enum": ["yes", "no", "declined"]}},
        [section("S", control("q", risk="raises", meanings={
            "yes": "yes", "no": "no", "declined": "declined"}))])
    assert state(toolkit, "declined") == State(Absence.NOT_KNOWN)


NUMBERS = definition(
    {"visits": {"type": "integer"}, "scale": {"type": "integer", "minimum": 0, "maximum": 3},
     "plain": {"type": "integer"}, "story": {"type": "string"},
     "ticked": {"type": "array", "uniqueItems": True,
                "items": {"type": "string", "enum": ["a", "b"]}},
     "people": {"type": "array", "items": {"type": "object", "properties": {
         "name": {"type": "string"}}}}},
    [section("S", control("visits", risk="raises"), control("scale", risk="lowers"),
             control("plain"), control("story", risk="raises"), control("ticked"),
             control("people"))])


def of_numbers(key: str, before: object, after: object) -> Direction:
    question = NUMBERS.questions[key]
    states = (state_in(NUMBERS, key, answers_at(key, value)) for value in (before, after))
    return direction(*states, question.risk)


def answers_at(key: str, value: object) -> Answers:
    if key == "people":
        names = [str(name) for name in value or ()]  # type: ignore[attr-defined]
        return Answers({f"people/{name}/name": name for name in names}, {"people": tuple(names)})
    return Answers().with_changes(values={key: value})


@pytest.mark.parametrize("key, before, after, expected", [
    ("visits", 2, 3, Direction.INCREASED),
    ("visits", 3, 2, Direction.REDUCED),
    ("visits", 0, None, Direction.INFORMATION_LOST),
    ("visits", None, 0, Direction.NEW_INFORMATION),
    ("scale", 0, 3, Direction.REDUCED),
    ("scale", 3, 0, Direction.INCREASED),
    ("plain", 9, 1, Direction.NONE),
    ("story", "He follows her", "Nobody follows her", Direction.NONE),
    ("story", "He follows her", None, Direction.INFORMATION_LOST),
    ("story", None, "He follows her", Direction.NEW_INFORMATION),
    ("ticked", ["a", "b"], ["a"], Direction.NONE),
    ("ticked", ["a"], None, Direction.INFORMATION_LOST),
    ("people", ["sam", "kit"], ["sam"], Direction.NONE),
    ("people", ["sam"], [], Direction.INFORMATION_LOST),
])
def test_numbers_have_a_direction_and_words_have_none(
    key: str, before: object, after: object, expected: Direction
) -> None:
    assert of_numbers(key, before, after) is expected


def test_the_present_is_what_is_known_to_be_there_wholly_or_possibly() -> None:
    present = {answer for answer in ("yes", "possible", "no", "not_known", "blank")
               if state(TOOLKITS["raises"], answer).present}
    assert present == {"yes", "possible"}
