"""Question types and other units of a draft in the words of the editor. No reading of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class TypeWords(NamedTuple):
    """What a type is called, and a sentence that helps to choose it."""

    title: str
    sentence: str


TYPES: Mapping[str, TypeWords] = {
    "radios": TypeWords("One answer of a list", "All answers stand on the page and one is chosen."),
    "yes-no": TypeWords("Yes or no", "Two answers that are always called yes and no."),
    "checkboxes": TypeWords("Several answers of a list", "Any number of answers may be ticked."),
    "select": TypeWords(
        "One answer of a long list", "The answers open in a list, for more than seven of them."),
    "descriptors": TypeWords(
        "One answer, each described", "Each answer has a description of its own beside it."),
    "scale": TypeWords("A scale", "A whole number between two ends, such as 0 to 10."),
    "number": TypeWords("A number", "Typed in figures, such as how many times."),
    "text": TypeWords("A line of text", "A name, a place or a few words."),
    "textarea": TypeWords("A longer text", "Several lines, such as an account of what happened."),
    "list": TypeWords("A list of lines", "As many short answers as there are, one a line."),
    "date": TypeWords("A date", "Day, month and year."),
    "approximate-date": TypeWords(
        "A date that may be rough", "A year, a month or a day, as far as it is known."),
    "email": TypeWords("An email address", "It is checked for its form."),
    "phone": TypeWords("A telephone number", "Digits, spaces and a plus sign."),
    "rows": TypeWords(
        "A list of rows", "The same few boxes again and again, such as one row a person."),
    "table": TypeWords(
        "A table with fixed rows", "You name the rows, and each has the same boxes."),
}
"""In the order in which they are offered."""

KINDS: Mapping[str, str] = {
    "toolkit": "Toolkit", "section": "Section", "part": "Sections in a part of their own",
    "group": "Group", "text": "Text", "layout": "Questions side by side", "question": "Question",
    "column": "Column", "object": "Questions that belong together",
    "other": "Kept as it was imported", "measure": "Measure", "level": "Level", "floor": "Floor",
    "derived": "Derived value", "judgement": "Judgement", "immediate": "Immediate action",
    "lineage": "What became of a question",
}
"""What each kind of unit is called on the screen."""

ADDABLE: Mapping[str, str] = {
    "question": "Something that is asked.",
    "group": "A heading over some questions, which may be asked or not asked together.",
    "text": "Something to read among the questions.",
    "section": "A page of its own.",
}
"""What may be added among the questions, with a sentence for each."""


def type_title(name: str) -> str:
    """What a question type is called."""
    found = TYPES.get(name)
    return found.title if found else "A type that is not known here"


def kind_title(kind: str) -> str:
    """What a kind of unit is called."""
    return KINDS.get(kind, kind)
