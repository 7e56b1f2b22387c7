"""From two recorded revisions to what changed between them. Comparing them is the engine’s work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Date, bindparam, select, tuple_

from app.assessments.computing import Computed, computed
from app.assessments.models import Assessment, Revision, RevisionKind
from app.database import db
from app.definitions.queries import lineage
from app.engine.comparing import compare
from app.engine.comparison import Comparison, Side
from app.engine.corrections import Told, wrong_since
from app.engine.key_relation import Lineage
from app.engine.pairing import Pairing
from app.errors import Refused

KEPT = 16
"""How many comparisons a process keeps: somebody changes the filter, then takes the PDF."""


_BETWEEN = (
    select(Revision).join(Revision.assessment)
    .where(
        Assessment.case_id == bindparam("case"), Assessment.slug == bindparam("slug"),
        Revision.kind.in_((RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)),
        tuple_(Revision.assessed_on, Revision.id) > tuple_(
            bindparam("after", type_=Date), bindparam("after_id")),
        tuple_(Revision.assessed_on, Revision.id) < tuple_(
            bindparam("before", type_=Date), bindparam("before_id")),
    )
    .order_by(Revision.assessed_on, Revision.id)
)


def comparison_of(earlier: Revision, later: Revision, highest_id: str | None) -> Comparison:
    """What changed from one revision to another; whoever calls has authorised both.

    What was submitted between the two may say that an answer of the earlier one was wrong.
    Complete revisions never change, so for the same ones it is worked out once. Raises Refused
    where the two are of different toolkits, which share no questions.
    """
    chain = (earlier, *_between(earlier, later), later)
    if earlier.complete and later.complete:
        return _kept(tuple((one.id, one.root) for one in chain), highest_id)
    return _worked_out(chain, highest_id)


def _between(earlier: Revision, later: Revision) -> Sequence[Revision]:
    """What was submitted of the toolkit after the one and before the other."""
    return db.session.scalars(_BETWEEN, {
        "case": earlier.assessment.case_id, "slug": earlier.assessment.slug,
        "after": earlier.assessed_on, "after_id": earlier.id,
        "before": later.assessed_on, "before_id": later.id,
    }).all()


@lru_cache(maxsize=KEPT)
def _kept(chain: tuple[tuple[int, str], ...], highest_id: str | None) -> Comparison:
    """The comparison of revisions by id and root: a root stands for all that a revision says."""
    return _worked_out([db.session.get_one(Revision, id_) for id_, _ in chain], highest_id)


def _worked_out(chain: Sequence[Revision], highest_id: str | None) -> Comparison:
    lineage = _lineage(chain[0].assessment, chain[-1].assessment)
    sides = [computed(one.assessment, one.number) for one in chain]
    first, second = sides[0], sides[-1]
    highest = second.definition.level(highest_id)
    return compare(_side(first), _side(second), lineage, highest_ever=highest,
                   wrong_since=_wrong_since(sides) if len(sides) > 2 else None)


def _wrong_since(sides: Sequence[Computed]) -> frozenset[str]:
    """What the later ones say of the answers of the first; most say nothing."""
    today = sides[-1]
    if not any(mark.earlier_was_wrong
               for side in sides[1:] for mark in side.answers.marks.values()):
        return frozenset()
    return wrong_since([
        Told(side.effective, Pairing.of(side.definition, today.definition,
                                        _lineage(side.assessment, today.assessment)))
        for side in sides
    ])


def _side(side: Computed) -> Side:
    return Side(
        side.definition, side.effective, side.background, side.result, side.revision.id)


def _lineage(earlier: Assessment, later: Assessment) -> Lineage:
    if earlier.slug != later.slug:
        raise Refused("These two are different toolkits. Their questions cannot be compared; "
                      "look at levels over time instead.")
    return lineage(earlier.version, later.version)
