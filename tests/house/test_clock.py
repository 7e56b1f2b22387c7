"""How times are shown."""

from datetime import UTC, date, datetime

from app import clock

NIGHT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
"""Half past midnight on 1 July in London."""


def test_times_are_shown_as_in_london():
    assert clock.show_date(NIGHT) == "1 July 2026"
    assert clock.show_short_date(NIGHT) == "1 Jul 2026"
    assert clock.show_time(NIGHT) == "00:30"
    assert clock.show_datetime(NIGHT) == "1 July 2026, 00:30"
    assert clock.today_in_london(NIGHT) == date(2026, 7, 1)


def test_days_are_shown_as_they_are():
    assert clock.show_date(date(2026, 3, 3)) == "3 March 2026"


def test_nothing_is_shown_as_nothing():
    shown = (clock.show_date, clock.show_short_date, clock.show_time, clock.show_datetime)
    assert [show(None) for show in shown] == [""] * 4


def test_templates_have_the_filters(app):
    page = app.jinja_env.from_string("{{ t|date }}; {{ t|short_date }}; {{ t|time }}")
    assert page.render(t=NIGHT) == "1 July 2026; 1 Jul 2026; 00:30"
    assert app.jinja_env.from_string("{{ t|datetime }}").render(t=NIGHT) == "1 July 2026, 00:30"


def test_the_clock_can_be_replaced(app, clock, now):
    from app.clock import now as read

    assert read() == now
    assert read() < clock.advance(minutes=5) == read()
