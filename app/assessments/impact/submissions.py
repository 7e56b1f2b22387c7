"""The latest submission of every open case, as it is read: in small, and many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any, NamedTuple

from sqlalchemy import Result, Row, Select, bindparam, case, select

from app.assessments.models import LevelBasis
from app.cases.models import CaseSummary
from app.database import db
from app.engine.replay.situations import RELEASE

PART = 2000
"""How many are read and worked out together."""

_BASES, _CASES = LevelBasis.__table__.c, CaseSummary.__table__.c
_CODES = case((_BASES.engine_release == RELEASE, _BASES.codes), else_="")
"""None where another release wrote them: they are worked out whole until they are made anew."""

_LIVE = (
    select(_BASES.assessment_id, _BASES.case_id, _CASES.team_id, _BASES.version_id,
           _BASES.at_least, _BASES.possibly, _CODES)
    .join(CaseSummary.__table__, _CASES.case_id == _BASES.case_id)
    .where(_BASES.definition_id == bindparam("definition"), _BASES.latest, ~_CASES.closed)
    .order_by(_BASES.assessment_id)
    .execution_options(yield_per=PART)
)
_BESIDE = _LIVE.add_columns(_BASES.beside)

Live = Row[*tuple[Any, ...]]
"""One of them."""


class Submissions(NamedTuple):
    """Many of them, column by column; `besides` is blank where nothing looks there."""

    ids: Sequence[int] = ()
    case_ids: Sequence[int] = ()
    team_ids: Sequence[int] = ()
    version_ids: Sequence[int] = ()
    at_least: Sequence[str | None] = ()
    possibly: Sequence[str | None] = ()
    codes: Sequence[str] = ()
    besides: Sequence[str] = ()

    @classmethod
    def of(cls, live: Sequence[Live]) -> Submissions:
        """The columns of these rows."""
        columns: Any = zip(*live, strict=True)
        return cls(*columns)

    def on(self, version_id: int) -> Submissions:
        """Those on one version."""
        some = [one == version_id for one in self.version_ids]
        columns: Any = (tuple(compress(column, some)) for column in self)
        return Submissions(*columns)


def live_submissions(
    definition_id: int, *, beside: bool, scope: Select[Any] | None = None
) -> Result[*tuple[Any, ...]]:
    """Those of a toolkit, or of the cases whose ids `scope` selects, in the order of their ids;
    with what stands beside their characters, or without. Read as they are looked at."""
    found = _BESIDE if beside else _LIVE
    if scope is not None:
        found = found.where(_BASES.case_id.in_(scope))
    return db.session.execute(found, {"definition": definition_id})
