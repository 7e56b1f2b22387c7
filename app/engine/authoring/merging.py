"""Joins two edits of one draft, unit by unit, so that no word is lost. Saving is not done here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from app.engine.authoring.json_parts import Json
from app.engine.authoring.merging_order import Places
from app.engine.authoring.outline import Outline


class Conflict(Struct, frozen=True):
    """Two different edits of one unit; a side is None where the unit is not there."""

    address: str
    base: Json | None
    mine: Json | None
    theirs: Json | None


class Merge(Struct, frozen=True):
    """The joined outline. Where two edits conflict, theirs stands and both are in `conflicts`."""

    outline: Outline
    conflicts: tuple[Conflict, ...]


def merge(base: Outline, mine: Outline, theirs: Outline) -> Merge:
    """Join two edits that both started from `base`.

    What one of them took away and the other changed is a conflict. What one of them put into
    something that the other took away keeps it there, and that is a conflict too.
    """
    units: dict[str, Json] = {}
    conflicts: dict[str, Conflict] = {}
    sides = (base, mine, theirs)
    for address in dict.fromkeys((*theirs.units, *mine.units)):
        was, ours, others = (side.units.get(address) for side in sides)
        kept = _kept(was, ours, others)
        if kept is not None:
            units[address] = kept
        if ours not in (was, others) and others != was:
            conflicts[address] = Conflict(address, was, ours, others)
    places = Places(sides, units)
    for address, unit in _restored(places, units, mine, theirs):
        units[address] = unit
        conflicts[address] = Conflict(address, *(side.units.get(address) for side in sides))
    return Merge(Outline(units, places.order(units)), tuple(conflicts.values()))


def _kept(was: Json | None, ours: Json | None, others: Json | None) -> Json | None:
    if others == was or ours == others:
        return ours
    if others is not None and ours is not None and "schema" in ours and "schema" not in others:
        return {**ours, **others}  # mine made a shared object its own: the schema is only here
    return others


def _restored(
    places: Places, units: Mapping[str, Json], mine: Outline, theirs: Outline
) -> Iterator[tuple[str, Json]]:
    """The containers that went on one side and in which something of the other side stands."""
    needed = dict.fromkeys(holder for one in units for holder in places.holders(one))
    for holder in needed:
        unit = theirs.units.get(holder, mine.units.get(holder))
        if unit is not None and holder not in units:
            yield holder, unit
