"""The latest submission of every open case, worked out under a version that is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from msgspec import Struct, field
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

Found = list[Calculated | None]
"""Of each of many, None where it must be worked out whole."""


def in_both(before: Calculated | None, after: Calculated | None) -> Both | None:
    """Both levels where both are known."""
    return None if before is None or after is None else (before, after)


class Levels(Struct, dict=True):
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
        (before,), (after,) = self.all_both([live])
        return in_both(before, after)

    def all_both(self, live: Sequence[Live]) -> tuple[Found, Found]:
        """What many come to under the version before, and under the one proposed, in their order;
        None where one must be worked out whole."""
        versions = [one.version_id for one in live]
        used = set(versions)
        if len(used) == 1:
            return self._of_version(versions[0], live)
        parts = {id_: self._of_version(id_, [one for one in live if one.version_id == id_])
                 for id_ in used}
        return _in_turn(versions, {id_: part[0] for id_, part in parts.items()}), _in_turn(
            versions, {id_: part[1] for id_, part in parts.items()})

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

    def _of_version(self, version_id: int, live: Sequence[Live]) -> tuple[Found, Found]:
        earlier, later = self._replays.get(version_id) or self._replay(version_id)
        before = self._as_submitted(live) if earlier is None else _calculated(earlier, live)
        return before, _calculated(later, live)

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

    def _as_submitted(self, live: Sequence[Live]) -> Found:
        """What was worked out under the version before when they were submitted."""
        level = queries.definition_of(self.before).level
        ends = [(one.at_least, one.possibly) for one in live]
        for at_least, possibly in set(ends) - self._stored.keys():
            self._stored[at_least, possibly] = Calculated(level(at_least), level(possibly))
        return list(map(self._stored.__getitem__, ends))


def _calculated(replay: Replay, live: Sequence[Live]) -> Found:
    if not replay.looks_beside:
        return replay.all_calculated([one.codes for one in live])
    return [replay.calculated(one.codes, *one[_PLAIN:]) for one in live]


def _in_turn(versions: Iterable[int], found: Mapping[int, Found]) -> Found:
    """What was found for each version, put into the order in which the versions come."""
    parts = {id_: iter(part) for id_, part in found.items()}
    return [next(parts[id_]) for id_ in versions]


def tallied(
    levels: Levels, live: Iterable[Sequence[Live]]
) -> tuple[Counter[tuple[int, Moved]], list[Live]]:
    """How many cases of each team move from which level to which; and those to work out whole.
    They are given in parts."""
    counts: Counter[tuple[int, int, int]] = Counter()
    alive: dict[int, Calculated | None] = {}
    whole: list[Live] = []
    for part in live:
        befores, afters = levels.all_both(part)
        teams = [one.team_id for one in part]
        counts.update(zip(teams, map(id, befores), map(id, afters), strict=True))
        for found in (befores, afters):
            alive.update(zip(map(id, found), found, strict=True))
        whole += [one for one, before, after in zip(part, befores, afters, strict=True)
                  if before is None or after is None]
    return _moved(levels, counts, alive), whole


def _moved(
    levels: Levels, counts: Counter[tuple[int, int, int]], alive: Mapping[int, Calculated | None]
) -> Counter[tuple[int, Moved]]:
    moved: Counter[tuple[int, Moved]] = Counter()
    for (team, *ids), cases in counts.items():
        before, after = (alive[one] for one in ids)
        if before is not None and after is not None:
            moved[team, levels.moved(before, after)] += cases
    return moved
