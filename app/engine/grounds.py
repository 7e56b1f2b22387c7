"""What a decision to step down may rest on: the few facts of a comparison that the gate reads.

Taken from a comparison when it is signed, kept with the signature as plain JSON, and read from
there afterwards, so that a decision rests on what was signed. What they show is decided in
`reduction`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.engine.comparison import Alert, Comparison, Flag, Row, Visibility
from app.engine.definition import Level
from app.engine.delta import MeasureChange
from app.engine.directions import Direction
from app.engine.question_types.dates import earliest


@dataclass(frozen=True, slots=True)
class Rung:
    """A level as its toolkit calls it, and its rank."""

    id: str
    title: str
    rank: int

    @classmethod
    def of(cls, level: Level | None) -> Rung | None:
        """The rung of a level, if there is one."""
        return cls(level.id, level.title, level.rank) if level else None


@dataclass(frozen=True, slots=True)
class LevelGrounds:
    """The levels of one side: the one that stands, the highest that its answers may come to, and
    the same leaving aside actual harm of which nothing is known."""

    stands: Rung | None
    possible: Rung | None
    but_for_harm: Rung | None


@dataclass(frozen=True, slots=True)
class MeasureGrounds:
    """The upper ends of a measure, None on a side that has it not; `answered` is how much of the
    change known answers made, `aged` how much the passage of time, None where the sides cannot be
    compared."""

    title: str
    before: float | None
    after: float | None
    answered: float | None
    aged: float | None


@dataclass(frozen=True, slots=True)
class RowGrounds:
    """A row that matters. `evidenced`: it shows a reduction and somebody said why; `seen`: the
    earliest day that its evidence is from, where one is given; `harm`: it asks about actual harm,
    which is `unknown`, or was recorded `anew`."""

    key: str
    label: str
    flags: tuple[Flag, ...]
    evidenced: bool
    increased: bool
    harm: bool
    unknown: bool
    anew: bool
    seen: date | None

    @property
    def matters(self) -> bool:
        """Whether the gate has anything to read in it."""
        return bool(self.flags) or self.evidenced or self.increased or self.harm


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the gate reads of a comparison made for the day `on`; `harm` are the labels, or keys
    where a question is not asked today, of actual harm that stands."""

    on: date
    before: LevelGrounds
    after: LevelGrounds
    harm: tuple[str, ...]
    measures: tuple[MeasureGrounds, ...]
    rows: tuple[RowGrounds, ...]
    alerts: tuple[Alert, ...]

    @classmethod
    def of(cls, comparison: Comparison) -> Grounds:
        """The grounds in a comparison.

        Raises ValueError for one that is seen only in part or from the later side: nothing is
        decided on either.
        """
        if comparison.withheld or comparison.backwards:
            raise ValueError("Only a whole comparison, the earlier side first, has grounds")
        head, rows = comparison.headline, comparison.rows
        labels = {row.key: row.label for row in rows}
        return cls(
            on=comparison.on_after,
            before=_levels(head.before.level, head.before.calculated.possibly, head.possible[0]),
            after=_levels(head.after.level, head.after.calculated.possibly, head.possible[1]),
            harm=tuple(labels.get(key, key) for key in head.after.harm),
            measures=tuple(map(_measure, head.measures)),
            rows=tuple(found for found in map(_row, rows) if found.matters),
            alerts=comparison.warnings,
        )

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON."""
        told = asdict(self)
        told["on"] = self.on.isoformat()
        for row in told["rows"]:
            row["seen"] = row["seen"].isoformat() if row["seen"] else None
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Grounds:
        """What `as_json` wrote; raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            on=date.fromisoformat(told["on"]),
            before=_told_levels(told["before"]), after=_told_levels(told["after"]),
            harm=tuple(told["harm"]),
            measures=tuple(MeasureGrounds(**one) for one in told["measures"]),
            rows=tuple(map(_told_row, told["rows"])),
            alerts=tuple(map(Alert, told["alerts"])),
        )


def _levels(
    stands: Level | None, possible: Level | None, but_for_harm: Level | None
) -> LevelGrounds:
    return LevelGrounds(Rung.of(stands), Rung.of(possible), Rung.of(but_for_harm))


def _measure(change: MeasureChange) -> MeasureGrounds:
    before, after, delta = change.before, change.after, change.delta
    return MeasureGrounds(
        change.title, before.interval.high if before else None,
        after.interval.high if after else None, delta.answers.high if delta else None,
        delta.time.high if delta else None)


def _row(row: Row) -> RowGrounds:
    assert row.visibility is Visibility.SHOWN
    return RowGrounds(
        key=row.key, label=row.label, flags=row.flags, evidenced=row.evidenced,
        increased=row.direction is Direction.INCREASED, harm=row.harm,
        unknown=row.after is not None and not row.state_after.known and not row.held,
        anew=row.harm and row.state_after.present and not row.state_before.present,
        seen=earliest(row.after.mark.evidence_date) if row.after else None,
    )


def _told_levels(told: Mapping[str, Any]) -> LevelGrounds:
    return LevelGrounds(**{
        name: Rung(**rung) if rung else None for name, rung in told.items()})


def _told_row(told: Mapping[str, Any]) -> RowGrounds:
    seen = told["seen"]
    return RowGrounds(**{
        **told, "flags": tuple(map(Flag, told["flags"])),
        "seen": date.fromisoformat(seen) if seen else None})
