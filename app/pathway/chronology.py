"""What review packs tell of this room: the decisions of a case, in their chronology."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import show_date
from app.pathway import queries
from app.pathway.models import Decision, Route
from app.reviews.packs.chronology import Event, register_chronology
from app.reviews.packs.parts import Subject


def register() -> None:
    """Add the decisions to every chronology."""
    register_chronology("decisions", decisions)


def decisions(subject: Subject) -> Iterator[Event]:
    """Each with its levels; the reason and what is to be done are words written for colleagues."""
    for one in queries.decisions_of(subject.case):
        said = [one.reason, one.action, _owned(one)]
        yield Event(one.at, _what(one), one.by_name,
                    subject.whole(". ".join(words for words in said if words)))


def _what(one: Decision) -> str:
    route = " by the exceptional route" if one.route is Route.EXCEPTIONAL else ""
    levels = " to ".join(title for title in (one.from_title, one.to_title) if title)
    return f"{one.kind.words}{route}{f' ({levels})' if levels else ''}"


def _owned(one: Decision) -> str:
    due = f" by {show_date(one.due_on)}" if one.due_on else ""
    return f"{one.owner}{due}" if one.owner else ""
