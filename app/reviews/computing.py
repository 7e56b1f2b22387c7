"""From two recorded revisions to what changed between them. Comparing them is the engine’s work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import undefer

from app.assessments.bodies import read_whole
from app.assessments.computing import Computed, computed, of_state
from app.assessments.models import Assessment, Revision
from app.cases.listing import LARGEST_ID
from app.database import db
from app.definitions.queries import lineage, load, pairing
from app.engine.comparing import compare
from app.engine.comparison import Comparison, Side
from app.engine.corrections import Told, wrong_since
from app.engine.trajectory_steps import Step, first_step, next_step
from app.errors import Refused

# Both sides and what came between, in one statement.
_WITH_ANSWERS = (
    select(Revision).where(Revision.id.in_(bindparam("ids", expanding=True)))
    .options(undefer(Revision.body), undefer(Revision.known))
)


class DifferentToolkits(Refused):
    """Two assessments of different toolkits, of which the levels alone can be compared."""


def comparison_of(
    earlier: Revision, later: Revision, between: Sequence[int], withheld: Iterable[str] = ()
) -> Comparison:
    """What changed from one revision to another; whoever calls has authorised both.

    `between` are the ids of what was submitted of the toolkit between the two, oldest first: it
    may say that an answer of the earlier one was wrong. Both are of one toolkit. `withheld` are
    the keys, of either version, whose answers the reader may not see.
    """
    read = db.session.scalars(_WITH_ANSWERS, {"ids": [earlier.id, *between, later.id]}).all()
    by_id = {revision.id: revision for revision in read}
    first, second = _computed(earlier), _computed(later)
    followed = [_computed(by_id[id_]) for id_ in between]
    return compare(
        _side(first), _side(second), lineage(earlier.version, later.version),
        withheld=frozenset(withheld), stale_after_days=second.standards.evidence_stale_days,
        wrong_since=_wrong_since([first, *followed, second]) if followed else None)


def steps_of(wanted: Sequence[tuple[Revision | None, Revision]]) -> list[Step]:
    """The steps of a trajectory from one revision to the next, None before the first; whoever calls
    has authorised the case. All are of one toolkit."""
    ids = {one.id for pair in wanted for one in pair if one is not None}
    db.session.scalars(_WITH_ANSWERS, {"ids": list(ids)}).all()
    worked_out: dict[int, Computed] = {}
    return [_step(worked_out, before, revision) for before, revision in wanted]


def _step(worked_out: dict[int, Computed], before: Revision | None, revision: Revision) -> Step:
    for one in filter(None, (before, revision)):
        if one.id not in worked_out:
            worked_out[one.id] = _computed(one)
    later = worked_out[revision.id]
    if before is None:
        return first_step(_side(later))
    return next_step(_side(worked_out[before.id]), _side(later),
                     pairing(before.version, revision.version), later.standards.evidence_stale_days)


def check_comparable(earlier: Assessment, later: Assessment) -> None:
    """Raises DifferentToolkits where the two share no questions."""
    if earlier.slug != later.slug:
        raise DifferentToolkits(
            "These two are different toolkits. Their questions cannot be compared, their levels "
            "can: open the two on the page “What changed”, or look at levels over time.")


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
    """A side; of two of one day, the assessment that was begun later is the later one."""
    sequence = side.assessment.id * (LARGEST_ID + 1) + side.revision.id
    return Side(side.definition, side.effective, side.background, side.result, sequence)
