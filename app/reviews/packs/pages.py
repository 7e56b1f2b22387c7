"""What the page of a pack shows before it is made. No request here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from app.assessments.computing import computed
from app.assessments.models import Revision
from app.cases import queries as cases
from app.cases.models import Note
from app.definitions.queries import definition_of
from app.engine.definition import Question
from app.engine.reading import read_rows
from app.engine.withheld_rows import lists_in_part
from app.reviews import queries
from app.reviews.models import Pack, PackWithheld
from app.reviews.packs.redacting import chosen_words

_LONGEST = 80
"""How much of a row stands in the list to choose from, in characters."""


class Choosing(Struct, frozen=True):
    """What a pack withholds so far, and what could be withheld besides: `rows` in words, by their
    names; `by_hand` what was chosen, each with why, by whom and when."""

    withheld: tuple[str, ...]
    questions: tuple[Question, ...]
    rows: Mapping[str, str]
    notes: tuple[Note, ...]
    by_hand: tuple[tuple[str, PackWithheld], ...]


def choosing(pack: Pack) -> Choosing:
    """The questions of both versions, those of the later one first, with the rows of their lists,
    and the notes that stand."""
    asked: dict[str, Question] = {}
    for side in (pack.later, pack.earlier):
        for key, question in definition_of(side.version).questions.items():
            asked.setdefault(key, question)
    withheld = queries.compared_for(pack).withheld
    gone = {one.name for one in pack.withheld}
    notes = tuple(one for one in cases.notes_of(pack.case, limit=queries.EVERY).notes
                  if str(one.id) not in gone)
    return Choosing(
        tuple(_labels(asked, withheld)),
        tuple(question for key, question in asked.items() if key not in withheld),
        {name: words for name, words in rows_of(pack).items()
         if name not in withheld and name.partition("/")[0] not in withheld},
        notes, tuple((chosen_words(pack, one), one) for one in pack.withheld))


def rows_of(pack: Pack) -> dict[str, str]:
    """The rows of the lists of either side by their names, `key/row`, in words; as they stand in
    the later one where they do."""
    return dict(pair for side in (pack.earlier, pack.later) for pair in _rows(side))


def _rows(side: Revision) -> Iterator[tuple[str, str]]:
    found = computed(side.assessment, side.number)
    questions = found.definition.questions
    for question in (questions[key] for key in found.answers.rows if key in questions):
        for row in read_rows(question, found.effective):
            words = f"{question.label}: {row.title}: {row.text}"
            yield f"{question.key}/{row.id}", words[:_LONGEST]


def _labels(asked: Mapping[str, Question], withheld: frozenset[str]) -> Iterator[str]:
    for key, question in asked.items():
        if key in withheld:
            yield question.label
        elif key in lists_in_part(withheld):
            yield f"{question.label}: some rows, if there are any"
