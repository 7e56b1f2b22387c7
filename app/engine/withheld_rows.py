"""Single rows of a list that are withheld, while the rest of the list is shown.

What is withheld is named in one set: a question by its key, `people`; a row by its address,
`people/r1`; and a list of which rows may be withheld, whether or not any is, as `people/`. Of such
a list nobody is told how many rows it has, nor what is said beside it as a whole. Which questions
are withheld is decided in `withholding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.engine.answers import Answers
from app.engine.definition import Definition

NOTICE = "Rows may be withheld here."
"""What is said of every such list, so that nothing is told by saying it."""


def in_part(key: str) -> str:
    """What says that rows of a list may be withheld."""
    return f"{key}/"


def lists_in_part(withheld: Iterable[str]) -> frozenset[str]:
    """The lists of which rows may be withheld, by their keys."""
    return frozenset(name[:-1] for name in withheld if name.endswith("/"))


def whole(withheld: Iterable[str]) -> frozenset[str]:
    """The questions that are withheld whole, by their keys."""
    return frozenset(name for name in withheld if "/" not in name)


def touched(withheld: frozenset[str]) -> frozenset[str]:
    """Every question of which something is or may be withheld, by their keys."""
    if not any("/" in name for name in withheld):
        return withheld
    return whole(withheld) | lists_in_part(withheld)


def hides(withheld: frozenset[str], address: str) -> bool:
    """Whether nothing may be told of an edit at an address: of a list in part no edit is, since
    what it holds decides whether its row is withheld."""
    key = address.partition("/")[0]
    return key in withheld or in_part(key) in withheld


def within(withheld: frozenset[str], definition: Definition) -> frozenset[str]:
    """What is withheld, as far as a version asks for it."""
    asked = definition.questions
    return frozenset(name for name in withheld if name.partition("/")[0] in asked)


def marked_lists(definition: Definition, sensitivities: frozenset[str]) -> frozenset[str]:
    """The lists of which a row may be of one of these sensitivities, by their keys."""
    return frozenset(
        key for key, columns in definition.row_marks.items()
        if any(sensitivities.intersection(marks.values()) for marks in columns.values()))


def marked_rows(
    definition: Definition, answers: Answers, sensitivities: frozenset[str]
) -> Iterator[str]:
    """The ids of the rows that are of one of these sensitivities by what they say themselves."""
    for key, columns in definition.row_marks.items():
        for row in answers.rows.get(key, ()):
            said = {column: answers.values.get(f"{key}/{row}/{column}") for column in columns}
            if not sensitivities.isdisjoint(_sensitivities(columns, said)):
                yield row


def with_rows(withheld: frozenset[str], rows: Iterable[str]) -> frozenset[str]:
    """What is withheld with these rows, by their ids, of every list that is withheld in part. No
    id is ever given to two rows of a case."""
    return withheld.union(
        f"{key}/{row}" for key in lists_in_part(withheld) for row in frozenset(rows))


def _sensitivities(
    columns: Mapping[str, Mapping[Any, str]], said: Mapping[str, Any]
) -> Iterator[str]:
    for column, marks in columns.items():
        value = said[column]
        for chosen in value if isinstance(value, list) else (value,):
            if chosen in marks:
                yield marks[chosen]
