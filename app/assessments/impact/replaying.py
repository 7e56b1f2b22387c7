"""The latest submission of every open case, worked out under a version that is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Result, Row, Select, bindparam, select

from app.assessments.computing import Computed, computed
from app.assessments.models import Assessment, LevelBasis
from app.assessments.queries import standing_of
from app.cases.models import CaseSummary
from app.database import db
from app.definitions import queries
from app.definitions.impact import Proposal
from app.definitions.models import DefinitionVersion
from app.engine.levels import Calculated
from app.engine.pairing import Pairing
from app.engine.replay.narrow import Replay
from app.engine.replay.whole import Ladder, recalculated

PART = 2000
"""How many submissions are read and worked out together."""

_BASES, _CASES = LevelBasis.__table__.c, CaseSummary.__table__.c
_LIVE = (
    select(_BASES.assessment_id, _BASES.case_id, _CASES.team_id, _BASES.version_id,
           _BASES.at_least, _BASES.possibly, _BASES.codes)
    .join(CaseSummary.__table__, _CASES.case_id == _BASES.case_id)
    .where(_BASES.definition_id == bindparam("definition"), _BASES.latest, ~_CASES.closed)
    .order_by(_BASES.assessment_id)
    .execution_options(yield_per=PART)
)
_BESIDE = _LIVE.add_columns(_BASES.beside, _BASES.assessed_on)
_PLAIN = len(_LIVE.selected_columns)


class Moved(NamedTuple):
    """From which level to which, in words; `step` is 1 where that is higher, -1 where lower."""

    before: str
    after: str
    step: int


Live = Row[*tuple[Any, ...]]
"""The latest submission of an open case, as it is read."""

Both = tuple[Calculated, Calculated]
"""The level under the version before, and under the one proposed."""


@dataclass
class Levels:
    """What the submissions of a toolkit come to under the version before and the one proposed."""

    proposal: Proposal
    _replays: dict[int, tuple[Replay | None, Replay]] = field(default_factory=dict)
    _stored: dict[tuple[str | None, str | None], Calculated] = field(default_factory=dict)

    @cached_property
    def before(self) -> DefinitionVersion:
        """The version that practitioners have."""
        return self.proposal.before

    @cached_property
    def ladder(self) -> Ladder:
        """Which of two levels is higher."""
        return Ladder(queries.definition_of(self.before), self.proposal.after)

    @cached_property
    def versions(self) -> Mapping[int, DefinitionVersion]:
        """Every version of the toolkit, by id."""
        return {one.id: one for one in queries.versions(self.before.slug)}

    def live(self, scope: Select[Any] | None = None) -> Result[*tuple[Any, ...]]:
        """The latest submission of every open case, or of those whose ids `scope` selects, in the
        order of their ids; read as they are looked at."""
        wanted = any(one and one.looks_beside for pair in self._pairs() for one in pair)
        found = _BESIDE if wanted else _LIVE
        if scope is not None:
            found = found.where(_BASES.case_id.in_(scope))
        return db.session.execute(found, {"definition": self.before.definition_id})

    def both(self, live: Live) -> Both | None:
        """What a submission comes to under both, from its situation; None where it must be worked
        out whole."""
        return next(self.all_both([live]))

    def all_both(self, live: Sequence[Live]) -> Iterator[Both | None]:
        """The same of many, in their order."""
        by_version: dict[int, list[Live]] = {}
        for one in live:
            by_version.setdefault(one.version_id, []).append(one)
        found = {id_: self._of_version(id_, those) for id_, those in by_version.items()}
        return (next(found[one.version_id]) for one in live)

    def whole(self, assessment_id: int) -> tuple[Calculated, Calculated]:
        """The same from all that was recorded."""
        assessment = db.session.get_one(Assessment, assessment_id)
        standing = standing_of(assessment)
        assert standing is not None
        found = computed(assessment, standing.number)
        version = self.versions[standing.version_id]
        return (self._recalculated(found, queries.pairing(version, self.before)),
                self._recalculated(found, self._to_proposal(version)))

    def moved(self, before: Calculated, after: Calculated) -> Moved:
        """How far apart two calculated levels are."""
        return Moved(before.words, after.words, self.ladder.step(before, after))

    def _of_version(self, version_id: int, live: Sequence[Live]) -> Iterator[Both | None]:
        earlier, later = self._replays.get(version_id) or self._replay(version_id)
        befores = (self._known(one.at_least, one.possibly) for one in live) if (
            earlier is None) else _calculated(earlier, live)
        for before, after in zip(befores, _calculated(later, live), strict=True):
            yield None if before is None or after is None else (before, after)

    @staticmethod
    def _recalculated(found: Computed, pairing: Pairing) -> Calculated:
        return recalculated(pairing, found.answers, found.facts, found.on, found.background)

    def _replay(self, version_id: int) -> tuple[Replay | None, Replay]:
        version = self.versions[version_id]
        earlier = None
        if version_id != self.before.id:
            earlier = Replay(queries.pairing(version, self.before))
        found = self._replays[version_id] = earlier, Replay(self._to_proposal(version))
        return found

    def _pairs(self) -> Iterator[tuple[Replay | None, Replay]]:
        used = select(LevelBasis.version_id).where(
            LevelBasis.definition_id == self.before.definition_id, LevelBasis.latest).distinct()
        for version_id in db.session.scalars(used):
            yield self._replay(version_id)

    def _to_proposal(self, version: DefinitionVersion) -> Pairing:
        lineage = queries.lineage(version, self.before).then(self.proposal.lineage)
        return Pairing.of(queries.definition_of(version), self.proposal.after, lineage)

    def _known(self, at_least: str | None, possibly: str | None) -> Calculated:
        """What was worked out under the version before when it was submitted."""
        found = self._stored.get((at_least, possibly))
        if found is None:
            level = queries.definition_of(self.before).level
            found = self._stored[at_least, possibly] = Calculated(level(at_least), level(possibly))
        return found


def _calculated(replay: Replay, live: Sequence[Live]) -> Iterator[Calculated | None]:
    if not replay.looks_beside:
        return replay.all_calculated([one.codes for one in live])
    return (replay.calculated(one.codes, *one[_PLAIN:]) for one in live)


def tallied(
    levels: Levels, live: Iterable[Sequence[Live]]
) -> tuple[Counter[tuple[int, Moved]], list[Live]]:
    """How many cases of each team move from which level to which; and those to work out whole.
    They are given in parts."""
    counts: Counter[tuple[int, int, int]] = Counter()
    alive: dict[int, Calculated] = {}
    whole: list[Live] = []
    for part in live:
        for one, found in zip(part, levels.all_both(part), strict=True):
            if found is None:
                whole.append(one)
                continue
            before, after = found
            counts[one.team_id, id(before), id(after)] += 1
            alive[id(before)], alive[id(after)] = before, after
    moved: Counter[tuple[int, Moved]] = Counter()
    for (team, before_id, after_id), cases in counts.items():
        moved[team, levels.moved(alive[before_id], alive[after_id])] += cases
    return moved, whole
