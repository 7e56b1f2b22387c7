"""What the page of a pack shows before it is made. No request here."""

from __future__ import annotations

from msgspec import Struct


from app.cases import queries as cases
from app.cases.models import Note
from app.definitions.queries import definition_of
from app.engine.definition import Question
from app.reviews import queries
from app.reviews.models import Pack


class Choosing(Struct, frozen=True):
    """What a pack withholds so far, and what could be withheld besides."""

    withheld: tuple[str, ...]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]


def choosing(pack: Pack) -> Choosing:
    """The questions of both versions, those of the later one first, and the notes that stand."""
    asked: dict[str, Question] = {}
    for side in (pack.later, pack.earlier):
        for key, question in definition_of(side.version).questions.items():
            asked.setdefault(key, question)
    withheld = queries.compared_for(pack).withheld
    gone = {one.name for one in pack.withheld}
    notes = tuple(one for one in cases.notes_of(pack.case, limit=queries.EVERY).notes
                  if str(one.id) not in gone)
    return Choosing(
        tuple(question.label for key, question in asked.items() if key in withheld),
        tuple(question for key, question in asked.items() if key not in withheld), notes)
