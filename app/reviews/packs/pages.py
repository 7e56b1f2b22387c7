"""What the page of a pack shows before it is made. No request here."""

from __future__ import annotations

from msgspec import Struct


from app.cases import queries as cases
from app.cases.models import CaseDocument, Note
from app.definitions.queries import definition_of
from app.engine.definition import Question
from app.reviews import queries
from app.reviews.models import Chosen, Pack
from app.reviews.packs import documents
from app.reviews.packs.parts import Subject


class Choosing(Struct, frozen=True):
    """What a pack withholds so far, and what could be withheld besides."""

    withheld: tuple[str, ...]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    documents: tuple[CaseDocument, ...]


def choosing(pack: Pack) -> Choosing:
    """The questions of both versions, those of the later one first, the notes that stand, and the
    documents that the pack would name."""
    asked: dict[str, Question] = {}
    for side in (pack.later, pack.earlier):
        for key, question in definition_of(side.version).questions.items():
            asked.setdefault(key, question)
    subject = Subject(pack, queries.compared_for(pack))
    withheld = subject.withheld
    notes = tuple(one for one in cases.notes_of(pack.case, limit=queries.EVERY).notes
                  if (Chosen.NOTE, str(one.id)) not in subject.chosen)
    return Choosing(
        tuple(question.label for key, question in asked.items() if key in withheld),
        tuple(question for key, question in asked.items() if key not in withheld), notes,
        tuple(documents.named(subject)))
