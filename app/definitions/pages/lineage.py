"""What a draft must still say of the questions and options of its base, and what it says now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from app.definitions.pages.conditions import Choice
from app.definitions.pages.listing import quoted
from app.definitions.writing import Draft, base_definition
from app.engine.authoring.aspects import About
from app.engine.authoring.declaring import ToDeclare, Why, left_to_declare
from app.engine.authoring.guesses import Fate, Guess
from app.engine.authoring.outline import Outline, put_together, take_apart
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.statements import (
    declare, declare_option, withdraw, withdraw_option,
)
from app.engine.definition import Definition, Question
from app.engine.lineage import LineageRefused
from app.engine.question_types.choices import posted_name

RELATIONS: Mapping[str, str] = {
    "same": "the same", "reworded": "the same meaning, reworded", "moved": "the same, moved",
    "split": "split into several", "merged": "merged from several",
    "replaced": "replaced: another meaning", "added": "new", "removed": "retired",
    "restored": "back again",
}
_WHY = {
    Why.GONE: "It is not asked any more.", Why.NEW: "It was not asked before.",
    Why.CHANGED: "Its words changed by more than a slip of the pen.",
    Why.OTHER_KIND: "It is answered in another way than before.",
}
_WHY_OPTION = {**_WHY, Why.GONE: "It can no longer be chosen.",
               Why.NEW: "It could not be chosen before."}


class Item(Struct, frozen=True):
    """One thing that must be said, with what may be said of it, the likeliest first."""

    number: int
    of: ToDeclare
    question: str
    why: str
    choices: tuple[Choice, ...]
    others: tuple[Choice, ...]

    @property
    def id(self) -> str:
        """The id of its place on the page; the same for as long as it is to be said."""
        return f"say-{quoted(str(self.of).replace(' ', ''))}"


class Declared(Struct, frozen=True):
    """One thing that the lineage says already, and how it is taken back."""

    value: str
    words: str
    note: str


def items_of(earlier: Definition, later: Definition) -> tuple[Item, ...]:
    """All that must still be said of what became of the base."""
    return tuple(_item(earlier, later, number, one)
                 for number, one in enumerate(left_to_declare(earlier, later)))


def left_to_say(draft: Draft) -> tuple[Item, ...]:
    """What stands against sending a draft; nothing where it is the first or cannot be read yet."""
    base = base_definition(draft)
    if base is None or draft.definition is None:
        return ()
    return items_of(base, draft.definition)


def declared_of(earlier: Definition, later: Definition) -> tuple[Declared, ...]:
    """What the lineage says already, in words."""
    return tuple(_declared(earlier, later))


def with_said(
    outline: Outline, item: ToDeclare, posted: str, others: Sequence[str], note: str
) -> Outline:
    """The outline whose lineage says what was chosen of one thing. Raises EditRefused."""
    relation, sources, targets = _chosen(item, posted, others)
    entries = put_together(outline).get("lineage") or []
    try:
        if item.about is About.QUESTION:
            said = declare(entries, relation, sources, targets, note=note)
        else:
            question = _pair(item)
            said = declare_option(entries, question, relation, sources, targets, note=note)
    except LineageRefused as error:
        raise EditRefused("", error.reason) from None
    return _with_lineage(outline, said)


def with_taken_back(outline: Outline, posted: str) -> Outline:
    """The outline without one statement, named as `declared_of` names it. Raises EditRefused."""
    place, _, option = posted.partition(".")
    entries = put_together(outline).get("lineage") or []
    number = int(place) if place.isdecimal() else -1
    if not 0 <= number < len(entries):
        raise EditRefused("", "it was taken back already")
    entry = entries[number]
    sources, targets = entry.get("from", ()), entry.get("to", ())
    if not option:
        return _with_lineage(outline, withdraw(entries, sources, targets))
    listed = entry.get("options", ())
    if not option.isdecimal() or int(option) >= len(listed):
        raise EditRefused("", "it was taken back already")
    told = listed[int(option)]
    return _with_lineage(outline, withdraw_option(
        entries, (sources[0], targets[0]), told.get("from", ()), told.get("to", ())))


def _with_lineage(outline: Outline, entries: Sequence[Mapping[str, Any]]) -> Outline:
    return take_apart({**put_together(outline), "lineage": list(entries)})


def _pair(item: ToDeclare) -> tuple[str, str]:
    before, after = item.question
    return before or after or "", after or before or ""


def _chosen(
    item: ToDeclare, posted: str, others: Sequence[str]
) -> tuple[str, Sequence[str], Sequence[str]]:
    """The relation and the keys of what was chosen: a guess by its number, or something else."""
    if posted.isdecimal() and int(posted) < len(item.guesses):
        guess = item.guesses[int(posted)]
        return guess.fate.value, guess.sources, guess.targets
    relation, _, own = posted.partition(" ")
    if own or relation not in RELATIONS:
        raise EditRefused("", "choose what became of it")
    if relation == "removed":
        return relation, (item.key,), ()
    if relation == "added":
        return relation, (), (item.key,)
    if not others:
        raise EditRefused("", "tick which ones it has to do with")
    if item.why is Why.NEW:
        return relation, tuple(others), (item.key,)
    return relation, (item.key,), tuple(others)


def _item(earlier: Definition, later: Definition, number: int, one: ToDeclare) -> Item:
    question = one.question[1] or one.question[0] or ""
    asked = later.questions.get(question) or earlier.questions.get(question)
    of_option = one.about is About.OPTION
    why = (_WHY_OPTION if of_option else _WHY)[one.why]
    choices = tuple(Choice(str(place), _guess_words(earlier, later, one, guess))
                    for place, guess in enumerate(one.guesses))
    return Item(number, one, asked.label if asked and of_option else "", why, choices,
                tuple(_others(earlier, later, one)))


def _others(earlier: Definition, later: Definition, one: ToDeclare) -> Iterator[Choice]:
    """What else it may have to do with: new ones for what is gone, gone ones for what is new."""
    if one.why not in (Why.GONE, Why.NEW):
        return
    sides = (earlier, later) if one.why is Why.NEW else (later, earlier)
    here, there = (_wordings(side, one) for side in sides)
    for key, wording in here.items():
        if key not in there:
            yield Choice(key, wording)


def _wordings(definition: Definition, one: ToDeclare) -> Mapping[str, str]:
    if one.about is About.QUESTION:
        return {key: question.label for key, question in definition.questions.items()}
    keys = [key for key in one.question if key]
    found = next((definition.questions[key] for key in keys if key in definition.questions), None)
    return _option_titles(found) if found else {}


def _option_titles(question: Question) -> Mapping[str, str]:
    return {posted_name(option.key): option.title for option in question.options}


def _guess_words(
    earlier: Definition, later: Definition, one: ToDeclare, guess: Guess
) -> str:
    old, new = _wordings(earlier, one), _wordings(later, one)
    sources = " and ".join(f"“{old.get(key, key)}”" for key in guess.sources)
    targets = " and ".join(f"“{new.get(key, key)}”" for key in guess.targets)
    what = "asked" if one.about is About.QUESTION else "chosen"
    match guess.fate:
        case Fate.REMOVED:
            return f"Retired: it is not {what} any more, and nothing takes its place"
        case Fate.ADDED:
            return f"New: nothing like it was {what} before"
        case Fate.REWORDED:
            return f"The same meaning in other words: {sources} is now {targets}"
        case Fate.MOVED:
            return f"The same, in another place: {targets}"
        case Fate.SPLIT:
            return f"Split: {sources} became {targets}"
        case Fate.MERGED:
            return f"Merged: {sources} became {targets}"
    return f"Another meaning: {targets} takes the place of {sources}, and is not compared with it"


def _declared(earlier: Definition, later: Definition) -> Iterator[Declared]:
    old = {key: question.label for key, question in earlier.questions.items()}
    new = {key: question.label for key, question in later.questions.items()}
    for number, entry in enumerate(later.lineage):
        words = _statement(entry, old, new)
        if entry["relation"] != "same" or not entry.get("options"):
            yield Declared(str(number), words, str(entry.get("note", "")))
        yield from _declared_options(earlier, later, number, entry)


def _declared_options(
    earlier: Definition, later: Definition, number: int, entry: Mapping[str, Any]
) -> Iterator[Declared]:
    before = earlier.questions.get("".join([*entry.get("from", ())][:1]))
    after = later.questions.get("".join([*entry.get("to", ())][:1]))
    old, new = (_option_titles(one) if one else {} for one in (before, after))
    for place, option in enumerate(entry.get("options", ())):
        label = after.label if after else ""
        yield Declared(f"{number}.{place}", f"{label}: {_statement(option, old, new)}",
                       str(option.get("note", "")))


def _statement(entry: Mapping[str, Any], old: Mapping[str, str], new: Mapping[str, str]) -> str:
    sources = " and ".join(f"“{old.get(str(key), str(key))}”" for key in entry.get("from", ()))
    targets = " and ".join(f"“{new.get(str(key), str(key))}”" for key in entry.get("to", ()))
    relation = RELATIONS.get(str(entry.get("relation")), str(entry.get("relation")))
    arrow = f"{sources} → {targets}" if sources and targets else sources or targets
    return f"{arrow}: {relation}"
