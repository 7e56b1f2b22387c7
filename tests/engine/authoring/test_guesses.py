"""Guesses at what became of questions and options: ranked, and never that they mean the same."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from app.engine.authoring.guesses import (
    Fate, MOST_SHOWN, option_guesses, question_guesses, rewording_guesses,
)
from app.engine.definition import Definition
from app.engine.document import read
from tests.engine.authoring.whole_toolkit import definition
from tests.engine.documents import PRESENCE, control, document, section

CSE = Path(__file__).parents[3] / "form_definitions" / "cse-risk-assessment"


def asking(*questions: tuple[str, str], elsewhere: tuple[str, ...] = (),
           schema: Any = PRESENCE) -> Definition:
    """A version that asks these, the keys in `elsewhere` in a second section."""
    sections: list[list[Any]] = [[], []]
    for key, label in questions:
        sections[key in elsewhere].append(control(key, label))
    titles = ("First", "Second")
    listed = [section(title, *inside) for title, inside in zip(titles, sections) if inside]
    return definition(document({key: copy.deepcopy(schema) for key, _ in questions}, listed))


def guessed(earlier: Definition, later: Definition) -> Any:
    gone = earlier.questions.keys() - later.questions.keys()
    new = later.questions.keys() - earlier.questions.keys()
    return question_guesses(earlier, later, gone, new)


def fates(guesses: Any) -> list[tuple[Fate, tuple[str, ...], tuple[str, ...]]]:
    return [(guess.fate, guess.sources, guess.targets) for guess in guesses]


def test_a_question_reworded_under_another_key() -> None:
    found = guessed(
        asking(("old", "Spends time with adults nobody knows"), ("stays", "Missing from home")),
        asking(("new", "Spends time with adults whom nobody knows"), ("stays", "Missing")))
    assert fates(found.gone["old"]) == [
        (Fate.REWORDED, ("old",), ("new",)), (Fate.REMOVED, ("old",), ())]
    assert fates(found.new["new"]) == [
        (Fate.REWORDED, ("old",), ("new",)), (Fate.ADDED, (), ("new",))]


def test_the_same_words_in_another_section_were_moved() -> None:
    found = guessed(
        asking(("a", "One"), ("old", "Has been seen with older people")),
        asking(("a", "One"), ("new", "Has been seen with older people"), elsewhere=("new",)))
    assert found.gone["old"][0].fate is Fate.MOVED


def test_the_same_words_with_answers_of_another_kind_are_another_question() -> None:
    found = guessed(asking(("old", "When it was seen")),
                    asking(("new", "When it was seen"), schema={"type": "string"}))
    assert found.gone["old"][0].fate is Fate.REPLACED


def test_nothing_like_it_was_removed_or_added() -> None:
    found = guessed(asking(("old", "Owns a bicycle"), ("a", "One")),
                    asking(("new", "Language spoken at school"), ("a", "One")))
    assert fates(found.gone["old"]) == [(Fate.REMOVED, ("old",), ())]
    assert fates(found.new["new"]) == [(Fate.ADDED, (), ("new",))]


def test_parts_of_its_words_are_a_split_and_the_other_way_round_a_merger() -> None:
    whole = asking(("whole", "Has low self-esteem, or has been bullied"), ("a", "One"))
    parts = asking(("left", "Has low self-esteem"), ("right", "Has been bullied"), ("a", "One"))
    assert fates(guessed(whole, parts).gone["whole"])[0] == (
        Fate.SPLIT, ("whole",), ("left", "right"))
    assert fates(guessed(parts, whole).new["whole"])[0] == (
        Fate.MERGED, ("left", "right"), ("whole",))
    assert fates(guessed(parts, whole).gone["right"])[0][0] is Fate.MERGED


def test_only_a_few_are_shown() -> None:
    many = [(f"new{number}", f"Has been seen with older people {number}") for number in range(9)]
    found = guessed(asking(("old", "Has been seen with older people")), asking(*many))
    assert len(found.gone["old"]) == MOST_SHOWN + 1


def test_same_is_never_guessed() -> None:
    assert "same" not in set(Fate)


def test_under_one_key_it_was_reworded_or_replaced() -> None:
    def under_one_key(before: str, after: str) -> list[Fate]:
        first, second = asking(("q", before)), asking(("q", after))
        return [g.fate for g in rewording_guesses(first.questions["q"], second.questions["q"])]

    assert under_one_key("Missing from home", "Is missing from home") == [
        Fate.REWORDED, Fate.REPLACED]
    assert under_one_key("Missing from home", "Speaks other languages") == [
        Fate.REPLACED, Fate.REWORDED]
    text = asking(("q", "Owns a bicycle"), schema={"type": "string"}).questions["q"]
    other = rewording_guesses(asking(("q", "Missing")).questions["q"], text)
    assert [g.fate for g in other] == [Fate.REPLACED]


def test_options() -> None:
    def choices(*titles: tuple[str, str]) -> Any:
        listed = [{"const": key, "title": title} for key, title in titles]
        return asking(("q", "Q"), schema={"type": "string", "oneOf": listed}).questions["q"]

    before = choices(("known", "Known to police"), ("no", "No"))
    after = choices(("police", "Is known to police"), ("no", "No"), ("other", "Rather not say"))
    found = option_guesses(before, after, {"known"}, {"police", "other"})
    assert found.gone["known"][0].fate is Fate.REWORDED
    assert found.new["other"][0].fate is Fate.ADDED


def test_the_split_of_the_shipped_toolkit_is_guessed_first() -> None:
    first, second = (read((CSE / f"{n}.json").read_text(encoding="utf-8")) for n in (1, 2))
    found = guessed(first, second)
    assert fates(found.gone["vulnerable_self_esteem_bullying"])[0] == (
        Fate.SPLIT, ("vulnerable_self_esteem_bullying",),
        ("vulnerable_self_esteem", "vulnerable_bullying"))
    assert found.gone["vulnerable_gang_area"][0].fate is Fate.REMOVED
    added = {key for key, guesses in found.new.items() if guesses[0].fate is Fate.ADDED}
    assert len(added) == 11
