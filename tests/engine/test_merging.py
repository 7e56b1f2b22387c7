"""Two people in one draft: no word of either is lost, whatever they did (design part 5)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.engine.absence import Absence
from app.engine.answers import SECTION_MARK, Answers, Mark
from app.engine.merging import Merge, merge, unit_at, unit_of, with_unit
from tests.engine.documents import PRESENCE, control, definition, indicator, section
from tests.engine.strategies import WORDS, answers

FEW = definition(
    {"older": PRESENCE, "story": {"type": "string"}, "people": {"type": "array", "items": {
        "type": "object", "properties": {"name": {"type": "string"}}}}},
    [section("S", indicator("older"), control("story"), control("people"))])
PEOPLE = ("a", "b", "c")
BASE = Answers(
    {"older": "present", "story": "He waits outside", "people/a/name": "Sam",
     "people/b/name": "Kit", "people/c/name": "Ash"},
    {"people": PEOPLE}, {"older": Mark(rationale="Seen in a grey car")},
    {"worry": {"": "very"}},
)


def said(given: Answers) -> set[tuple[str, str, str]]:
    """Everything that is said: part, address and words."""
    found = {("value", address, repr(value)) for address, value in given.values.items()}
    for address, mark in given.marks.items():
        found |= {(f"mark {name}", address, str(word))
                  for name, word in mark.to_document().items()}
    for address, typed in given.unparsed.items():
        found |= {(f"typed {part}", address, text) for part, text in typed.items()}
    return found | {("row", key, row) for key, rows in given.rows.items() for row in rows}


def kept(merged: Merge) -> set[tuple[str, str, str]]:
    """What the merge says, with both sides of every conflict."""
    found = said(merged.answers)
    for conflict in merged.conflicts:
        for unit in (conflict.mine, conflict.theirs):
            found |= said(with_unit(Answers(), conflict.address, unit))
    return found


@st.composite
def edits(draw: st.DrawFn, base: Answers) -> Answers:
    """What somebody makes of a draft: some questions and rows changed, added, moved or deleted."""
    other = draw(answers(FEW))
    edited = base
    touched = sorted({"story", "people/r", *units(base), *units(other)})
    for unit in draw(st.sets(st.sampled_from(touched), max_size=4)):
        edited = with_unit(edited, unit, unit_at(other, unit))
    typed = draw(st.dictionaries(st.sampled_from(["story", "people/r/name"]), WORDS, max_size=1))
    edited = edited.with_changes(unparsed={a: {"": text} for a, text in typed.items()})
    rows = draw(st.permutations(edited.rows.get("people", ())))
    return replace(edited, rows={**edited.rows, "people": tuple(rows)})


def units(given: Answers) -> set[str]:
    listed = {f"{key}/{row}" for key, rows in given.rows.items() for row in rows}
    return listed | {unit_of(a) for part in (given.values, given.marks) for a in part}


@st.composite
def three(draw: st.DrawFn) -> tuple[Answers, Answers, Answers]:
    """A draft and two edits of it."""
    base = draw(answers(FEW))
    return base, draw(edits(base)), draw(edits(base))


@given(three())
def test_every_word_of_both_is_in_the_merge_or_in_a_conflict(
    sides: tuple[Answers, Answers, Answers]
) -> None:
    base, mine, theirs = sides
    merged = merge(base, mine, theirs)
    assert said(mine) - said(base) <= kept(merged)
    assert said(theirs) - said(base) <= kept(merged)


@given(three())
def test_nothing_comes_back_that_was_taken_away_and_nothing_is_made_up(
    sides: tuple[Answers, Answers, Answers]
) -> None:
    base, mine, theirs = sides
    merged = merge(base, mine, theirs)
    assert said(merged.answers) <= said(mine) | said(theirs)
    conflicting = {conflict.address for conflict in merged.conflicts}
    for side in (mine, theirs):
        for part, address, word in said(base) - said(side):
            unit = f"{address}/{word}" if part == "row" else unit_of(address)
            assert unit in conflicting or (part, address, word) not in said(merged.answers)


@given(three())
def test_what_conflicts_is_the_same_whoever_saves_last(
    sides: tuple[Answers, Answers, Answers]
) -> None:
    base, mine, theirs = sides
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {c.address for c in one.conflicts} == {c.address for c in other.conflicts}
    assert {c.address: (c.mine, c.theirs) for c in one.conflicts} == {
        c.address: (c.theirs, c.mine) for c in other.conflicts}
    if not one.conflicts:
        assert said(one.answers) == said(other.answers)


@given(three())
def test_where_two_conflict_theirs_stand(sides: tuple[Answers, Answers, Answers]) -> None:
    base, mine, theirs = sides
    merged = merge(base, mine, theirs)
    for conflict in merged.conflicts:
        assert unit_at(merged.answers, conflict.address) == conflict.theirs
        assert conflict.mine == unit_at(mine, conflict.address)
        assert conflict.base == unit_at(base, conflict.address)
        assert conflict.mine != conflict.theirs and conflict.base not in (
            conflict.mine, conflict.theirs)


@given(three())
def test_saving_the_same_again_changes_nothing(sides: tuple[Answers, Answers, Answers]) -> None:
    base, mine, theirs = sides
    merged = merge(base, mine, theirs)
    if not merged.conflicts:
        again = merge(base, mine, merged.answers)
        assert again == Merge(merged.answers, ())


@given(answers(FEW).flatmap(lambda base: st.tuples(st.just(base), edits(base))))
def test_one_edit_alone_comes_through_whole(sides: tuple[Answers, Answers]) -> None:
    base, edited = sides
    for mine, theirs in ((edited, base), (base, edited), (edited, edited)):
        merged = merge(base, mine, theirs)
        assert merged.conflicts == () and said(merged.answers) == said(edited)
        assert merged.answers.rows.get("people", ()) == edited.rows.get("people", ())


# Example by example


def changed(**parts: Any) -> Answers:
    return BASE.with_changes(**parts)


def rows(*ids: str, **names: str) -> Answers:
    """The base with other rows of people."""
    given = {f"people/{row}/name": None for row in PEOPLE if row not in ids}
    given |= {f"people/{row}/name": name for row, name in names.items()}
    return BASE.with_changes(values=given, rows={"people": ids})


def test_different_questions_join_without_a_word() -> None:
    merged = merge(BASE, changed(values={"cars": "present"}), changed(values={"story": "He left"}))
    assert merged.conflicts == ()
    assert (merged.answers.values["cars"], merged.answers.values["story"]) == ("present", "He left")


def test_an_answer_and_the_rationale_beside_it_are_one() -> None:
    """Who changes the answer must see that somebody else wrote why it was the other."""
    merged = merge(BASE, changed(values={"older": "not_present"}),
                   changed(marks={"older": Mark(rationale="Seen twice in May")}))
    [conflict] = merged.conflicts
    assert conflict.address == "older"
    assert conflict.mine.values == {"older": "not_present"}
    assert conflict.theirs.marks["older"].rationale == "Seen twice in May"


def test_the_same_edit_twice_is_no_conflict() -> None:
    both = changed(values={"story": "He left", "cars": "present"})
    assert merge(BASE, both, both) == Merge(both, ())


def test_rows_of_both_are_added() -> None:
    merged = merge(BASE, rows(*PEOPLE, "m", m="Mine"), rows(*PEOPLE, "t", t="Theirs"))
    assert merged.conflicts == ()
    assert sorted(merged.answers.rows["people"]) == ["a", "b", "c", "m", "t"]
    assert merged.answers.values["people/m/name"] == "Mine"
    assert merged.answers.values["people/t/name"] == "Theirs"


def test_two_rows_of_one_draft_are_edited_by_two_people() -> None:
    merged = merge(BASE, rows(*PEOPLE, a="Sam Reed"), rows(*PEOPLE, c="Ash Cole"))
    assert merged.conflicts == ()
    assert [merged.answers.values[f"people/{row}/name"] for row in PEOPLE] == [
        "Sam Reed", "Kit", "Ash Cole"]


@pytest.mark.parametrize("mine_deletes", [True, False])
def test_deleting_a_row_that_somebody_edited_is_a_conflict(mine_deletes: bool) -> None:
    deleted, edited = rows("a", "c"), rows(*PEOPLE, b="Kit Moore")
    sides = (deleted, edited) if mine_deletes else (edited, deleted)
    merged = merge(BASE, *sides)
    [conflict] = merged.conflicts
    assert conflict.address == "people/b"
    assert (conflict.mine.present, conflict.theirs.present) == (
        not mine_deletes, mine_deletes)
    assert {"people/b/name": "Kit Moore"} in (conflict.mine.values, conflict.theirs.values)


def test_a_deleted_row_that_nobody_touched_is_gone() -> None:
    for mine, theirs in ((rows("a", "c"), BASE), (BASE, rows("a", "c"))):
        merged = merge(BASE, mine, theirs)
        assert merged.conflicts == () and merged.answers.rows["people"] == ("a", "c")
        assert "people/b/name" not in merged.answers.values


@pytest.mark.parametrize("mine, theirs, order", [
    (("a", "b", "c"), ("c", "b", "a"), ("c", "b", "a")),
    (("c", "b", "a"), ("a", "b", "c"), ("c", "b", "a")),
    (("a", "b", "c", "m"), ("c", "b", "a"), ("c", "m", "b", "a")),
    (("c", "b", "a"), ("a", "b", "c", "t"), ("c", "t", "b", "a")),
    (("a", "m", "b", "c"), ("a", "b", "c", "t"), ("a", "m", "b", "c", "t")),
    (("m", "a", "b", "c"), ("a", "b", "t", "c"), ("m", "a", "b", "t", "c")),
    (("a", "c"), ("c", "b", "a"), ("c", "a")),
    (("c", "b", "a"), ("b", "c"), ("c", "b")),
    ((), ("a", "b", "c", "t"), ("t",)),
])
def test_the_order_that_somebody_gave_stays(
    mine: tuple[str, ...], theirs: tuple[str, ...], order: tuple[str, ...]
) -> None:
    """Where only one of them moved rows, theirs is the order; new ones stay by their neighbour."""
    merged = merge(BASE, rows(*mine), rows(*theirs))
    assert merged.answers.rows["people"] == order


def test_what_was_typed_and_is_no_value_is_kept_too() -> None:
    merged = merge(BASE, changed(unparsed={"worry": {"": "extremely"}}),
                   changed(values={"worry": 8}, unparsed={"worry": None}))
    [conflict] = merged.conflicts
    assert conflict.mine.unparsed == {"worry": {"": "extremely"}}
    assert conflict.theirs.values == {"worry": 8} and conflict.theirs.unparsed == {}


def test_skipping_a_section_is_joined_like_an_answer() -> None:
    skip = Mark(absence=Absence.SKIPPED, reason="Early help assessment, 12 May")
    address = f"{SECTION_MARK}background"
    merged = merge(BASE, changed(marks={address: skip}), changed(values={"story": "He left"}))
    assert merged.conflicts == () and merged.answers.marks[address] == skip
    other = skip._replace(reason="Another one")
    assert [c.address for c in merge(
        BASE, changed(marks={address: skip}), changed(marks={address: other})).conflicts] == [
        address]


@pytest.mark.parametrize("address, unit", [
    ("older", "older"), ("people/a/name", "people/a"), ("people/a", "people/a"),
    ("home.street", "home.street"), ("@background", "@background"),
])
def test_the_unit_is_a_question_or_a_row(address: str, unit: str) -> None:
    assert unit_of(address) == unit
