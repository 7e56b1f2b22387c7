"""From two recorded revisions to what changed between them. Comparing them is the engine’s work."""

from __future__ import annotations

from functools import lru_cache

from app.assessments.computing import Computed, computed
from app.assessments.models import Assessment, Revision
from app.database import db
from app.definitions.queries import lineage_between
from app.engine.comparing import compare
from app.engine.comparison import Comparison, Side
from app.engine.key_relation import Lineage
from app.errors import Refused

KEPT = 16
"""How many comparisons a process keeps: somebody changes the filter, then takes the PDF."""


def comparison_of(earlier: Revision, later: Revision, highest_id: str | None) -> Comparison:
    """What changed from one revision to another; whoever calls has authorised both.

    Complete revisions never change, so for two of them it is worked out once. Raises Refused where
    the two are of different toolkits, which share no questions.
    """
    if earlier.complete and later.complete:
        sides = (earlier.id, earlier.root), (later.id, later.root)
        return _kept(*sides, highest_id)
    return _worked_out(earlier, later, highest_id)


@lru_cache(maxsize=KEPT)
def _kept(
    earlier: tuple[int, str], later: tuple[int, str], highest_id: str | None
) -> Comparison:
    """The comparison of revisions by id and root: a root stands for all that a revision says."""
    first, second = (db.session.get_one(Revision, id_) for id_, _ in (earlier, later))
    return _worked_out(first, second, highest_id)


def _worked_out(earlier: Revision, later: Revision, highest_id: str | None) -> Comparison:
    lineage = _lineage(earlier.assessment, later.assessment)
    first, second = (computed(one.assessment, one.number) for one in (earlier, later))
    highest = second.definition.level(highest_id)
    return compare(_side(first), _side(second), lineage, highest_ever=highest)


def _side(side: Computed) -> Side:
    return Side(
        side.definition, side.effective, side.background, side.result, side.revision.id)


def _lineage(earlier: Assessment, later: Assessment) -> Lineage:
    if earlier.slug != later.slug:
        raise Refused("These two are different toolkits. Their questions cannot be compared; "
                      "look at levels over time instead.")
    if earlier.version_id == later.version_id:
        return Lineage.identity()
    return lineage_between(earlier.slug, earlier.version.number, later.version.number)
