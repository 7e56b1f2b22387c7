"""Reading toolkits and their versions. They are no secret: any signed-in person may read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import and_, bindparam, func, or_, select

from app.database import db
from app.definitions.models import (
    DefinitionKind,
    DefinitionVersion,
    DraftRevision,
    DraftSending,
    FormDefinition,
    Publication,
    Retirement,
)
from app.engine.definition import Definition
from app.engine.document import read_again
from app.engine.key_relation import Lineage
from app.engine.lineage import path
from app.engine.pairing import Pairing
from app.errors import NotFound

KEPT = 32
"""How many definitions a process keeps after reading them; they never change."""

# The versions that had come into use by then, without those retired before they could. Made once,
# since making a statement costs more than running it.
_IN_EFFECT = (
    select(DefinitionVersion)
    .join(Publication, Publication.version_id == DefinitionVersion.id)
    .join(FormDefinition, FormDefinition.id == DefinitionVersion.definition_id)
    .outerjoin(Retirement, and_(
        Retirement.version_id == DefinitionVersion.id, Retirement.at <= bindparam("at")))
    .where(
        Publication.effective_at <= bindparam("at"),
        or_(Retirement.id.is_(None), Retirement.at >= Publication.effective_at),
    )
)
_LAST_FIRST = Publication.effective_at.desc(), Publication.id.desc()
_LIVE = (
    _IN_EFFECT.where(FormDefinition.slug == bindparam("slug")).order_by(*_LAST_FIRST).limit(1))
_LIVE_OF_KIND = (
    _IN_EFFECT.where(FormDefinition.kind == bindparam("kind")).with_only_columns(
        DefinitionVersion.id,
        func.row_number().over(
            partition_by=Publication.definition_id, order_by=_LAST_FIRST).label("place"))
    .subquery()
)
_LIVE_VERSIONS = (
    select(DefinitionVersion).join(_LIVE_OF_KIND, _LIVE_OF_KIND.c.id == DefinitionVersion.id)
    .where(_LIVE_OF_KIND.c.place == 1).order_by(DefinitionVersion.title, DefinitionVersion.id)
)


def load(version_id: int) -> Definition:
    """The definition of a version, read once and kept. Raises NotFound."""
    return definition_of(by_id(version_id))


def by_id(version_id: int) -> DefinitionVersion:
    """One version by its id. Raises NotFound."""
    found = db.session.get(DefinitionVersion, version_id)
    if found is None:
        raise NotFound("There is no such version of a toolkit.")
    return found


def definition_of(version: DefinitionVersion) -> Definition:
    """The same, of a version that is at hand. Raises NotFound for practice standards."""
    return _read(version.id, version.sha256)


@lru_cache(maxsize=KEPT)
def _read(version_id: int, sha256: str) -> Definition:
    found = (
        select(DefinitionVersion.text, FormDefinition.kind).join(DefinitionVersion.definition)
        .where(DefinitionVersion.id == version_id)
    )
    text, kind = db.session.execute(found).one()
    if kind is not DefinitionKind.TOOLKIT:
        raise NotFound("There is no such version of a toolkit.")
    return read_again(text, sha256)


def text_of(version: DefinitionVersion) -> str:
    """The document as it came in, byte for byte."""
    text = db.session.scalar(
        select(DefinitionVersion.text).where(DefinitionVersion.id == version.id))
    assert text is not None
    return text


def live_version(slug: str, at: datetime) -> DefinitionVersion | None:
    """The version that new assessments are made with at a time: the one that came into use last.

    None before the first came into use, and where that last one is retired: an older version does
    not come back by itself.
    """
    found = db.session.scalars(_LIVE, {"slug": slug, "at": at}).first()
    return found if found and not is_retired(found, at) else None


def live_version_before(version: DefinitionVersion, at: datetime) -> DefinitionVersion | None:
    """The version of the same toolkit that was last in use before this one, at a time."""
    newest = _IN_EFFECT.where(
        FormDefinition.id == version.definition_id, DefinitionVersion.id != version.id,
    ).order_by(*_LAST_FIRST)
    return db.session.scalars(newest.limit(1), {"at": at}).first()


def successor(version: DefinitionVersion, at: datetime) -> DefinitionVersion | None:
    """The version that came into use next after one, by then; None while nothing took its place."""
    before = version.publication
    if before is None:
        return None
    later = _IN_EFFECT.where(
        FormDefinition.id == version.definition_id,
        or_(Publication.effective_at > before.effective_at,
            and_(Publication.effective_at == before.effective_at, Publication.id > before.id)),
    ).order_by(Publication.effective_at, Publication.id)
    return db.session.scalars(later.limit(1), {"at": at}).first()


def live_versions(
    at: datetime, kind: DefinitionKind = DefinitionKind.TOOLKIT
) -> Sequence[DefinitionVersion]:
    """The live version of everything of a kind, by title."""
    found = db.session.scalars(_LIVE_VERSIONS, {"kind": kind, "at": at})
    return [one for one in found if not is_retired(one, at)]


def is_retired(version: DefinitionVersion, at: datetime) -> bool:
    """Whether a version had been retired by then."""
    return version.retirement is not None and version.retirement.at <= at


def toolkits(kind: DefinitionKind = DefinitionKind.TOOLKIT) -> Sequence[FormDefinition]:
    """Every toolkit, or everything of another kind, by slug."""
    found = select(FormDefinition).where(FormDefinition.kind == kind)
    return db.session.scalars(found.order_by(FormDefinition.slug)).all()


def every_definition() -> Sequence[FormDefinition]:
    """Everything that has versions, of whatever kind, by slug."""
    return db.session.scalars(select(FormDefinition).order_by(FormDefinition.slug)).all()


def versions(slug: str) -> Sequence[DefinitionVersion]:
    """Every version of a toolkit, newest first."""
    found = (
        select(DefinitionVersion).join(DefinitionVersion.definition)
        .where(FormDefinition.slug == slug).order_by(DefinitionVersion.number.desc())
    )
    return db.session.scalars(found).unique().all()


def version(slug: str, number: int) -> DefinitionVersion:
    """One version by its number. Raises NotFound."""
    found = next((one for one in versions(slug) if one.number == number), None)
    if found is None:
        raise NotFound(f"There is no version {number} of a toolkit called {slug}.")
    return found


def pairing(earlier: DefinitionVersion, later: DefinitionVersion) -> Pairing:
    """Which questions of two versions of a toolkit are the same question. Kept, as they are."""
    return Pairing.of(definition_of(earlier), definition_of(later), lineage(earlier, later))


def lineage(earlier: DefinitionVersion, later: DefinitionVersion) -> Lineage:
    """What became of the questions of one version of a toolkit in another. Kept, as they are."""
    if earlier.id == later.id:
        return Lineage.identity()
    slug = definition_of(earlier).slug
    return _lineage(slug, (earlier.number, earlier.sha256), (later.number, later.sha256))


@lru_cache(maxsize=KEPT)
def _lineage(slug: str, earlier: tuple[int, str], later: tuple[int, str]) -> Lineage:
    return lineage_between(slug, earlier[0], later[0])


def lineage_between(slug: str, start: int, end: int) -> Lineage:
    """What became of the questions of version `start` in version `end`, by number."""
    documents = {
        one.number: (one.based_on, definition_of(one).lineage) for one in versions(slug)
    }
    return path(documents, start, end)


def authors_of(version: DefinitionVersion) -> frozenset[int]:
    """The ids of everybody who had a hand in a version: they may not approve it."""
    drafted = (
        select(DraftRevision.author_id)
        .join(DraftSending, DraftSending.draft_id == DraftRevision.draft_id)
        .where(DraftSending.version_id == version.id,
               DraftRevision.number <= DraftSending.number)
    )
    return frozenset(filter(None, (version.imported_by_id, *db.session.scalars(drafted))))
