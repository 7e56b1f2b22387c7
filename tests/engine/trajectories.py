"""Several assessments of the small toolkit, for the tests of trajectories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.engine.comparison import Side
from app.engine.definition import Definition
from app.engine.key_relation import Lineage
from app.engine.pairing import Pairing
from app.engine.threads import Between
from app.engine.trajectory import Trajectory, TrajectoryRow, trajectory
from app.engine.trajectory_steps import Step, first_step, next_step

Lineages = Mapping[tuple[Definition, Definition], Lineage]


def between(lineages: Lineages) -> Between:
    """The pairings of versions; those not named are the same version."""
    return lambda earlier, later: Pairing.of(
        earlier, later, lineages.get((earlier, later), Lineage.identity()))


def steps(sides: Sequence[Side], lineages: Lineages) -> list[Step]:
    """A step for each side."""
    pairing = between(lineages)
    following = zip(sides, sides[1:], strict=False)
    return [first_step(side) for side in sides[:1]] + [
        next_step(one, other, pairing(one.definition, other.definition))
        for one, other in following]


def followed(
    *sides: Side, lineages: Lineages | None = None, withheld: frozenset[str] = frozenset()
) -> Trajectory:
    """The trajectory of these sides, oldest first."""
    known = lineages or {}
    return trajectory(steps(sides, known), [side.definition for side in sides],
                      between(known), withheld)


def row_of(found: Trajectory, key: str) -> TrajectoryRow:
    """The row of one question."""
    return next(row for row in found.rows if row.key == key)


def told(row: TrajectoryRow) -> list[Any]:
    """What each cell of a row says and where it went."""
    return [(cell.seen.value, cell.direction.value) for cell in row.cells]
