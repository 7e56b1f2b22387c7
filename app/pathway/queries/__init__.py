"""Every read of this room, by name: decisions, the level a case stands at, and discussions."""

from app.pathway.queries.decisions import (
    Fallen,
    InForce,
    Recorded,
    decisions_of,
    exceptions,
    fallen,
    first_citing,
    highest_ever,
    in_force,
    newest_revision,
    reached,
    recorded,
    saved,
    stood_at,
)
from app.pathway.queries.discussions import (
    asked,
    copies_for,
    discussion_of,
    discussion_requests,
    level_seen,
    standing_requests,
)

__all__ = [
    "Fallen",
    "InForce",
    "Recorded",
    "asked",
    "copies_for",
    "decisions_of",
    "discussion_of",
    "discussion_requests",
    "exceptions",
    "fallen",
    "first_citing",
    "highest_ever",
    "in_force",
    "level_seen",
    "newest_revision",
    "reached",
    "recorded",
    "saved",
    "standing_requests",
    "stood_at",
]
