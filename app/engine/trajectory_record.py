"""How a step of a trajectory is kept: plain JSON, small, since a page reads as many as there were
reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from app.engine.actions import Action
from app.engine.answers import Standing
from app.engine.directions import Direction
from app.engine.trajectory_steps import Cell, Reached, Reading, Seen, Step


def to_document(step: Step) -> dict[str, Any]:
    """The step as plain JSON; each cell that differs from the others is written once."""
    different = {cell: number for number, cell in enumerate(dict.fromkeys(step.cells.values()))}
    return {
        "on": step.on.isoformat(), "sequence": step.sequence,
        "level": _plain(step.level), "judged": step.judged, "calculated": step.calculated,
        "at_least": _plain(step.at_least), "possibly": _plain(step.possibly),
        "by_time": step.by_time, "same_levels": step.same_levels,
        "measures": [list(one) for one in step.measures],
        "cells": [list(cell) for cell in different],
        "said": {key: different[cell] for key, cell in step.cells.items()},
        "fresh": dict(step.fresh), "gone": dict(step.gone), "renamed": dict(step.renamed),
        "actions": [list(one) for one in step.actions],
    }


def from_document(said: dict[str, Any]) -> Step:
    """The step that `to_document` wrote."""
    cells = [_cell(*parts) for parts in said["cells"]]
    return Step(
        date.fromisoformat(said["on"]), said["sequence"], _reached(said["level"]), said["judged"],
        said["calculated"], _reached(said["at_least"]), _reached(said["possibly"]),
        said["by_time"], said["same_levels"], tuple(Reading(*one) for one in said["measures"]),
        {key: cells[number] for key, number in said["said"].items()}, said["fresh"], said["gone"],
        said["renamed"], tuple(Action(*one) for one in said["actions"]),
    )


@lru_cache(maxsize=4096)
def _cell(
    seen: str, words: str, place: str, standing: str, held: bool, aged: bool, direction: str,
    evidenced: bool,
) -> Cell:
    """The same cell each time, which is quick to compare with itself."""
    return Cell(Seen(seen), words, place, Standing(standing), held, aged, Direction(direction),
                evidenced)


def _plain(level: Reached | None) -> list[Any] | None:
    return list(level) if level else None


def _reached(said: Sequence[Any] | None) -> Reached | None:
    return Reached(*said) if said else None
