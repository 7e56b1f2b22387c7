"""What each practice standard is called, what it is for, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from app.engine.standards import LIMITS, DiscussedFirst, MissingBasis, PracticeStandards


class Topic(StrEnum):
    """Under which heading a standard is shown."""

    REVIEWS = "Reviews"
    EVIDENCE = "Evidence and past harm"
    REFERRALS = "Referrals and alerts"
    CONTACT = "Visits and meetings"
    PATTERNS = "Missing episodes and hotspots"
    DECISIONS = "Stepping down and closing"


class Standard(Struct, frozen=True):
    """One standard in words: `requirements` are the ids of what it comes from, which pages say in
    words.

    `urgent` says that it decides which child is looked at first: it moves a level, a flag, an
    alert, a place in a list of what is overdue, or what stands before a lower level.
    """

    name: str
    title: str
    unit: str
    purpose: str
    requirements: tuple[str, ...]
    topic: Topic
    urgent: bool = True

    @property
    def limits(self) -> range | None:
        """The numbers it may have; None where it is a choice of words."""
        return LIMITS[self.name]

    @property
    def limits_in_words(self) -> str:
        """From what to what, such as "1 to 12 months"; nothing where it is a choice."""
        if self.limits is None:
            return ""
        return f"{self.limits.start} to {self.limits.stop - 1} {self.unit}"

    @property
    def origin(self) -> str:
        """Where it comes from, such as "From the agreed standards of practice."."""
        named = [_SOURCES.get(one.partition(".")[0], "") for one in self.requirements]
        sources = " and ".join(dict.fromkeys(filter(None, named)))
        if not sources:
            return "No source document says; it is each authority’s to set."
        return f"From {sources}{'' if all(named) else _LEFT_OPEN}."

    @property
    def choices(self) -> Mapping[StrEnum, str]:
        """The words that it may be, where it is a choice, as they are shown."""
        return _CHOICES.get(self.name, {})

    def show(self, value: int | StrEnum) -> str:
        """A value of it with its unit."""
        if isinstance(value, StrEnum):
            return self.choices[value]
        unit = _SINGULAR[self.unit] if value == 1 else self.unit
        return f"{value} {unit}"

    def value_in(self, standards: PracticeStandards) -> str:
        """What some standards say of it, with its unit."""
        return self.show(getattr(standards, self.name))


class Difference(Struct, frozen=True):
    """One standard that two sets of standards set differently, in words."""

    standard: Standard
    before: str
    after: str


_CHOICES: Final[Mapping[str, Mapping[StrEnum, str]]] = {
    "missing_basis": {
        MissingBasis.EITHER: "Rolling days or calendar month, whichever is reached",
        MissingBasis.ROLLING: "Rolling days only",
        MissingBasis.CALENDAR_MONTH: "Calendar month only",
    },
    "discussed_first": {
        DiscussedFirst.NOTHING: "Nothing: a manager decides",
        DiscussedFirst.CLOSING: "Closing a case",
        DiscussedFirst.STEPPING_DOWN: "Stepping down",
        DiscussedFirst.BOTH: "Stepping down and closing a case",
    },
}
_SOURCES: Final = {
    "S0": "the guidance notes to the toolkit",
    "S1": "the guidance to the risk assessment tool",
    "S2": "the agreed standards of practice",
    "S3": "the child sexual exploitation pathway",
    "S4": "the risk and vulnerabilities assessment",
}
"""The documents by what the ids of their requirements begin with; other ids are rulings."""

_LEFT_OPEN: Final = "; what that leaves open is each authority’s to set"

_SINGULAR: Final = {
    "months": "month", "days": "day", "working days": "working day", "episodes": "episode",
    "children": "child",
}


def _standards(topic: Topic, *rows: tuple[Any, ...]) -> Iterator[Standard]:
    for name, title, unit, purpose, requirements, *urgent in rows:
        yield Standard(name, title, unit, purpose, tuple(requirements.split()), topic, *urgent)


STANDARDS: Final[tuple[Standard, ...]] = (
    *_standards(
        Topic.REVIEWS,
        ("review_interval_months", "Time between reviews", "months",
         "How long after an assessment is submitted its review is due. A review due on a day that "
         "a month does not have is due on the last day of that month.", "S1.27"),
        ("review_reminder_days", "Reminder before a review", "days",
         "How long before it is due a review is announced.", "S1.27", False),
    ),
    *_standards(
        Topic.EVIDENCE,
        ("evidence_current_days", "Evidence is current for", "days",
         "Evidence up to this old may be relied on without asking again.", "S0.12"),
        ("evidence_stale_days", "Evidence is out of date after", "days",
         "Before submitting, somebody says of older evidence whether it still holds. Comparisons "
         "flag it.", "S0.12 X4"),
        ("risk_assessment_current_days", "A risk assessment is up to date for", "days",
         "How old a risk assessment may be that supports another assessment.", "S2.13 X4"),
        ("past_harm_months", "Past harm keeps its level for", "months",
         "How long after the last incident actual harm keeps its level, once a manager has "
         "recorded that it no longer takes place.", "X19"),
    ),
    *_standards(
        Topic.REFERRALS,
        ("hub_referral_working_days", "Referral to the hub", "working days",
         "From a contact to the referral being with the hub.", "S2.3", False),
        ("assessment_working_days", "Assessment complete", "working days",
         "From the referral to the assessment being complete. National guidance allows no longer.",
         "S2.14", False),
        ("first_response_working_days", "No response: ask the team manager", "working days",
         "How long after an alert the team manager is asked why nobody has responded.", "S2.56"),
        ("second_response_working_days", "No response: tell the service manager", "working days",
         "How long after an alert it is raised with the service manager.", "S2.57"),
    ),
    *_standards(
        Topic.CONTACT,
        ("seen_alone_days", "Young person seen alone at least every", "days",
         "The longest between two visits at which the young person is seen alone. "
         "No plan may allow longer than four weeks.", "S2.26 S2.27 X5"),
        ("plan_meeting_days", "Child in need meeting at least every", "days",
         "The longest between two meetings. No plan may allow longer than six weeks.",
         "S2.28 X5", False),
    ),
    *_standards(
        Topic.PATTERNS,
        ("missing_episodes", "Missing episodes that call for action", "episodes",
         "So many within a month call for action.", "S3.47"),
        ("missing_days", "Length of a rolling month", "days",
         "How many days back missing episodes are counted.", "S3.47"),
        ("missing_basis", "How a month is counted", "",
         "Counting both ways finds a child sooner.", "S3.47 X10"),
        ("hotspot_children", "Children linked to one person or place", "children",
         "So many different children make it a hotspot.", "S3.41 X11"),
        ("hotspot_months", "Links are counted for", "months",
         "How far back links to a person or a place are counted.", "S3.41 X11"),
    ),
    *_standards(
        Topic.DECISIONS,
        ("discussed_first", "A multi-agency discussion has to agree to", "",
         "The evidence is asked for in any case. With this, somebody asks for the discussion, and "
         "nothing is decided before it agreed.", "S2.32 S2.34 S2.35 X6"),
    ),
)
"""Every standard, in the order in which they are shown."""


def by_topic() -> dict[Topic, list[Standard]]:
    """Every standard under its heading."""
    return {topic: [one for one in STANDARDS if one.topic is topic] for topic in Topic}


def differences(before: PracticeStandards, after: PracticeStandards) -> tuple[Difference, ...]:
    """What two sets of standards set differently, in the order in which they are shown."""
    return tuple(
        Difference(one, one.value_in(before), one.value_in(after)) for one in STANDARDS
        if getattr(before, one.name) != getattr(after, one.name)
    )
