"""Practice standards: an authority's time limits and thresholds, and the clocks that count them.

Dates are London dates; which day it is today, and what is done when a limit has passed, is decided
elsewhere. Nothing here reads the clock.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from app.engine.problems import Problem, Problems
from app.engine.problems import at as step_to

_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)
ORDERED: Final = (
    ("evidence_current_days", "evidence_stale_days"),
    ("first_response_working_days", "second_response_working_days"),
)
"""Of these two, the second is never less than the first."""


class EvidenceAge(StrEnum):
    """How far evidence may still be leaned on (S0.12)."""

    CURRENT = "current"
    AGEING = "ageing"
    STALE = "stale"


class MissingBasis(StrEnum):
    """Over what stretch repeated missing episodes are counted (S3.47)."""

    EITHER = "either"
    ROLLING = "rolling"
    CALENDAR_MONTH = "calendar-month"


class DiscussedFirst(StrEnum):
    """What a multi-agency discussion has to agree to before a manager decides it (S2.34, X6)."""

    NOTHING = "nothing"
    CLOSING = "closing"
    STEPPING_DOWN = "stepping-down"
    BOTH = "both"


def _number(default: int, *, least: int = 1, most: int) -> Any:
    return field(default=default, metadata={"range": range(least, most + 1)})


@dataclass(frozen=True)
class PracticeStandards:
    """What an authority has decided; a standard that it left alone has the default of the sources.

    The name of a number says its unit. Days are calendar days unless they are working days. Made
    with `read_standards`, which holds the numbers to their limits.
    """

    review_interval_months: int = _number(3, most=12)
    """From one completed toolkit to the review of it (S1.27)."""
    review_reminder_days: int = _number(14, least=0, most=60)
    """How long before it is due a review is announced (S1.27)."""
    evidence_current_days: int = _number(42, most=366)
    """Evidence up to this old is current (S0.12)."""
    evidence_stale_days: int = _number(56, most=366)
    """Evidence older than this is stale (S0.12)."""
    risk_assessment_current_days: int = _number(56, most=366)
    """How old a risk assessment may be that supports an assessment (S2.13)."""
    past_harm_months: int = _number(12, most=120)
    """How long after the last incident actual harm, no longer taking place, keeps its level."""
    hub_referral_working_days: int = _number(1, most=5)
    """From contact to the referral being with the hub (S2.3)."""
    assessment_working_days: int = _number(45, most=45)
    """From referral to the assessment being complete (S2.14)."""
    first_response_working_days: int = _number(1, most=10)
    """No response to an alert after this: the team manager is asked (S2.56)."""
    second_response_working_days: int = _number(3, most=20)
    """No response after this: raised with the service manager (S2.57)."""
    seen_alone_days: int = _number(28, most=28)
    """The longest between two visits at which the young person is seen alone (S2.26, S2.27)."""
    plan_meeting_days: int = _number(42, most=42)
    """The longest between two child in need meetings (S2.28)."""
    missing_episodes: int = _number(3, least=2, most=20)
    """So many missing episodes in a month call for action (S3.47)."""
    missing_days: int = _number(30, least=7, most=92)
    """The length of a rolling month (S3.47)."""
    missing_basis: MissingBasis = MissingBasis.EITHER
    """Whether the month is rolling, of the calendar, or either, whichever is met (S3.47)."""
    hotspot_children: int = _number(3, least=2, most=20)
    """So many children linked to one person or place make a hotspot (S3.41)."""
    hotspot_months: int = _number(6, most=36)
    """How far back such links are counted (S3.41)."""
    discussed_first: DiscussedFirst = DiscussedFirst.NOTHING
    """What needs the agreement of a multi-agency discussion besides the evidence (S2.34, X6)."""


LIMITS: Final[Mapping[str, range | None]] = {
    each.name: each.metadata.get("range") for each in fields(PracticeStandards)
}
"""The numbers that each standard may have; None for one that is a word."""
CHOICES: Final[Mapping[str, type[StrEnum]]] = {
    each.name: type(each.default) for each in fields(PracticeStandards)
    if isinstance(each.default, StrEnum)
}
"""The words that each of the others may be."""


def read_standards(document: Mapping[str, Any], pointer: str = "") -> PracticeStandards:
    """Read an authority's standards: names of PracticeStandards and their values, all optional.

    `pointer` is the place of the mapping. Raises DefinitionRefused with every unknown name, every
    value outside its limits, and every two numbers that contradict each other.
    """
    problems = Problems()
    if not isinstance(document, Mapping):
        problems.add(pointer, "practice standards must be an object")
        problems.refuse()
    for name in sorted(document.keys() - LIMITS.keys()):
        problems.add(step_to(pointer, name), "is not a practice standard")
    read = {name: _read_value(name, document[name], step_to(pointer, name), problems)
            for name in LIMITS if name in document}
    problems.refuse()
    standards = PracticeStandards(**read)
    for problem in _contradictions(standards, pointer):
        problems.add(problem.pointer, problem.reason)
    problems.refuse()
    return standards


def review_due(last_completed: date, standards: PracticeStandards) -> date:
    """The day by which a toolkit completed on that day is to be reviewed (S1.27)."""
    return add_months(last_completed, standards.review_interval_months)


def past_harm_ends(last_happened: date, standards: PracticeStandards) -> date:
    """The first day on which actual harm, no longer taking place, keeps its level no more (X19)."""
    return add_months(last_happened, standards.past_harm_months)


def evidence_age(seen_on: date, at: date, standards: PracticeStandards) -> EvidenceAge:
    """How old evidence of one day is on another (S0.12)."""
    days = calendar_days(seen_on, at)
    if days <= standards.evidence_current_days:
        return EvidenceAge.CURRENT
    if days <= standards.evidence_stale_days:
        return EvidenceAge.AGEING
    return EvidenceAge.STALE


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is no such day."""
    later: date = day + relativedelta(months=months)
    return later


