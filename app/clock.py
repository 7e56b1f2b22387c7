"""The only reader of the clock, and how times are shown. Nothing else asks what time it is."""

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from flask import Flask, current_app, has_app_context

LONDON = ZoneInfo("Europe/London")
EVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""Later than anything that is recorded; until then is until now."""


def now() -> datetime:
    """The present, aware and in UTC; `app.config["CLOCK"]`, a callable, may stand in for it."""
    stand_in = current_app.config["CLOCK"] if has_app_context() else None
    return stand_in() if stand_in else datetime.now(UTC)


def in_london(moment: datetime) -> datetime:
    """The same moment as clocks in London show it."""
    return moment.astimezone(LONDON)


def today_in_london(now: datetime) -> date:
    """The calendar day in London at `now`."""
    return in_london(now).date()


def start_of_day(day: date) -> datetime:
    """The moment at which a day begins in London."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def show_date(day: date | datetime | None) -> str:
    """3 March 2026; a time is shown as its day in London."""
    return "" if day is None else f"{_day(day).day} {_day(day):%B %Y}"


def show_short_date(day: date | datetime | None) -> str:
    """3 Mar 2026"""
    return "" if day is None else f"{_day(day).day} {_day(day):%b %Y}"


def show_time(moment: datetime | None) -> str:
    """14:12, in London"""
    return "" if moment is None else f"{in_london(moment):%H:%M}"


def show_datetime(moment: datetime | None) -> str:
    """3 March 2026, 14:12"""
    return "" if moment is None else f"{show_date(moment)}, {show_time(moment)}"


def register(app: Flask) -> None:
    """Give templates the four ways of showing times."""
    app.jinja_env.filters.update(
        date=show_date, short_date=show_short_date, time=show_time, datetime=show_datetime
    )


def _day(day: date | datetime) -> date:
    return in_london(day).date() if isinstance(day, datetime) else day
