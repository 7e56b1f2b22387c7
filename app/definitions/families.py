"""Local toolkits and the national ones they are based on: what there is to take. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from app.database import db
from app.definitions import queries
from app.definitions.models import (
    DefinitionDraft,
    DefinitionKind,
    DefinitionVersion,
    FamilyDecision,
)
from app.definitions.pages.titles import title_of
from app.engine.authoring.changes import Change
from app.engine.authoring.family import FamilyChange, changes_between, family_changes
from app.engine.authoring.outline import Outline, kind, name, take_apart
from app.engine.definition import Definition, Family
from app.engine.key_relation import Lineage
from app.engine.lineage import LineageRefused
from app.engine.questions import words_of
from app.errors import Refused

KEPT = 32
_LEADING = {"section": 0, "group": 1, "question": 2}
"""After which part a whole is named, where several can only be taken together."""
Document = Mapping[str, Any]


class Offer(Struct, frozen=True):
    """What is taken or left as one: a changed part, with those that do not work without it.

    `changes` begin with the part that it is named after; `along` are the titles of other
    offers that are taken with it, and may also be taken alone.
    """

    title: str
    changes: tuple[FamilyChange, ...]
    along: tuple[str, ...]

    @property
    def address(self) -> str:
        """Of the part it is named after."""
        return self.changes[0].address

    @property
    def collides(self) -> bool:
        """Whether something of it was changed here, too."""
        return any(one.collides for one in self.changes)


class Newer(Struct, frozen=True):
    """Published versions of the national toolkit that a local one has not been through, in order.

    `taken` is the version it last took from; `changes` how much there is to take or leave of the
    first of the newer ones.
    """

    taken: DefinitionVersion
    versions: tuple[DefinitionVersion, ...]
    changes: int

    @property
    def next(self) -> DefinitionVersion:
        """The version to go through now."""
        return self.versions[0]


def family_of(document: Document) -> Family | None:
    """The national toolkit that a document names, as far as it is well written."""
    found = document.get("family")
    slug, number = (found.get("slug"), found.get("number")) if isinstance(found, Mapping) else (
        None, None)
    return Family(slug, number) if isinstance(slug, str) and isinstance(number, int) else None


def newer_of(family: Family | None, at: datetime) -> Newer | None:
    """What a local toolkit has still to go through; None where there is nothing, or it cannot be
    told because the national toolkit is not here."""
    if family is None:
        return None
    versions = queries.versions(family.slug)
    taken = next((one for one in versions if one.number == family.number), None)
    later = tuple(one for one in reversed(versions)
                  if one.number > family.number and _came_into_use(one, at))
    if taken is None or not later:
        return None
    return Newer(taken, later, how_many(taken, later[0]))


def newer_for(version: DefinitionVersion, at: datetime) -> Newer | None:
    """The same, of a version of a local toolkit."""
    if version.definition.kind is not DefinitionKind.TOOLKIT:
        return None
    return newer_of(queries.definition_of(version).family, at)


def is_here(family: Family) -> bool:
    """Whether the national version that was last taken from is here."""
    return any(one.number == family.number for one in queries.versions(family.slug))


def how_many(taken: DefinitionVersion, newer: DefinitionVersion) -> int:
    """How much there is to take or leave between two national versions, one by one."""
    return _how_many((taken.id, taken.sha256), (newer.id, newer.sha256))


@lru_cache(maxsize=KEPT)
def _how_many(taken: tuple[int, str], newer: tuple[int, str]) -> int:
    pair = queries.by_id(taken[0]), queries.by_id(newer[0])
    return len(offers(changes_for(queries.definition_of(pair[0]).document, *pair), *pair))


def changes_for(
    local: Document, taken: DefinitionVersion, newer: DefinitionVersion
) -> tuple[FamilyChange, ...]:
    """What the national toolkit changed between two versions, seen from a local document."""
    return family_changes(local, queries.definition_of(taken), queries.definition_of(newer),
                          lineage_of(taken, newer))


def offers(
    changes: Sequence[FamilyChange], taken: DefinitionVersion, newer: DefinitionVersion
) -> tuple[Offer, ...]:
    """The changes that are not here already, those together that can only be taken together."""
    titles = titles_of(changes, taken, newer)
    together: dict[frozenset[str], list[FamilyChange]] = {}
    for change in changes:
        if not change.is_here:
            together.setdefault(change.needs | {change.address}, []).append(change)
    leading = {whole: _leading_first(found) for whole, found in together.items()}
    named = {one.address: titles[found[0].address] for found in leading.values() for one in found}
    return tuple(_offer(whole, found, named) for whole, found in leading.items())


def _leading_first(changes: list[FamilyChange]) -> tuple[FamilyChange, ...]:
    return tuple(sorted(
        changes, key=lambda one: _LEADING.get(kind(one.address), len(_LEADING))))


def _offer(
    whole: frozenset[str], changes: tuple[FamilyChange, ...], named: Mapping[str, str]
) -> Offer:
    own = {one.address for one in changes}
    along = {named[address] for address in whole - own if address in named}
    return Offer(named[changes[0].address], changes, tuple(sorted(along)))


def titles_of(
    changes: Sequence[FamilyChange], taken: DefinitionVersion, newer: DefinitionVersion
) -> dict[str, str]:
    """What each changed part is called, by its address: by the newer version where it is there."""
    before, after = (take_apart(queries.definition_of(one).document) for one in (taken, newer))
    return {one.address: _title(one, after if one.newer is not None else before)
            for one in changes}


def _title(change: FamilyChange, outline: Outline) -> str:
    if kind(change.address) == "root":
        return words_of(name(change.address))
    if kind(change.address) == "shared":
        told = change.changes[0].title if change.changes else words_of(name(change.address))
        return f"Answers that questions share: {told}"
    return title_of(outline, change.address)


def lineage_of(taken: DefinitionVersion, newer: DefinitionVersion) -> Lineage:
    """What became of the national questions. Raises Refused where nobody has said so."""
    try:
        return queries.lineage(taken, newer)
    except LineageRefused as error:
        raise Refused(f"Versions {taken.number} and {newer.number} of {newer.title} have no "
                      f"version in common: {error.reason}.") from None


def changes_here(taken: DefinitionVersion, local: Definition) -> Mapping[str, Sequence[Change]]:
    """What a local toolkit changed of the version it took from, by the address of the part."""
    return changes_between(queries.definition_of(taken), local, Lineage.identity())


def decisions(slug: str) -> Sequence[FamilyDecision]:
    """What was taken and left in the drafts of a local toolkit, newest first."""
    found = select(FamilyDecision).join(DefinitionDraft).where(DefinitionDraft.slug == slug)
    return db.session.scalars(found.order_by(FamilyDecision.id.desc())).all()


def _came_into_use(version: DefinitionVersion, at: datetime) -> bool:
    publication = version.publication
    if publication is None or publication.effective_at > at:
        return False
    retirement = version.retirement
    return retirement is None or retirement.at >= publication.effective_at
