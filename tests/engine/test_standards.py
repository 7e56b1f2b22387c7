"""Practice standards and the clocks that count them."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.problems import DefinitionRefused
from app.engine.standards import (
    EvidenceAge,
    MissingBasis,
    PracticeStandards,
    add_months,
    bank_holidays,
    calendar_days,
    evidence_age,
    is_working_day,
    read_standards,
    review_due,
    working_days_after,
    working_days_between,
)

STANDARDS = PracticeStandards()
HOLIDAYS = bank_holidays()

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("days_old", "age"),
    [
        (-1, EvidenceAge.CURRENT),
        (0, EvidenceAge.CURRENT),
        (41, EvidenceAge.CURRENT),
        (42, EvidenceAge.CURRENT),
        (43, EvidenceAge.AGEING),
        (56, EvidenceAge.AGEING),
        (57, EvidenceAge.STALE),
    ],
)
def test_evidence_ages_by_calendar_days(days_old, age):
    on = date(2026, 3, 29)
    assert evidence_age(on - timedelta(days=days_old), on, STANDARDS) is age


def test_an_authority_sets_its_own_limits_of_evidence():
    strict = read_standards({"evidence_current_days": 10, "evidence_stale_days": 20})
    assert evidence_age(date(2026, 1, 1), date(2026, 1, 12), strict) is EvidenceAge.AGEING
    assert evidence_age(date(2026, 1, 1), date(2026, 1, 22), strict) is EvidenceAge.STALE


@pytest.mark.parametrize(
    ("completed", "due"),
    [
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2025, 3, 31), date(2025, 6, 30)),
        (date(2025, 1, 15), date(2025, 4, 15)),
    ],
)
def test_a_review_is_due_three_months_on_clamped_to_the_month(completed, due):
    assert review_due(completed, STANDARDS) == due


@given(days, st.integers(-120, 120))
def test_months_are_never_skipped(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        pytest.param(
            date(2025, 12, 24), STANDARDS.hub_referral_working_days, date(2025, 12, 29),
            id="over-christmas",
        ),
        pytest.param(
            date(2026, 1, 2), STANDARDS.first_response_working_days, date(2026, 1, 5),
            id="over-a-weekend",
        ),
        pytest.param(
            date(2026, 1, 2), STANDARDS.second_response_working_days, date(2026, 1, 7),
            id="three-days",
        ),
        pytest.param(
            date(2026, 4, 2), STANDARDS.second_response_working_days, date(2026, 4, 9),
            id="over-easter",
        ),
        pytest.param(
            date(2021, 12, 24), 1, date(2021, 12, 29), id="christmas-day-on-a-saturday"
        ),
        pytest.param(date(2026, 1, 3), 1, date(2026, 1, 5), id="from-a-saturday"),
        pytest.param(date(2026, 1, 3), 0, date(2026, 1, 3), id="none"),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start, number, due):
    assert working_days_after(start, number, HOLIDAYS) == due


def test_working_days_are_counted_forwards():
    with pytest.raises(ValueError, match="forwards"):
        working_days_after(date(2026, 1, 2), -1, HOLIDAYS)


@given(days, st.integers(1, 60))
def test_counting_there_and_counting_between_agree(day, number):
    due = working_days_after(day, number, HOLIDAYS)
    assert is_working_day(due, HOLIDAYS)
    assert working_days_between(day, due, HOLIDAYS) == number
    assert working_days_between(due - timedelta(days=1), due, HOLIDAYS) == 1


@given(days, days)
def test_what_is_past_due_counts_below_nothing(start, end):
    assert working_days_between(start, end, HOLIDAYS) == -working_days_between(end, start, HOLIDAYS)
    assert calendar_days(start, end) == -calendar_days(end, start)


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2025, 12, 26), True),
        (date(2026, 4, 6), True),
        (date(2022, 9, 19), True),
        (date(2026, 8, 31), True),
        (date(2026, 8, 3), False),
        (date(2026, 1, 2), False),
    ],
)
def test_bank_holidays_are_those_of_england_and_wales(day, holiday):
    assert (day in HOLIDAYS) is holiday


def test_what_an_authority_leaves_alone_has_its_default():
    assert read_standards({}) == STANDARDS
    read = read_standards({"review_interval_months": 2, "missing_basis": "calendar-month"})
    assert read.review_interval_months == 2
    assert read.missing_basis is MissingBasis.CALENDAR_MONTH
    assert read.evidence_current_days == STANDARDS.evidence_current_days


def test_every_default_is_within_its_limits():
    defaults = {each.name: each.default for each in fields(PracticeStandards)}
    assert read_standards(defaults) == STANDARDS


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ([], "/standards"),
        ({"review_interval": 3}, "/standards/review_interval"),
        ({"a/b": 3}, "/standards/a~1b"),
        ({"review_interval_months": 0}, "/standards/review_interval_months"),
        ({"review_interval_months": 13}, "/standards/review_interval_months"),
        ({"review_interval_months": "3"}, "/standards/review_interval_months"),
        ({"review_interval_months": 3.0}, "/standards/review_interval_months"),
        ({"review_interval_months": True}, "/standards/review_interval_months"),
        ({"seen_alone_days": 29}, "/standards/seen_alone_days"),
        ({"plan_meeting_days": 43}, "/standards/plan_meeting_days"),
        ({"missing_basis": "weekly"}, "/standards/missing_basis"),
        ({"missing_basis": ["either"]}, "/standards/missing_basis"),
        ({"evidence_current_days": 57}, "/standards/evidence_stale_days"),
        ({"first_response_working_days": 4}, "/standards/second_response_working_days"),
    ],
)
def test_standards_that_cannot_be_used_are_refused_with_their_place(document, pointer):
    with pytest.raises(DefinitionRefused) as refused:
        read_standards(document, "/standards")
    assert [problem.pointer for problem in refused.value.problems] == [pointer]


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(DefinitionRefused) as refused:
        read_standards({"interval": 3, "seen_alone_days": 29, "missing_basis": None})
    assert [problem.pointer for problem in refused.value.problems] == [
        "/interval", "/seen_alone_days", "/missing_basis"]
