"""All submitted assessments of a toolkit beside each other: what each says of each question.

Columns are assessments, oldest first; rows are questions, each followed across the versions of the
toolkit as far as it is the same question. What one assessment says, and what changed from the one
before, is made in `trajectory_steps`; which rows there are in `threads`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from app.engine.definition import Definition, Risk
from app.engine.directions import Direction
from app.engine.threads import Between, Thread, threads
from app.engine.trajectory_actions import Listed, actions_hidden, listed
from app.engine.trajectory_steps import Cell, Reached, Reading, Seen, Step
from app.engine.withheld_rows import touched
from app.engine.withholding import dated_by

NOT_THERE = Cell(Seen.NOT_THERE)
HIDDEN = Cell(Seen.WITHHELD)


class Column(Struct, frozen=True):
    """An assessment: its level, what the answers give, and the highest level so far.

    `joined` says that its level may be drawn on one line with the one before.
    """

    step: Step
    highest: Reached | None
    joined: bool


class TrajectoryRow(Struct, frozen=True):
    """One question; a cell for each assessment. `breaks` says before which of them its line is
    broken, and what became of the question there. A withheld row has no label."""

    key: str
    label: str
    section_key: str
    section: str
    risky: bool
    cells: tuple[Cell, ...]
    breaks: Mapping[int, str]
    withheld: bool = False


class Line(Struct, frozen=True):
    """One measure; None in an assessment that does not have it. `breaks` are the assessments that
    are not to be joined with the one before."""

    id: str
    title: str
    readings: tuple[Reading | None, ...]
    breaks: frozenset[int]
    withheld: bool = False


class Trajectory(Struct, frozen=True):
    """The whole. `actions_withheld` says that questions that hold actions may not be seen."""

    columns: tuple[Column, ...]
    rows: tuple[TrajectoryRow, ...]
    lines: tuple[Line, ...]
    actions: tuple[Listed, ...]
    actions_withheld: bool = False

    @property
    def withheld(self) -> int:
        """How many rows the reader may not see."""
        return sum(row.withheld for row in self.rows)


def trajectory(
    steps: Sequence[Step], definitions: Sequence[Definition], between: Between,
    withheld: frozenset[str] = frozenset(),
) -> Trajectory:
    """The steps put together, oldest first; `definitions` are the versions they were given under.

    `between` gives the pairing of two versions. `withheld` are keys, of any version, whose answers
    the reader may not see, and rows (withheld_rows): a step tells of a list only that there is
    something in it, so one that is seen in part is withheld here. Where anything is, no total is
    shown either, and the level always is.
    """
    followed, closed = threads(definitions, between), touched(withheld)
    rows = tuple(_row(thread, steps, definitions, closed) for thread in followed)
    hidden = any(row.withheld for row in rows)
    if hidden:
        # Whether time alone lowered a level follows from every answer.
        steps = [replace(step, by_time=False) for step in steps]
    return Trajectory(
        tuple(_columns(steps)), rows, _lines(steps, hidden),
        listed([(definition, step.actions) for step, definition in zip(
            steps, definitions, strict=True)], followed, withheld),
        actions_hidden(definitions, withheld))


def _columns(steps: Sequence[Step]) -> Iterator[Column]:
    highest: Reached | None = None
    for step in steps:
        if step.level and (highest is None or step.level.rank > highest.rank):
            highest = step.level
        yield Column(step, highest, step.same_levels)


# Rows


def _row(
    thread: Thread, steps: Sequence[Step], definitions: Sequence[Definition],
    withheld: frozenset[str],
) -> TrajectoryRow:
    question, section = thread.question, thread.section
    risky = question.risk in (Risk.RAISES, Risk.LOWERS) or bool(question.harm)
    if withheld & thread.every_key:
        return TrajectoryRow(question.key, "", section.key, section.title, risky,
                             (HIDDEN,) * len(steps), {}, withheld=True)
    keys = [thread.keys.get(definition, "") for definition in definitions]
    cells = [step.cells[key] if key else NOT_THERE for step, key in zip(steps, keys, strict=True)]
    if any(key in dated_by(one, withheld) for key, one in zip(keys, definitions, strict=True)):
        cells = [cell._replace(aged=False) for cell in cells]
    breaks = _breaks(steps, keys)
    for place in (0, *breaks) if cells else ():
        cells[place] = _alone(cells[place])
    return TrajectoryRow(
        question.key, question.label, section.key, section.title, risky, tuple(cells), breaks)


def _breaks(steps: Sequence[Step], keys: Sequence[str]) -> dict[int, str]:
    """Before which assessments a row is broken, and what became of the question there."""
    broken: dict[int, str] = {}
    for place, (step, before, now) in enumerate(zip(steps[1:], keys, keys[1:], strict=False), 1):
        if now and (now in step.fresh or step.renamed.get(now, now) != before):
            broken[place] = step.fresh.get(now, "added")
        elif before and not now:
            broken[place] = step.gone.get(before, "removed")
    return broken


def _alone(cell: Cell) -> Cell:
    """A cell that has nothing before it: it never shows a direction."""
    if cell.direction is Direction.NONE and not cell.aged:
        return cell
    return cell._replace(direction=Direction.NONE, evidenced=False, aged=False)


# Measures


def _lines(steps: Sequence[Step], hidden: bool) -> tuple[Line, ...]:
    """Every measure that any assessment has, those of the latest first."""
    titles = {one.id: one.title for step in steps for one in step.measures}
    latest = [one.id for one in steps[-1].measures] if steps else []
    ordered = dict.fromkeys([*latest, *titles])
    if hidden:
        return tuple(Line(id_, titles[id_], (), frozenset(), withheld=True) for id_ in ordered)
    return tuple(_line(id_, titles[id_], steps) for id_ in ordered)


def _line(measure_id: str, title: str, steps: Sequence[Step]) -> Line:
    readings = tuple(
        next((one for one in step.measures if one.id == measure_id), None) for step in steps)
    return Line(measure_id, title, readings, frozenset(
        place for place, reading in enumerate(readings)
        if place and (reading is None or not reading.follows) and any(readings[place - 1:place + 1])
    ))
