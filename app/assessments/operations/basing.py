"""Keeping, beside each submission, what its level was worked out from, in small. Rebuildable."""

from __future__ import annotations

from sqlalchemy import select, update

from app.assessments.computing import Computed
from app.assessments.models import LevelBasis
from app.assessments.queries import review_due_of
from app.database import db
from app.engine.replay.situations import RELEASE, situation_of


def keep_basis(found: Computed) -> LevelBasis:
    """Put what a complete revision came to its level by where it can be worked out again fast."""
    assessment, calculated = found.assessment, found.result.calculated
    basis = db.session.get(LevelBasis, assessment.id) or LevelBasis(assessment_id=assessment.id)
    basis.case_id, basis.revision_id = assessment.case_id, found.revision.id
    basis.version_id = found.revision.version_id
    basis.definition_id = found.revision.version.definition_id
    basis.assessed_on, basis.review_due = found.on, review_due_of(assessment)
    basis.at_least = calculated.at_least.id if calculated.at_least else None
    basis.possibly = calculated.possibly.id if calculated.possibly else None
    basis.codes, basis.beside = situation_of(
        found.definition, found.answers, found.background, found.facts, found.on)
    basis.engine_release, basis.latest = RELEASE, False
    db.session.add(basis)
    db.session.flush()
    _mark_latest(basis)
    return basis


def _mark_latest(basis: LevelBasis) -> None:
    """Assessments of one toolkit follow each other in a case: the last begun is the latest."""
    alike = LevelBasis.case_id == basis.case_id, LevelBasis.definition_id == basis.definition_id
    ids = db.session.scalars(select(LevelBasis.assessment_id).where(*alike)).all()
    db.session.execute(
        update(LevelBasis).where(*alike, LevelBasis.latest, LevelBasis.assessment_id != max(ids))
        .values(latest=False))
    db.session.execute(
        update(LevelBasis).where(LevelBasis.assessment_id == max(ids)).values(latest=True))
