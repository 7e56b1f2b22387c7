"""A hundred thousand submissions that differ, for what is worked out of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from app.assessments import queries
from app.assessments.models import (
    Assessment,
    LevelBasis,
    Revision,
    RevisionKind,
    RevisionSummary,
)
from app.assessments.queries import Submitted
from app.cases.models import Case
from app.database import db, writing
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, pairing
from app.engine.replay.narrow import Replay
from app.engine.replay.situations import Situation
from bench.chance import situations
from bench.copies import APART

BATCH = 10_000
NO_BODY = "{}"
"""No impact looks at bodies; two gigabytes of them would only take long to write."""


def fill_situations(like_case_id: int, slug: str) -> int:
    """Give every case without an assessment of a toolkit a submitted one with answers of its own,
    else like that of one case; gives how many submissions of it there are then."""
    with writing():
        found = queries.last_submitted(like_case_id, slug)
        assert found is not None
        definition_id = found.assessment.version.definition_id
        have = select(Assessment.case_id).join(DefinitionVersion).where(
            DefinitionVersion.definition_id == definition_id)
        none_yet = select(Case.id).where(Case.id.not_in(have))
        _copied(found, db.session.scalars(none_yet.order_by(Case.id)).all())
        _varied(found)
    kept = select(func.count()).where(LevelBasis.definition_id == definition_id)
    return db.session.scalar(kept) or 0


def _copied(one: Submitted, case_ids: Sequence[int]) -> None:
    """The rows as the operations would have written them, but for the answers."""
    first = APART + one.assessment.version.definition_id
    _insert(Assessment, one.assessment, case_ids, lambda n: {
        "id": first + 10 * n, "case_id": n, "previous_id": None})
    _insert(Revision, one.standing, case_ids, lambda n: {
        "id": first + 10 * n, "assessment_id": first + 10 * n, "number": 1, "base_number": None,
        "whole_number": 1, "background_id": None, "body": NO_BODY, "known": NO_BODY})
    _insert(RevisionSummary, one.summary, case_ids, lambda n: {
        "revision_id": first + 10 * n, "case_id": n})


def _varied(one: Submitted) -> None:
    """A situation for every submission on the same version that has none, each by chance."""
    pattern = db.session.get_one(LevelBasis, one.assessment.id)
    version = one.assessment.version
    waiting = {row.assessment_id: row for row in db.session.execute(
        select(Revision.assessment_id, Revision.id, Assessment.case_id)
        .join(Assessment, Assessment.id == Revision.assessment_id)
        .where(Revision.kind == RevisionKind.SUBMISSION, Revision.version_id == version.id,
               Revision.assessment_id.not_in(select(LevelBasis.assessment_id))))}
    known = Replay(pairing(version, version))
    made = situations(definition_of(version), pattern, Random(1))
    _insert(LevelBasis, pattern, sorted(waiting), lambda n: {
        "assessment_id": n, "case_id": waiting[n].case_id, "revision_id": waiting[n].id,
        "latest": True, "review_due": pattern.assessed_on + timedelta(days=n % 200),
        **_situation(next(made), known)})


def _situation(made: Situation, known: Replay) -> dict[str, Any]:
    found = known.calculated(*made)
    assert found is not None and found.at_least is not None and found.possibly is not None
    return {**made._asdict(), "at_least": found.at_least.id, "possibly": found.possibly.id}


def _insert(model: Any, row: Any, numbers: Sequence[int], changed: Any) -> None:
    table = model.__table__
    alike = {column.name: getattr(row, column.name) for column in table.columns}
    for start in range(0, len(numbers), BATCH):
        part = numbers[start:start + BATCH]
        db.session.execute(insert(table), [{**alike, **changed(number)} for number in part])
