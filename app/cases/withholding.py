"""Which questions, and which notes and documents, are withheld from somebody in a case.

Which sensitivities that comes from is decided in `access`; what is left of a record without them is
the engine's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from app.accounts.models import User
from app.cases.access import not_allowed, withheld_from
from app.cases.models import Case, CaseDocument, Note
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions import queries as definitions
from app.definitions.queries import definition_of, lineage
from app.engine.definition import Definition
from app.engine.lineage import LineageRefused
from app.engine.withheld_rows import hides
from app.engine.withholding import withheld_across, withheld_keys


class Linked(Protocol):
    """What may be linked to an indicator: a note, a document."""

    @property
    def about_toolkit(self) -> str | None: ...

    @property
    def about_question(self) -> str | None: ...


NOT_THESE_WORDS = "Withheld from you; ask the worker or a reviewer of the team"
NOT_TO_YOU = (
    "Some answers are withheld from you, because you do not work with this young person. "
    "Ask the worker or a reviewer of the team if you need them."
)
DOCUMENT_NOT_TO_YOU = (
    "This document is withheld from you, because you do not work with this young person. "
    "Ask the worker or a reviewer of the team if you need it."
)
_told: dict[str, Callable[[User, Case], bool]] = {}
_LINKED = select(CaseDocument.about_toolkit, CaseDocument.about_question).distinct().where(
    CaseDocument.case_id == bindparam("case"), CaseDocument.about_question != "")


def keys_withheld(actor: User, case: Case, definition: Definition) -> frozenset[str]:
    """The questions of a version whose answers the actor, who may see the case, may not."""
    sensitivities = withheld_from(actor, case)
    if not sensitivities:
        return frozenset()
    return withheld_keys(definition, sensitivities, but_urgent=True)


def keys_withheld_across(
    sensitivities: frozenset[str], earlier: DefinitionVersion, later: DefinitionVersion, *,
    chosen: Iterable[str] = (), but_urgent: bool = False,
) -> frozenset[str]:
    """The keys, of either of two versions, whose answers are withheld for these sensitivities, or
    because they were chosen (engine.withholding)."""
    taken = frozenset(chosen)
    if not sensitivities and not taken:
        return frozenset()
    return withheld_across(
        definition_of(earlier), definition_of(later), lineage(earlier, later), sensitivities,
        chosen=taken, but_urgent=but_urgent)


def keys_withheld_over(
    sensitivities: frozenset[str], versions: Sequence[DefinitionVersion], *,
    chosen: Iterable[str] = (), but_urgent: bool = False,
) -> frozenset[str]:
    """The same of any number of versions of a toolkit, each beside the last of them."""
    given = {one.id: one for one in versions}.values()
    return frozenset().union(*(
        keys_withheld_across(sensitivities, one, versions[-1], chosen=chosen,
                             but_urgent=but_urgent) for one in given))


def words_told(words: str, withheld: object) -> str:
    """What somebody wrote about a record as a whole, a reason or what is to be done, for a reader;
    `withheld` says whether anything of that record is kept from them. Nobody marked such words, and
    they may tell of what is."""
    return NOT_THESE_WORDS if words and withheld else words


def register_told(record: str, withheld: Callable[[User, Case], bool]) -> None:
    """Say whether the words of another room's records of a kind, as `Note.tells_of` names them, are
    withheld from somebody in a case; again for the same kind, in its place."""
    _told[record] = withheld


def notes_withheld(actor: User, case: Case, notes: Iterable[Note]) -> frozenset[int]:
    """The ids of the notes about questions that are withheld from the actor, who did not write
    them, and of those that tell of a record whose words are."""
    sensitivities = withheld_from(actor, case)
    if not sensitivities:
        return frozenset()
    return frozenset(
        note.id for note in notes if note.author_id != actor.id
        and (about_withheld(note, sensitivities) or _tells_of_withheld(actor, case, note)))


def about_withheld(
    written: Linked, sensitivities: frozenset[str], *, but_urgent: bool = True
) -> bool:
    """Whether something is about a question that any version of its toolkit marks as one of these,
    under whatever key, or about a list of which it marks rows: it may be about such a row."""
    if not sensitivities or not written.about_toolkit or not written.about_question:
        return False
    versions = definitions.versions(written.about_toolkit)
    found = _ever_withheld(
        tuple((one.id, one.sha256) for one in versions), sensitivities, but_urgent)
    return hides(found, written.about_question)


@lru_cache(maxsize=definitions.KEPT)
def _ever_withheld(
    named: tuple[tuple[int, str], ...], sensitivities: frozenset[str], but_urgent: bool
) -> frozenset[str]:
    """What any of these versions, the newest first, withholds, as each of them calls it."""
    versions = [definitions.by_id(version_id) for version_id, _ in reversed(named)]
    each = (withheld_keys(definition_of(one), sensitivities, but_urgent=but_urgent)
            for one in versions)
    return frozenset().union(*each, *(
        _beside(sensitivities, one, versions[-1], but_urgent) for one in versions[:-1]))


def _beside(
    sensitivities: frozenset[str], earlier: DefinitionVersion, later: DefinitionVersion,
    but_urgent: bool,
) -> frozenset[str]:
    """The same of two versions; nothing where neither was made from the other."""
    try:
        return keys_withheld_across(sensitivities, earlier, later, but_urgent=but_urgent)
    except LineageRefused:
        return frozenset()


def _tells_of_withheld(actor: User, case: Case, note: Note) -> bool:
    record = record_told(note)
    return record is not None and _told[record.partition(":")[0]](actor, case)


def record_told(note: Note) -> str | None:
    """The record of another room that a note tells of, or that what it corrects told of."""
    return next((one.tells_of for one in (note, *note.corrected()) if one.tells_of), None)


def check_shown(actor: User, case: Case, note: Note) -> None:
    """Raises NotAllowed where the note is withheld from the actor."""
    if notes_withheld(actor, case, [note]):
        raise not_allowed(case, NOT_TO_YOU)


def document_withheld(
    document: CaseDocument, sensitivities: frozenset[str], *, but_urgent: bool = True
) -> bool:
    """Whether a document is withheld for these: it is marked so, or is about a question that is."""
    return document.sensitivity in sensitivities or bool(sensitivities) and about_withheld(
        document, sensitivities, but_urgent=but_urgent)


def documents_withheld(actor: User, case: Case) -> ColumnElement[bool]:
    """That a document of the case is withheld from the actor, who did not upload it; in SQL, so
    that what is withheld takes no place in a list."""
    sensitivities = withheld_from(actor, case)
    linked = db.session.execute(_LINKED, {"case": case.id}).all() if sensitivities else ()
    of_these = [
        and_(CaseDocument.about_toolkit == pair.about_toolkit,
             CaseDocument.about_question == pair.about_question)
        for pair in linked if about_withheld(pair, sensitivities)]
    return and_(CaseDocument.uploaded_by_id != actor.id,
                or_(CaseDocument.sensitivity.in_(sensitivities), *of_these))


def check_document_shown(actor: User, case: Case, document: CaseDocument) -> None:
    """Raises NotAllowed where the document is withheld from the actor."""
    mine = document.uploaded_by_id == actor.id
    if not mine and document_withheld(document, withheld_from(actor, case)):
        raise not_allowed(case, DOCUMENT_NOT_TO_YOU)
