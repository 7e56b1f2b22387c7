"""Which questions, and which notes about them, are withheld from somebody in a case.

Which sensitivities that comes from is decided in `access`; what is left of a record without them is
the engine's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.accounts.models import User
from app.cases.access import chain_of, withheld_from
from app.cases.models import Case, Note
from app.definitions.models import DefinitionVersion
from app.definitions import queries as definitions
from app.definitions.queries import definition_of, lineage
from app.engine.definition import Definition
from app.engine.withheld_rows import hides
from app.engine.withholding import withheld_across, withheld_keys
from app.errors import NotAllowed

NOT_THESE_WORDS = "Withheld from you; ask the worker or a reviewer of the team"
NOT_TO_YOU = (
    "Some answers are withheld from you, because you do not work with this young person. "
    "Ask the worker or a reviewer of the team if you need them."
)


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


def notes_withheld(actor: User, case: Case, notes: Iterable[Note]) -> frozenset[int]:
    """The ids of the notes about questions that are withheld from the actor, who did not write
    them."""
    sensitivities = withheld_from(actor, case)
    if not sensitivities:
        return frozenset()
    return frozenset(note.id for note in notes if note.author_id != actor.id
                     and about_withheld(note, sensitivities))


def about_withheld(note: Note, sensitivities: frozenset[str], *, but_urgent: bool = True) -> bool:
    """Whether a note is about a question that any version of its toolkit marks as one of these, or
    about a list of which it marks rows: it may be about such a row."""
    if not note.about_toolkit or not note.about_question:
        return False
    return any(
        hides(withheld_keys(definition_of(version), sensitivities, but_urgent=but_urgent),
              note.about_question)
        for version in definitions.versions(note.about_toolkit))


def check_shown(actor: User, case: Case, note: Note) -> None:
    """Raises NotAllowed where the note is withheld from the actor."""
    if notes_withheld(actor, case, [note]):
        raise NotAllowed(NOT_TO_YOU, chain=chain_of(case.id), subject=chain_of(case.id))
