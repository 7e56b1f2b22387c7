"""Reading toolkits and their versions. They are no secret: any signed-in person may read them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Select, func, select

from app.database import db
from app.definitions.models import DefinitionVersion, FormDefinition, Publication
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.key_relation import Lineage
from app.engine.lineage import path
from app.engine.pairing import Pairing
from app.errors import NotFound

KEPT = 32
"""How many definitions a process keeps after reading them; they never change."""


def load(version_id: int) -> Definition:
    """The definition of a version, read once and kept. Raises NotFound."""
    found = db.session.get(DefinitionVersion, version_id)
    if found is None:
        raise NotFound("There is no such version of a toolkit.")
    return definition_of(found)


def definition_of(version: DefinitionVersion) -> Definition:
    """The same, of a version that is at hand."""
    return _read(version.id, version.sha256)


@lru_cache(maxsize=KEPT)
def _read(version_id: int, sha256: str) -> Definition:
    text = db.session.scalar(
        select(DefinitionVersion.text).where(DefinitionVersion.id == version_id))
    assert text is not None
    return read(text)


def text_of(version: DefinitionVersion) -> str:
    """The document as it came in, byte for byte."""
    text = db.session.scalar(
        select(DefinitionVersion.text).where(DefinitionVersion.id == version.id))
    assert text is not None
    return text


def live_version(slug: str) -> DefinitionVersion | None:
    """The version that new assessments are made with: the last one published; None before that."""
    newest = _published().where(FormDefinition.slug == slug).order_by(Publication.id.desc())
    return db.session.scalars(newest.limit(1)).first()


def live_versions() -> Sequence[DefinitionVersion]:
    """The live version of every toolkit, by title."""
    last = select(func.max(Publication.id)).group_by(Publication.definition_id)
    found = _published().where(Publication.id.in_(last))
    return db.session.scalars(found.order_by(DefinitionVersion.title, DefinitionVersion.id)).all()


def toolkits() -> Sequence[FormDefinition]:
    """Every toolkit, by slug."""
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
    return _lineage(earlier.slug, (earlier.number, earlier.sha256), (later.number, later.sha256))


@lru_cache(maxsize=KEPT)
def _lineage(slug: str, earlier: tuple[int, str], later: tuple[int, str]) -> Lineage:
    return lineage_between(slug, earlier[0], later[0])


def lineage_between(slug: str, start: int, end: int) -> Lineage:
    """What became of the questions of version `start` in version `end`, by number."""
    documents = {
        one.number: (one.based_on, definition_of(one).lineage) for one in versions(slug)
    }
    return path(documents, start, end)


def _published() -> Select[DefinitionVersion]:
    return (
        select(DefinitionVersion)
        .join(Publication, Publication.version_id == DefinitionVersion.id)
        .join(FormDefinition, FormDefinition.id == DefinitionVersion.definition_id)
    )
