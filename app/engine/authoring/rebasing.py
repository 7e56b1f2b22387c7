"""A draft brought onto a newer version of its toolkit: both changed the version it was made from.

What the newer version changed comes into the draft, what the draft changed stays. Where both
changed the same part, the newer version's stands. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from msgspec import Struct

from app.engine.authoring.family_units import ITS_OWN, gathered, spread
from app.engine.authoring.json_parts import Json, without
from app.engine.authoring.merging import Conflict, merge
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name, take_apart

Document = Mapping[str, Any]
Entry = dict[str, Any]
_ROOT = ("root", "shared")
"""The kinds of unit that stand in the toolkit's own unit, once the document is an outline again."""


class Rebased(Struct, frozen=True):
    """The draft on the newer version.

    `conflicts` are what both changed, the draft's side in `mine`; `unsaid` the keys of questions
    of which the draft said what became of them, and which has to be said again.
    """

    document: dict[str, Any]
    conflicts: tuple[Conflict, ...]
    unsaid: tuple[str, ...]


def rebased(draft: Document, base: Document, newer: Document, number: int) -> Rebased:
    """The draft made from `base`, as if it had been made from `newer`, which has this number.

    What the draft says became of a question holds for the newer version too where that left the
    question as it was; else it has to be said again.
    """
    identity = {key: draft[key] for key in ITS_OWN if key in draft and key != "lineage"}
    before, mine, theirs = (spread(one, identity) for one in (base, draft, newer))
    merged = merge(before, mine, theirs)
    said = [dict(entry) for entry in draft.get("lineage", ())]
    kept = list(_still_true(said, before, theirs, merged.outline))
    document = {**gathered(merged.outline), "based_on": number, "lineage": kept}
    family = _family(draft, newer)
    if family is not None:
        document["family"] = family
    return Rebased(document, merged.conflicts, _unsaid(said, kept))


def kept_units(rebase: Rebased) -> dict[str, Json | None]:
    """The draft's side of each conflict, by the address its outline has for the unit.

    The fields of the toolkit and its shared schemas stand in one unit there.
    """
    found = {one.address: one.mine for one in rebase.conflicts if kind(one.address) not in _ROOT}
    own = [one for one in rebase.conflicts if kind(one.address) in _ROOT]
    if own:
        found[TOOLKIT] = _with_own(take_apart(rebase.document).units[TOOLKIT], own)
    return found


def _with_own(toolkit: Json, conflicts: Collection[Conflict]) -> Json:
    root, schema = dict(toolkit["root"]), dict(toolkit["schema"])
    shared = dict(schema.get("$defs", {}))
    for one in conflicts:
        place = root if kind(one.address) == "root" else shared
        if one.mine is None:
            place.pop(name(one.address), None)
        else:
            place[name(one.address)] = one.mine["value"]
    schema = {**schema, "$defs": shared} if shared else without(schema, "$defs")
    return {**toolkit, "root": root, "schema": schema}


def _family(draft: Document, newer: Document) -> Json | None:
    """Whichever of the two took from the later national version."""
    sides = [side["family"] for side in (draft, newer) if side.get("family")]
    return max(sides, key=lambda family: int(family["number"]), default=None)


def _still_true(
    entries: list[Entry], before: Outline, newer: Outline, after: Outline
) -> Iterator[Entry]:
    there, here = _questions(newer), _questions(after)
    as_before = {key for key, unit in _questions(before).items() if there.get(key) == unit}
    reworded = any(before.units.get(address) != unit for address, unit in newer.units.items()
                   if kind(address) == "shared")
    for entry in entries:
        sources, targets = entry.get("from", []), entry.get("to", [])
        gone, made = set(sources) - set(targets), set(targets) - set(sources)
        if gone & here.keys() or made & there.keys():
            continue
        if not (as_before.issuperset(sources) and here.keys() >= set(targets)):
            continue
        if not (reworded and "options" in entry):
            yield entry


def _questions(outline: Outline) -> dict[str, Json]:
    return {name(address): outline.units[address] for address in outline.addresses("question")}


def _unsaid(said: list[Entry], kept: list[Entry]) -> tuple[str, ...]:
    dropped = (entry for entry in said if entry not in kept)
    return tuple(dict.fromkeys(
        key for entry in dropped for key in (*entry.get("from", ()), *entry.get("to", ()))))
