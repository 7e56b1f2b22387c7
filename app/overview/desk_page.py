"""The reviewer's desk in words: why each row is on it, how long it waits, what opens it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import url_for
from msgspec import Struct

from app.cases.listing import CaseRow
from app.clock import in_london
from app.engine.council_route import Act
from app.reviews.models import DeskItem
from app.reviews.models.desk import Section, Why
from app.reviews.queries import DeskPage, DeskRow

TITLES = {
    Section.TODAY: "Act today",
    Section.SIGN_OFF: "Awaiting sign-off",
    Section.DISCUSSION: "Awaiting a multi-agency discussion",
    Section.OVERDUE: "Overdue reviews",
    Section.CHECK: "Check",
}
NOTHING = {
    Section.TODAY: "No actual harm is on record in these cases.",
    Section.SIGN_OFF: "No comparison waits for a signature.",
    Section.DISCUSSION: "No discussion is asked for.",
    Section.OVERDUE: "No review is overdue.",
    Section.CHECK: "Nothing stands out.",
}
_COUNTED = {
    Why.UNEVIDENCED: "no evidence", Why.CONTRADICTS: "level contradicts",
    Why.NOTHING_AFFIRMED: "nothing confirmed", Why.STALE: "signature stale",
    Why.SUPERSEDED: "signature superseded",
}
_REASONS = {
    Why.DRAFT_HARM: "Actual harm is recorded in a draft that is not submitted",
    Why.DANGER: "Immediate danger is recorded, and nobody has withdrawn it",
    Why.HARM: "Actual harm is on record, and no manager has recorded that it ended",
    Why.CONTRADICTS: "The recorded level is lower than the one that the answers give",
    Why.NOTHING_AFFIRMED: "Nobody confirmed or changed any answer",
    Why.STALE: "Signed, and something newer is known",
    Why.SUPERSEDED: "Signed, and added to since",
}
_DISCUSSED = {
    Why.DISCUSSION: "A discussion on {} was asked for",
    Why.MANAGERS: "The discussion on {} did not agree. The two managers discuss it",
}


class Shown(Struct, frozen=True):
    """A row: whose case, its levels as title and rank, why it is here, since when, what opens it.

    `levels` are both sides of a comparison, or the one that stands in the case.
    """

    case: CaseRow
    levels: tuple[tuple[str, int | None], ...]
    why: str
    since: date
    days: int
    href: str


class ShownSection(Struct, frozen=True):
    """A section, or a part of one; `next` is where the next part begins."""

    section: Section
    count: int
    rows: tuple[Shown, ...]
    next: str | None

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.section]

    @property
    def nothing(self) -> str:
        """What stands where it is empty."""
        return NOTHING[self.section]


def shown_section(section: Section, count: int, page: DeskPage, today: date) -> ShownSection:
    """A section in words."""
    return ShownSection(section, count, tuple(_shown(row, today) for row in page.rows), page.next)


def check_words(reasons: Mapping[Why, int]) -> str:
    """no evidence 4 · level contradicts 1; blank where there is nothing to check."""
    return " · ".join(
        f"{words} {reasons[why]}" for why, words in _COUNTED.items() if why in reasons)


def _shown(row: DeskRow, today: date) -> Shown:
    item, summary = row.item, row.case.summary
    since = in_london(item.since).date() if item else summary.due_order
    days = (today - since).days
    if item is None:
        href = url_for("cases.front", case_id=summary.case_id)
        return Shown(row.case, _standing(row.case), "Review overdue", since, days, href)
    return Shown(row.case, _levels(item, row.case), _why(item), since, days, _opens(item))


def _why(item: DeskItem) -> str:
    why, number = Why(item.why), item.number
    if why is Why.SIGN_OFF:
        if number is None:
            return "Not signed. Its flags could not be counted"
        return f"Not signed. {number or 'No'} {'flag' if number == 1 else 'flags'}"
    if why is Why.UNEVIDENCED:
        return f"{number} {'reduction' if number == 1 else 'reductions'} without evidence"
    if why in _DISCUSSED:
        return _DISCUSSED[why].format(Act(item.slug).doing)
    return _REASONS[why]


def _levels(item: DeskItem, case: CaseRow) -> tuple[tuple[str, int | None], ...]:
    if item.later_id is None:
        return _standing(case)
    return (item.before_title or "None", item.before_rank), (
        item.after_title or "None", item.after_rank)


def _standing(case: CaseRow) -> tuple[tuple[str, int | None], ...]:
    summary = case.summary
    return ((summary.level_title or "Not assessed yet", summary.level_rank),)


def _opens(item: DeskItem) -> str:
    if item.later_id is not None:
        return url_for("reviews.compare", case_id=item.case_id, earlier=item.earlier_id,
                       later=item.later_id)
    if item.assessment_id is not None:
        return url_for("assessments.assessment", assessment_id=item.assessment_id)
    if Why(item.why) in _DISCUSSED:
        return url_for("pathway.discussions", case_id=item.case_id)
    return url_for("cases.dangers", case_id=item.case_id)
