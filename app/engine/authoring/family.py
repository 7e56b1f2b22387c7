"""A local toolkit that is based on a national one: what the national one changed, to take or leave.

The local document names the national version it last took from in `family`. Nothing is stored here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from app.engine.authoring.aspects import Aspect
from app.engine.authoring.changes import Change
from app.engine.authoring.difference import difference
from app.engine.authoring.family_lineage import related_keys, with_statements
from app.engine.authoring.family_units import (
    ITS_OWN, gathered, moved, spread, tied, ties, with_chosen,
)
from app.engine.authoring.json_parts import Json
from app.engine.authoring.merging import Conflict, merge
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name, put_together, take_apart
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.key_relation import Lineage

Document = Mapping[str, Any]


class FamilyChange(Struct, frozen=True):
    """One unit that the national toolkit changed.

    `changes` tell it in words, as `difference` does. `is_here` where the local toolkit has it
    already as it is now; `collides` where the local one changed it, too, in another way.
    `needs` are the units that are taken with it, because it does not work without them.
    """

    address: str
    taken: Json | None
    newer: Json | None
    local: Json | None
    changes: tuple[Change, ...]
    is_here: bool
    collides: bool
    needs: frozenset[str]


class Taken(Struct, frozen=True):
    """The local document with what was taken, the addresses taken, and where it had been changed
    here, too: there the national side stands now."""

    document: dict[str, Any]
    taken: frozenset[str]
    conflicts: tuple[Conflict, ...]


def family_changes(
    local: Document, taken: Definition, newer: Definition, lineage: Lineage
) -> tuple[FamilyChange, ...]:
    """What the national toolkit changed between the version `taken` and a `newer` one.

    `lineage` leads from the one national version to the other.
    """
    return _Family(local, taken, newer, lineage).changes()


def take(
    local: Document, taken: Definition, newer: Definition, chosen: Iterable[str], *,
    number: int, lineage: Lineage,
) -> Taken:
    """The local document with the chosen units as they are in the `newer` national version.

    What they do not work without is taken with them. All else stays as it is here. `number` is
    that of the newer version, which the document now names; what was not chosen was left. What the
    national `lineage` says of the questions taken is said here too, where this document is based
    on a version.
    """
    return _Family(local, taken, newer, lineage).take(chosen, number)


def leave(local: Document, number: int) -> dict[str, Any]:
    """The local document as it is, with everything up to the national version `number` left."""
    return {**local, "family": {**local["family"], "number": number}}


class _Family:
    def __init__(
        self, local: Document, taken: Definition, newer: Definition, lineage: Lineage
    ) -> None:
        identity = {key: local[key] for key in ITS_OWN if key in local and key != "lineage"}
        self.document, self.lineage, self.versions = local, lineage, (taken, newer)
        self.local, self.taken, self.newer = (
            spread(document, identity) for document in (local, taken.document, newer.document))
        self.moved = moved(self.taken, self.newer)
        self.changed = [address for address in dict.fromkeys((*self.newer.units, *self.taken.units))
                        if self._differs(address)]
        self.ties = ties(self.taken, self.newer)

    def _differs(self, address: str) -> bool:
        before, after = self.taken.units.get(address), self.newer.units.get(address)
        return before != after or address in self.moved

    def changes(self) -> tuple[FamilyChange, ...]:
        conflicts = {c.address for c in merge(self.taken, self.local, self.newer).conflicts}
        told = self._told()
        return tuple(
            FamilyChange(
                address, self.taken.units.get(address), self.newer.units.get(address),
                self.local.units.get(address), tuple(told.get(address, ())),
                is_here=self._is_here(address), collides=address in conflicts,
                needs=self._needs((address,)) - {address},
            )
            for address in self.changed
        )

    def _is_here(self, address: str) -> bool:
        same_place = self.local.container_of(address) == self.newer.container_of(address)
        return same_place and self.local.units.get(address) == self.newer.units.get(address)

    def _needs(self, chosen: Iterable[str]) -> frozenset[str]:
        changed = frozenset(self.changed)
        found = frozenset(chosen) & changed
        while True:
            keys = [name(address) for address in found if kind(address) == "question"]
            related = (f"question:{key}" for key in related_keys(keys, self.lineage))
            wider = tied({*found, *related}, self.ties, changed)
            if wider == found:
                return found
            found = wider

    def _told(self) -> Mapping[str, list[Change]]:
        """The changes in words, by unit; those of a shared schema are told of all that share it."""
        taken, newer = map(_with_keys, self.versions)
        whole = difference(taken, newer, self.lineage)
        found: defaultdict[str, list[Change]] = defaultdict(list)
        for change in whole.changes:
            if change.aspect not in (Aspect.SLUG, Aspect.FAMILY):
                found[self._unit_of(change)].append(change)
        return found

    def _unit_of(self, change: Change) -> str:
        place = change.later_pointer or change.earlier_pointer or ""
        if change.address == TOOLKIT and f"root:{place[1:]}" in self.changed:
            return f"root:{place[1:]}"
        if change.address in self.changed:
            return change.address
        found = tied((change.address,), self.ties, {change.address, *self.changed})
        shared = sorted(address for address in found if kind(address) == "shared")
        return shared[0] if shared else change.address

    def take(self, chosen: Iterable[str], number: int) -> Taken:
        wanted = self._needs(chosen)
        merged = merge(self.taken, self.local, with_chosen(self.taken, self.newer, wanted))
        document = leave(gathered(merged.outline), number)
        lineage = self._lineage(merged.outline, wanted)
        if lineage:
            document["lineage"] = lineage
        return Taken(document, wanted, merged.conflicts)

    def _lineage(self, outline: Outline, wanted: Collection[str]) -> list[dict[str, Any]]:
        said = [dict(entry) for entry in self.document.get("lineage", ())]
        if self.document.get("based_on") is None:
            return said
        keys = {name(address) for address in wanted if kind(address) == "question"}
        return with_statements(
            said, self.lineage, keys, before=_questions(self.local), after=_questions(outline))


def _questions(outline: Outline) -> dict[str, Json]:
    return {name(address): outline.units[address] for address in outline.addresses("question")}


def _with_keys(definition: Definition) -> Definition:
    """The version with a key on every element, by which its units are addressed."""
    whole = put_together(take_apart(definition.document))
    return definition if whole == definition.document else read(json.dumps(whole))
