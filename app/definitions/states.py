"""What state a version of a toolkit is in at a time, and in which words. Nothing is stored here."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.definitions.models import DefinitionVersion
from app.definitions.queries import is_retired, live_version


class State(StrEnum):
    """Where a version stands, from being sent for approval to being history."""

    IN_REVIEW = "In review"
    TURNED_DOWN = "Turned down"
    WITHDRAWN = "Withdrawn"
    SCHEDULED = "Scheduled"
    IN_USE = "In use"
    SUPERSEDED = "Superseded"
    RETIRED = "Retired"

    @property
    def published(self) -> bool:
        """Whether it is or was in use."""
        return self in (State.IN_USE, State.SUPERSEDED, State.RETIRED)


def state_of(version: DefinitionVersion, at: datetime) -> State:
    """Where a version stood at a time."""
    publication = version.publication
    if publication is None or publication.at > at:
        return _unpublished(version, at)
    if is_retired(version, at):
        return State.RETIRED if _came_into_use(version) else State.WITHDRAWN
    if publication.effective_at > at:
        return State.SCHEDULED
    live = live_version(version.slug, at)
    return State.IN_USE if live and live.id == version.id else State.SUPERSEDED


def _came_into_use(version: DefinitionVersion) -> bool:
    publication, retirement = version.publication, version.retirement
    assert publication and retirement
    return retirement.at >= publication.effective_at


def _unpublished(version: DefinitionVersion, at: datetime) -> State:
    if is_retired(version, at):
        return State.WITHDRAWN
    if any(not approval.approved and approval.at <= at for approval in version.approvals):
        return State.TURNED_DOWN
    return State.IN_REVIEW
