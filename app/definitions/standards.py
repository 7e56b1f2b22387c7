"""Which practice standards count when, and which approvals a change of them needs. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec import Struct
from sqlalchemy import select

from app.clock import start_of_day
from app.database import db
from app.definitions import queries
from app.definitions.models import (
    Capacity,
    DefinitionVersion,
    FormDefinition,
    Publication,
    Retirement,
)
from app.engine.standards import PracticeStandards
from app.engine.standards_document import SLUG, StandardsDocument, read_standards_document
from app.engine.standards_words import Difference, differences

DEFAULTS: Final = PracticeStandards()
"""What counts where nothing is published."""
KEPT: Final = 32
_END_OF_TIME: Final = datetime(9999, 12, 31, tzinfo=UTC)

# Asked by nearly every page, so it is written once.
_PUBLISHED = (
    select(DefinitionVersion.id, DefinitionVersion.sha256, Publication.effective_at,
           Retirement.at.label("retired_at"))
    .join(Publication, Publication.version_id == DefinitionVersion.id)
    .join(FormDefinition, FormDefinition.id == DefinitionVersion.definition_id)
    .outerjoin(Retirement, Retirement.version_id == DefinitionVersion.id)
    .where(FormDefinition.slug == SLUG)
    .order_by(Publication.effective_at.desc(), Publication.id.desc())
)


class _Period(NamedTuple):
    version_id: int
    sha256: str
    effective_at: datetime
    retired_at: datetime | None


class StandardsOverTime(Struct, frozen=True):
    """All standards that were or will be in force; for whoever asks about many moments."""

    periods: Sequence[_Period]
    """The latest first."""

    def at(self, moment: datetime) -> PracticeStandards:
        """The standards in force at a moment; the defaults of the sources where there were none.

        For a moment that is past this never changes: nothing is published backwards.
        """
        found = self.document_at(moment)
        return found.standards if found else DEFAULTS

    def document_at(self, moment: datetime) -> StandardsDocument | None:
        """The whole document in force at a moment; None where there was none."""
        period = self._period_at(moment)
        return _read(period.version_id, period.sha256) if period else None

    def version_at(self, moment: datetime) -> int | None:
        """The id of the version in force at a moment; None where there was none."""
        period = self._period_at(moment)
        return period.version_id if period else None

    def on(self, day: date) -> PracticeStandards:
        """The standards in force at the end of a London day; for a draft, as it stands that day."""
        return self.at(end_of(day))

    def _period_at(self, moment: datetime) -> _Period | None:
        for period in self.periods:
            retired = period.retired_at is not None and period.retired_at <= moment
            if period.effective_at <= moment and not (retired and _never_used(period)):
                return None if retired else period
        return None


def over_time() -> StandardsOverTime:
    """Every period of the practice standards, read in one statement."""
    return StandardsOverTime([_Period(*row) for row in db.session.execute(_PUBLISHED)])


def standards_at(at: datetime) -> PracticeStandards:
    """The practice standards in force at a time; the defaults where none is published by then."""
    return over_time().at(at)


def standards_on(day: date) -> PracticeStandards:
    """The practice standards in force at the end of a London day."""
    return over_time().on(day)


def offered_first(episode: str, at: datetime) -> tuple[str, ...]:
    """The slugs of the toolkits that a kind of episode offers first (S0.3, S0.5)."""
    document = over_time().document_at(at)
    return document.offered_for(episode) if document else ()


def end_of(day: date) -> datetime:
    """The last moment of a day in London."""
    return start_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)


def document_of(version: DefinitionVersion) -> StandardsDocument:
    """The document of a version of the standards, read once and kept."""
    return _read(version.id, version.sha256)


def newest() -> DefinitionVersion | None:
    """The version that a change starts from: the one in force, or the one that is to follow it."""
    return queries.live_version(SLUG, _END_OF_TIME)


def base_of(version: DefinitionVersion) -> PracticeStandards:
    """The standards that a version was made from: of its base, or else the defaults."""
    if version.based_on is None:
        return DEFAULTS
    return document_of(queries.version(version.slug, version.based_on)).standards


def changes_of(version: DefinitionVersion) -> tuple[Difference, ...]:
    """What a version sets differently from the one it was made from."""
    return differences(base_of(version), document_of(version).standards)


def approvals_needed(version: DefinitionVersion, at: datetime) -> tuple[Capacity, ...]:
    """Who has to approve a version that is to come into use at a time.

    A second administrator and a safeguarding lead, where it changes which child is looked at
    first, against the version it was made from or against the one that is in force by then.
    """
    after = document_of(version).standards
    changed = (*changes_of(version), *differences(standards_at(at), after))
    return tuple(Capacity) if any(one.standard.urgent for one in changed) else ()


def approvals_missing(version: DefinitionVersion, at: datetime) -> tuple[Capacity, ...]:
    """The approvals that a version needs and does not have."""
    return _without(approvals_needed(version, at), (
        approval.capacity for approval in version.approvals if approval.approved))


def _without(needed: Iterable[Capacity], given: Iterable[Capacity]) -> tuple[Capacity, ...]:
    have = set(given)
    return tuple(capacity for capacity in needed if capacity not in have)


def _never_used(period: _Period) -> bool:
    return period.retired_at is not None and period.retired_at < period.effective_at


@lru_cache(maxsize=KEPT)
def _read(version_id: int, sha256: str) -> StandardsDocument:
    text = db.session.scalar(
        select(DefinitionVersion.text).where(DefinitionVersion.id == version_id))
    assert text is not None
    return read_standards_document(text)
