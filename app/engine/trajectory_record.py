"""How a step of a trajectory is kept: plain JSON, small, since a page reads as many as there were
reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.engine.actions import Action
from app.engine.answers import Standing
from app.engine.directions import Direction
from app.engine.trajectory_steps import Cell, Reached, Reading, Seen, Step

_SEEN: dict[str, Seen] = {one.value: one for one in Seen}
_STANDINGS: dict[str, Standing] = {one.value: one for one in Standing}
_DIRECTIONS: dict[str, Direction] = {one.value: one for one in Direction}
_USUAL = tuple(Cell(Seen.BLANK))


def to_document(step: Step) -> dict[str, Any]:
    """The step as plain JSON."""
    return {
        "on": step.on.isoformat(), "sequence": step.sequence,
        "level": _plain(step.level), "judged": step.judged, "calculated": step.calculated,
        "at_least": _plain(step.at_least), "possibly": _plain(step.possibly),
        "by_time": step.by_time, "same_levels": step.same_levels,
        "measures": [list(one) for one in step.measures],
        "cells": {key: _trimmed(cell) for key, cell in step.cells.items()},
        "gone": dict(step.gone), "actions": [list(one) for one in step.actions],
    }


def from_document(said: dict[str, Any]) -> Step:
    """The step that `to_document` wrote."""
    return Step(
        date.fromisoformat(said["on"]), said["sequence"], _reached(said["level"]), said["judged"],
        said["calculated"], _reached(said["at_least"]), _reached(said["possibly"]),
        said["by_time"], said["same_levels"], tuple(Reading(*one) for one in said["measures"]),
        {key: _cell(parts) for key, parts in said["cells"].items()}, said["gone"],
        tuple(Action(*one) for one in said["actions"]),
    )


def _trimmed(cell: Cell) -> list[Any]:
    """The parts of a cell up to the last that is not as usual."""
    parts = list(cell)
    while len(parts) > 1 and parts[-1] == _USUAL[len(parts) - 1]:
        parts.pop()
    return parts


def _cell(parts: Sequence[Any]) -> Cell:
    seen, words, place, standing, held, aged, before, other, direction, evidenced = (
        *parts, *_USUAL[len(parts):])
    return Cell(
        _SEEN[seen], words, place, _STANDINGS[standing], held, aged, before, other,
        _DIRECTIONS[direction], evidenced)


def _plain(level: Reached | None) -> list[Any] | None:
    return list(level) if level else None


def _reached(said: Sequence[Any] | None) -> Reached | None:
    return Reached(*said) if said else None
