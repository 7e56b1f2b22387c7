"""What became of the rows of a repeating group, followed by their ids and never by their place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from app.engine.reading import RowReading


class ItemChange(StrEnum):
    """What happened to one row."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


class RowItem(NamedTuple):
    """One row on both sides; a side is None where the row is not there."""

    id: str
    change: ItemChange
    before: RowReading | None
    after: RowReading | None

    def mirrored(self) -> RowItem:
        """The item when the two sides are swapped."""
        swapped = {ItemChange.ADDED: ItemChange.REMOVED, ItemChange.REMOVED: ItemChange.ADDED}
        return RowItem(self.id, swapped.get(self.change, self.change), self.after, self.before)


def row_items(
    before: Sequence[RowReading], after: Sequence[RowReading]
) -> tuple[RowItem, ...]:
    """Every row of both sides: the later ones in order, gone ones behind their old neighbour."""
    earlier = {row.id: row for row in before}
    later = {row.id: row for row in after}
    stayed = in_order([row.id for row in after if row.id in earlier], list(earlier))
    return tuple(
        RowItem(id_, _change(earlier.get(id_), later.get(id_), id_ in stayed),
                earlier.get(id_), later.get(id_))
        for id_ in merged_order([row.id for row in before], [row.id for row in after])
    )


def merged_order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The later order, with each thing that is gone put behind what stood before it."""
    kept = set(after)
    gone_behind: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for key in before:
        if key in kept:
            anchor = key
        else:
            gone_behind.setdefault(anchor, []).append(key)
    order = gone_behind.get(None, [])[:]
    for key in after:
        order.append(key)
        order.extend(gone_behind.get(key, ()))
    return order


def _change(before: RowReading | None, after: RowReading | None, stayed: bool) -> ItemChange:
    if before is None:
        return ItemChange.ADDED
    if after is None:
        return ItemChange.REMOVED
    if _said(before) != _said(after):
        return ItemChange.CHANGED
    return ItemChange.SAME if stayed else ItemChange.MOVED


def _said(row: RowReading) -> list[tuple[str, Any]]:
    """What the cells hold; a choice that is only called something else today is the same."""
    return [(cell.key, cell.value) for cell in row.cells if cell.text.strip()]


def in_order(ids: Sequence[str], earlier: Sequence[str]) -> frozenset[str]:
    """As many rows as can be said to have stayed in order: the longest rising run of places."""
    place = {id_: number for number, id_ in enumerate(earlier)}
    tails: list[int] = []
    ending: list[str] = []
    behind: dict[str, str | None] = {}
    for id_ in ids:
        at = bisect_left(tails, place[id_])
        behind[id_] = ending[at - 1] if at else None
        tails[at:at + 1] = [place[id_]]
        ending[at:at + 1] = [id_]
    stayed: set[str] = set()
    last = ending[-1] if ending else None
    while last is not None:
        stayed.add(last)
        last = behind[last]
    return frozenset(stayed)
