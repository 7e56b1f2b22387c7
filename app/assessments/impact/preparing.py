"""Filling in what submissions' levels were worked out from, where an upgrade of the product or of
the engine has left it out."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from sqlalchemy import bindparam, func, select

from app.assessments.computing import computed
from app.assessments.models import Assessment, LevelBasis, Revision, RevisionKind
from app.assessments.models.revision import TURNING
from app.assessments.operations.basing import keep_basis
from app.assessments.queries import standing_of
from app.database import db, writing
from app.engine.replay.situations import RELEASE

BATCH = 50
"""Assessments that are written in one transaction: nobody else writes on SQLite meanwhile."""

_REVISIONS = Revision.__table__.c
_SUBMITTED = (
    select(_REVISIONS.assessment_id)
    .where(TURNING, _REVISIONS.kind == RevisionKind.SUBMISSION,
           _REVISIONS.version_id.in_(bindparam("versions", expanding=True)))
)
_HOW_MANY = _SUBMITTED.with_only_columns(func.count())
_KEPT = (
    select(LevelBasis.assessment_id)
    .where(LevelBasis.definition_id == bindparam("definition"),
           LevelBasis.engine_release == RELEASE)
)
_KEPT_COUNT = _KEPT.with_only_columns(func.count())


def unprepared(definition_id: int, version_ids: Sequence[int]) -> Sequence[int]:
    """The submitted assessments of a toolkit, whose versions these are, that must be prepared."""
    asked = {"versions": list(version_ids), "definition": definition_id}
    if db.session.scalar(_HOW_MANY, asked) == db.session.scalar(_KEPT_COUNT, asked):
        return ()
    kept = set(db.session.scalars(_KEPT, asked))
    return sorted(set(db.session.scalars(_SUBMITTED, asked)) - kept)


def prepare(assessment_ids: Sequence[int], deadline: float) -> int:
    """Prepare as many as there is time for, at least one batch; gives how many."""
    done = 0
    while done < len(assessment_ids) and (done == 0 or monotonic() < deadline):
        with writing():
            for assessment_id in assessment_ids[done:done + BATCH]:
                _prepare(assessment_id)
        done += BATCH
    return min(done, len(assessment_ids))


def _prepare(assessment_id: int) -> None:
    assessment = db.session.get_one(Assessment, assessment_id)
    standing = standing_of(assessment)
    assert standing is not None
    keep_basis(computed(assessment, standing.number))