def calendar_days(start: date, end: date) -> int:
    """How many days after `start` the day `end` is; negative if it is before."""
    return (end - start).days


def working_days_after(day: date, number: int, holidays: Container[date]) -> date:
    """The last of `number` working days, the first being the next one after `day`.

    With 0 it is `day` itself, working day or not. Raises ValueError for a negative number.
    """
    if number < 0:
        raise ValueError("working days are counted forwards")
    for _ in range(number):
        day = _next_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Container[date]) -> int:
    """The working days after `start` up to and with `end`; negative if `end` is before `start`."""
    if end < start:
        return -working_days_between(end, start, holidays)
    days = (start + _DAY * number for number in range(1, calendar_days(start, end) + 1))
    return sum(is_working_day(day, holidays) for day in days)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Monday to Friday, and no bank holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


@cache
def bank_holidays() -> Container[date]:
    """The bank holidays of England and Wales, of any year that is asked about."""
    from holidays import country_holidays

    return country_holidays("GB", subdiv="ENG")


def _next_working_day(day: date, holidays: Container[date]) -> date:
    day += _DAY
    while not is_working_day(day, holidays):
        day += _DAY
    return day


def _read_value(name: str, value: Any, pointer: str, problems: Problems) -> Any:
    allowed = LIMITS[name]
    if allowed is None:
        return _read_word(CHOICES[name], value, pointer, problems)
    if type(value) is not int or value not in allowed:
        problems.add(
            pointer, f"must be a whole number from {allowed.start} to {allowed.stop - 1}")
    return value


def _read_word(
    words: type[StrEnum], value: Any, pointer: str, problems: Problems
) -> StrEnum | None:
    if value in tuple(words):
        return words(value)
    problems.add(pointer, f"must be one of {', '.join(words)}")
    return None


def _contradictions(standards: PracticeStandards, pointer: str) -> Iterator[Problem]:
    for lesser, greater in ORDERED:
        if getattr(standards, lesser) > getattr(standards, greater):
            yield Problem(step_to(pointer, greater), f"must not be less than {lesser}")
