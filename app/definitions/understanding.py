"""What an import understood: each question beside its words, as they stand in the draft now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from app.database import db
from app.definitions import drafts
from app.definitions.models import DefinitionDraft, DraftRevision, Saving
from app.definitions.writing import Draft
from app.engine.definition import Definition
from app.errors import NotFound


class Asked(Struct, frozen=True):
    """One question as it was brought in.

    `source` and `where` are the words it came from and their place; `now` its wording in the draft
    as it stands, None where it is gone or the draft cannot be read.
    """

    key: str
    section: str
    label: str
    source: str
    where: str
    now: str | None

    @property
    def in_its_own_words(self) -> bool:
        """Whether the question says just what was brought."""
        return " ".join(self.source.split()) == " ".join(self.label.split())


class Understood(Struct, frozen=True):
    """What was brought, what became of it, and what was not understood or only guessed.

    `readable` is whether the draft can be read as it stands, so that the questions' `now` counts.
    """

    name: str
    revision: DraftRevision
    asked: tuple[Asked, ...]
    not_understood: tuple[Mapping[str, str], ...]
    readable: bool

    @property
    def by_section(self) -> list[tuple[str, list[Asked]]]:
        """The questions by the title of their section, in order."""
        return [(title, list(asked))
                for title, asked in groupby(self.asked, key=lambda one: one.section)]


def imported_revision(draft: DefinitionDraft) -> DraftRevision | None:
    """The revision in which a draft was brought in, or None where it was begun here."""
    return db.session.scalar(
        select(DraftRevision).where(DraftRevision.draft_id == draft.id,
                                    DraftRevision.saving == Saving.IMPORTED)
        .order_by(DraftRevision.number).limit(1))


def understood(draft: Draft) -> Understood:
    """What was understood of what a draft was brought in from. Raises NotFound."""
    revision = imported_revision(draft.row)
    if revision is None or revision.origin is None:
        raise NotFound("This draft was not brought in from elsewhere.")
    imported = Draft(draft.row, revision, drafts.text_of(revision)).definition
    asked = tuple(_asked(imported, draft.definition, revision.origin))
    return Understood(
        revision.origin["name"], revision, asked, tuple(revision.origin["not_understood"]),
        draft.definition is not None)


def _asked(
    imported: Definition | None, head: Definition | None, origin: Mapping[str, Any]
) -> Iterator[Asked]:
    sources: Mapping[str, Mapping[str, str]] = origin["sources"]
    order = [key for key in imported.questions if key in sources] if imported else []
    for key in (*order, *(key for key in sources if key not in order)):
        question = imported.questions.get(key) if imported else None
        stands = head.questions.get(key) if head else None
        source = sources[key]
        yield Asked(
            key, imported.section_of[key].title if question and imported else "",
            question.label if question else key, source["text"], source["where"],
            stands.label if stands else None)
