"""From two recorded revisions to what changed between them. Comparing them is the engine’s work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app.assessments.bodies import read_whole
from app.assessments.computing import Computed, computed, of_state
from app.assessments.models import Revision
from app.database import db
from app.definitions.queries import lineage, load, pairing
from app.engine.comparing import compare
from app.engine.comparison import Side
from app.engine.corrections import Told, wrong_since
from app.engine.key_relation import Lineage
from app.errors import Refused
from app.reviews.in_words import InWords

KEPT = 16
"""How many comparisons a process keeps: somebody changes the filter, then takes the PDF."""


def comparison_of(
    earlier: Revision, later: Revision, between: Sequence[int], highest_id: str | None
) -> InWords:
    """What changed from one revision to another; whoever calls has authorised both.

    `between` are the ids of what was submitted of the toolkit between the two, oldest first: it
    may say that an answer of the earlier one was wrong. Complete revisions never change, so for
    the same ones it is worked out once. Raises Refused where the two are of different toolkits,
    which share no questions.
    """
    if not (earlier.complete and later.complete):
        return _worked_out(earlier, later, between, highest_id)
    sides = (earlier.id, earlier.root), (later.id, later.root)
    return _kept(*sides, tuple(between), highest_id)


@lru_cache(maxsize=KEPT)
def _kept(
    earlier: tuple[int, str], later: tuple[int, str], between: tuple[int, ...],
    highest_id: str | None,
) -> InWords:
    """The comparison of revisions by id and root: a root stands for all that a revision says."""
    first, second = (db.session.get_one(Revision, id_) for id_, _ in (earlier, later))
    return _worked_out(first, second, between, highest_id)


def _worked_out(
    earlier: Revision, later: Revision, between: Sequence[int], highest_id: str | None
) -> InWords:
    lineage = _lineage(earlier, later)
    first, second = _computed(earlier), _computed(later)
    followed = [_computed(db.session.get_one(Revision, id_)) for id_ in between]
    highest = second.definition.level(highest_id)
    return InWords(compare(
        _side(first), _side(second), lineage, highest_ever=highest,
        stale_after_days=second.standards.evidence_stale_days,
        wrong_since=_wrong_since([first, *followed, second]) if followed else None))


def _computed(revision: Revision) -> Computed:
    """A revision worked out from what was read of it."""
    if not revision.whole:
        return computed(revision.assessment, revision.number)
    definition = load(revision.version_id)
    answers = read_whole(definition, revision.body)
    return of_state(revision.assessment, definition, revision, answers)


def _wrong_since(sides: Sequence[Computed]) -> frozenset[str]:
    """What the later ones say of the answers of the first; most say nothing."""
    today = sides[-1]
    if not any(mark.earlier_was_wrong
               for side in sides[1:] for mark in side.answers.marks.values()):
        return frozenset()
    version = today.revision.version
    return wrong_since([
        Told(side.effective, pairing(side.revision.version, version)) for side in sides])


def _side(side: Computed) -> Side:
    return Side(
        side.definition, side.effective, side.background, side.result, side.revision.id)


def _lineage(earlier: Revision, later: Revision) -> Lineage:
    if earlier.assessment.slug != later.assessment.slug:
        raise Refused("These two are different toolkits. Their questions cannot be compared; "
                      "look at levels over time instead.")
    return lineage(earlier.version, later.version)
