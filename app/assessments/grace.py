"""Drafts on a version that another one took the place of: until when they may be submitted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from app.assessments.models import Assessment
from app.clock import show_date, start_of_day, today_in_london
from app.definitions import queries
from app.definitions.models import DefinitionVersion


class Grace(Struct, frozen=True):
    """What a draft on an older version must know.

    `live` is the version in use, `since` the day on which it came into use; `until` the last day on
    which the draft may be submitted as it is, None where there never was one; `over` whether that
    is past.
    """

    version: DefinitionVersion
    live: DefinitionVersion
    since: date
    until: date | None
    over: bool

    @property
    def words(self) -> str:
        """What the page says of it."""
        used = f"Version {self.live.number} is in use since {show_date(self.since)}."
        if not self.over:
            return (f"{used} You may finish this one with version {self.version.number} until "
                    f"{show_date(self.until)}.")
        ended = f" since {show_date(self.until)}" if self.until else ""
        return (f"{used} An assessment on version {self.version.number} cannot be submitted any "
                f"more{ended}. Move it to version {self.live.number} first; what you have entered "
                "is kept.")


def grace_of(assessment: Assessment, now: datetime) -> Grace | None:
    """What to tell about the version of a draft; None where it is the one in use.

    The version that came next says how long. Where no version is in use any more, what is under
    way goes on as it is.
    """
    version = assessment.version
    after, live = queries.successor(version, now), queries.live_version(version.slug, now)
    if after is None or live is None or live.id == version.id:
        return None
    assert after.publication and live.publication
    until = _last_day(after.publication.effective_at, after.publication.grace_days)
    over = until is None or now >= start_of_day(until + timedelta(days=1))
    return Grace(version, live, today_in_london(live.publication.effective_at), until, over)


def _last_day(effective_at: datetime, days: int) -> date | None:
    """Counted in calendar days of London, whatever the clocks do in between."""
    return today_in_london(effective_at) + timedelta(days=days) if days else None
