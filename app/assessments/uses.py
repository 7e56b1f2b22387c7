"""How many assessments each version of a toolkit has, for the pages of toolkits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from app.assessments.models import Assessment, Revision, RevisionKind
from app.assessments.models.revision import TURNING
from app.database import db
from app.definitions.uses import Use

_ASSESSMENTS, _REVISIONS = Assessment.__table__.c, Revision.__table__.c
_BEGUN = (
    select(_ASSESSMENTS.version_id, func.count())
    .where(_ASSESSMENTS.version_id.in_(bindparam("versions", expanding=True)))
    .group_by(_ASSESSMENTS.version_id)
)
_TURNED = (
    select(_REVISIONS.version_id, _REVISIONS.kind, func.count())
    .where(TURNING, _REVISIONS.version_id.in_(bindparam("versions", expanding=True)))
    .group_by(_REVISIONS.version_id, _REVISIONS.kind)
)
_MOVES = (RevisionKind.UPGRADE, RevisionKind.UPGRADE_UNDONE)
_MOVED = (
    select(_REVISIONS.assessment_id, _REVISIONS.number)
    .where(TURNING, _REVISIONS.kind.in_(_MOVES)).subquery()
)
_BEFORE = aliased(Revision)
_LEFT = (
    select(_BEFORE.version_id, func.count())
    .join(_MOVED, (_MOVED.c.assessment_id == _BEFORE.assessment_id)
          & (_MOVED.c.number == _BEFORE.number + 1))
    .where(_BEFORE.version_id.in_(bindparam("versions", expanding=True)))
    .group_by(_BEFORE.version_id)
)


def count(version_ids: Sequence[int]) -> Mapping[int, Use]:
    """The drafts and the submitted assessments of each of these versions.

    An assessment counts with the version that it is on now, whichever it began with.
    """
    asked = {"versions": list(version_ids)}
    begun: dict[int, int] = {key: value for key, value in db.session.execute(_BEGUN, asked)}
    left: dict[int, int] = {key: value for key, value in db.session.execute(_LEFT, asked)}
    turned = {(version, kind): number
              for version, kind, number in db.session.execute(_TURNED, asked)}

    def of(version: int, *kinds: RevisionKind) -> int:
        return sum(turned.get((version, kind), 0) for kind in kinds)

    return {
        version: Use(
            begun.get(version, 0) - left.get(version, 0) + of(version, *_MOVES)
            - of(version, RevisionKind.SUBMISSION, RevisionKind.SET_ASIDE),
            of(version, RevisionKind.SUBMISSION))
        for version in version_ids
    }
