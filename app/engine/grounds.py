"""What a decision to step down may rest on: the few facts of a comparison that the gate reads.

Taken from a comparison, or from what was signed of one, which alone a decision rests on. What they
show is decided in `reduction`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from app.engine.comparison import Alert, Comparison, Flag, Row, Visibility
from app.engine.definition import Level
from app.engine.delta import Cause, MeasureChange
from app.engine.directions import Direction
from app.engine.question_types.dates import earliest
from app.engine.signed_document import Parts, rows_of


class Rung(Struct, frozen=True):
    """A level as its toolkit calls it, and its rank."""

    id: str
    title: str
    rank: int

    @classmethod
    def of(cls, level: Level | None) -> Rung | None:
        """The rung of a level, if there is one."""
        return cls(level.id, level.title, level.rank) if level else None


class LevelGrounds(Struct, frozen=True):
    """The levels of one side: the one that stands, the highest that its answers may come to, and
    the same leaving aside actual harm of which nothing is known."""

    stands: Rung | None
    possible: Rung | None
    but_for_harm: Rung | None


class MeasureGrounds(Struct, frozen=True):
    """The upper ends of a measure, None on a side that has it not; `answered` is how much of the
    change known answers made that were not wrong before, `aged` how much the passage of time, None
    where the sides cannot be compared."""

    title: str
    before: float | None
    after: float | None
    answered: float | None
    aged: float | None


class RowGrounds(Struct, frozen=True):
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


class Grounds(Struct, frozen=True):
    """What the gate reads of a comparison made for the day `on`; `harm` is actual harm that stands,
    as its questions ask, or by their keys where they are asked on neither side."""

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
        if comparison.redacted or comparison.backwards:
            raise ValueError("Only a whole comparison, the earlier side first, has grounds")
        head, rows = comparison.headline, comparison.rows
        labels = {row.key: row.label for row in rows}
        return cls(
            on=comparison.on_after,
            before=_levels(head.before.level, head.before.calculated.possibly, head.possible[0]),
            after=_levels(head.after.level, head.after.calculated.possibly, head.possible[1]),
            harm=tuple(labels.get(key, key) for key in sorted(head.after.harm)),
            measures=tuple(_measure(one, comparison.corrected)
                           for one in sorted(head.measures, key=lambda one: one.id)),
            rows=tuple(found for found in map(_row, rows) if found.matters),
            alerts=comparison.warnings,
        )

    @classmethod
    def signed(cls, parts: Parts) -> Grounds:
        """The same of what was signed (engine.signed_document); raises KeyError, TypeError or
        ValueError where the parts are not those of a whole signature."""
        labels = {row["key"]: row["question"] for row in rows_of(parts)}
        return cls(
            on=date.fromisoformat(parts["side/later"]["assessed_on"]),
            before=_signed_levels(parts["level/earlier"]),
            after=_signed_levels(parts["level/later"]),
            harm=tuple(labels.get(key, key) for key in parts["harm/later"]["keys"]),
            measures=tuple(_signed_measure(parts[name]) for name in sorted(parts)
                           if name.startswith("measure/")),
            rows=tuple(found for found in map(_signed_row, rows_of(parts)) if found.matters),
            alerts=tuple(Alert(one["alert"]) for one in parts["warnings"]["alerts"]),
        )


def _levels(
    stands: Level | None, possible: Level | None, but_for_harm: Level | None
) -> LevelGrounds:
    return LevelGrounds(Rung.of(stands), Rung.of(possible), Rung.of(but_for_harm))


def _measure(change: MeasureChange, corrected: frozenset[str]) -> MeasureGrounds:
    before, after, delta = change.before, change.after, change.delta
    return MeasureGrounds(
        change.title, before.interval.high if before else None,
        after.interval.high if after else None,
        delta.answers.high - change.by_answers(corrected).high if delta else None,
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


def _signed_levels(said: Mapping[str, Any]) -> LevelGrounds:
    return LevelGrounds(*(
        Rung(**said[name]) if said[name] else None
        for name in ("recorded", "possibly", "possible_but_for_harm")))


def _signed_measure(said: Mapping[str, Any]) -> MeasureGrounds:
    before, after, because = said["before"], said["after"], said["because"]
    # What was signed before corrections were told apart does not say how much they made.
    corrected = said.get("corrected", (0, 0))[1]
    return MeasureGrounds(
        said["title"], before["ends"][1] if before else None, after["ends"][1] if after else None,
        because[Cause.ANSWERS][1] - corrected if because else None,
        because[Cause.TIME][1] if because else None)


def _signed_row(said: Mapping[str, Any]) -> RowGrounds:
    present_before, present_after = said["present"]
    after = said["after"]
    return RowGrounds(
        key=said["key"], label=said["question"],
        flags=tuple(Flag(one["flag"]) for one in said["flags"]), evidenced=said["evidenced"],
        increased=said["direction"] == Direction.INCREASED, harm=said["harm"],
        unknown=after is not None and not said["known"][1] and not said["harm_held"],
        anew=said["harm"] and present_after and not present_before,
        seen=earliest(after["evidence_date"]) if after else None,
    )
