"""What somebody wants to add to a draft, what is missing for that, and the edit that adds it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from app.definitions.pages.conditions import Choice, subjects
from app.definitions.pages.places import position_at
from app.engine.authoring.edits.columns import add_column, columns_of
from app.engine.authoring.edits.declared import (
    add_derived, add_floor, add_immediate, add_level, add_measure, set_judgement,
)
from app.engine.authoring.edits.elements import add_group, add_section, add_text, added_since
from app.engine.authoring.edits.options import add_option
from app.engine.authoring.edits.questions import CHOICES, add_question
from app.engine.authoring.outline import Outline, kind
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_fields import lines_of
from app.engine.authoring.setting_lists import FACTS
from app.engine.question_types import REGISTRY

LONGEST = 20_000


class AddedWords(Struct, frozen=True):
    """The page that adds one kind of thing: its heading, and what is typed or chosen there."""

    heading: str
    wording: str = ""
    hint: str = ""
    about: str = ""
    typed: bool = False


ADDED: Mapping[str, AddedWords] = {
    "question": AddedWords(
        "Add a question", "What is asked?",
        "Its key is made from these words and never changes; the words may.", typed=True),
    "column": AddedWords("Add a box to each row", "What is asked?", typed=True),
    "group": AddedWords("Add a group", "Heading of the group"),
    "text": AddedWords("Add a text", "What it says", "Headings, lists and links in Markdown."),
    "section": AddedWords("Add a section", "Title of the section"),
    "measure": AddedWords("Add a measure", "What does it measure?"),
    "level": AddedWords(
        "Add a level", "What is the level called?", "It stands above all others at first."),
    "floor": AddedWords(
        "Add a floor", "Why may some levels not stand?", "Practitioners read this."),
    "derived": AddedWords("Add a derived value", "What is it called?", about="What is it of?"),
    "immediate": AddedWords("Add an immediate action", about="On the answer to which question?"),
    "judgement": AddedWords(
        "Let a level be judged", about="Which question holds the judged level?",
        hint="The levels become its answers."),
}
_DECLARED = ("measure", "level", "floor", "derived", "immediate", "judgement")


class Adding(Struct, frozen=True):
    """What is to be added and where, as far as it has been said."""

    kind: str
    place: str
    wording: str = ""
    type: str = ""
    about: str = ""
    answers: str = ""

    @property
    def declared(self) -> bool:
        """Whether it belongs to levels and scoring rather than to the pages."""
        return self.kind in _DECLARED

    def missing(self) -> dict[str, str]:
        """What has not been said yet, by the field that says it."""
        words = ADDED.get(self.kind)
        if words is None:
            return {"kind": "Choose what to add"}
        found = {}
        if words.wording and not self.wording:
            found["wording"] = "Enter some words: " + words.wording.lower().rstrip("?")
        if words.typed and self.type not in REGISTRY:
            found["type"] = "Choose how it is answered"
        elif self.answers and self.type not in CHOICES:
            found["answers"] = "Choose a list of answers above, or clear these"
        if words.about and not self.about:
            found["about"] = "Choose one of the list"
        return found

    def sources(self, outline: Outline) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """What it may be about, where that is to be chosen."""
        words = ADDED.get(self.kind)
        if words is None or not words.about:
            return ()
        asked = tuple((title, tuple(one for one in choices if kind(one.value) == "question"))
                      for title, choices in subjects(outline))
        facts = tuple(Choice(one, _FACTS[one]) for one in FACTS)
        given = (("Facts of the case", facts),) if self.kind == "derived" else ()
        return (*given, *((title, choices) for title, choices in asked if choices))


_FACTS = {
    "case.name": "Name on the case", "case.date_of_birth": "Date of birth on the case",
    "case.identifier": "Number of the case", "case.district": "District of the case",
}


def adding(given: Mapping[str, str], posted: Mapping[str, str]) -> Adding:
    """What the address of a page and its form say."""
    def said(name: str) -> str:
        return (posted.get(name) or given.get(name) or "").strip()[:LONGEST]

    return Adding(said("kind"), said("place"), said("wording"), said("type"), said("about"),
                  said("answers"))


def added(
    outline: Outline, wanted: Adding, also_taken: Collection[str] = ()
) -> tuple[Outline, str]:
    """The outline with it, and its address. Raises EditRefused."""
    if wanted.kind == "column":
        return _with_column(outline, wanted)
    after = _with(outline, wanted, also_taken)
    new = [one for one in added_since(outline, after) if kind(one) == wanted.kind]
    return after, new[0] if new else "judgement" if wanted.kind == "judgement" else ""


def with_answers(
    outline: Outline, address: str, wanted: Adding, also_taken: Collection[str] = ()
) -> Outline:
    """The outline in which what was added has the answers that were typed with it."""
    for answer in lines_of(wanted.answers):
        outline = add_option(outline, address, answer, also_taken)
    return outline


def _with_column(outline: Outline, wanted: Adding) -> tuple[Outline, str]:
    question = wanted.place.partition(" ")[2]
    after = add_column(outline, question, wanted.wording, wanted.type)
    before = columns_of(outline, question)
    return after, next(one for one in columns_of(after, question) if one not in before)


def _with(outline: Outline, wanted: Adding, also_taken: Collection[str]) -> Outline:
    match wanted.kind:
        case "measure":
            return add_measure(outline, wanted.wording)
        case "level":
            return add_level(outline, wanted.wording)
        case "floor":
            return add_floor(outline, wanted.wording)
        case "derived":
            return add_derived(outline, wanted.wording, wanted.about)
        case "immediate":
            return add_immediate(outline, wanted.about)
        case "judgement":
            return set_judgement(outline, wanted.about)
    return _with_element(outline, wanted, also_taken)


def _with_element(outline: Outline, wanted: Adding, also_taken: Collection[str]) -> Outline:
    position = position_at(wanted.place)
    match wanted.kind:
        case "question":
            return add_question(outline, wanted.wording, wanted.type, position, also_taken)
        case "group":
            return add_group(outline, wanted.wording, position)
        case "text":
            return add_text(outline, wanted.wording, position)
        case "section":
            return add_section(outline, wanted.wording, position)
    raise EditRefused("", "choose what to add")
