"""What review packs tell of this room in their chronology: decisions, and what was discussed."""

from __future__ import annotations

from collections.abc import Iterator

from app.cases.queries import get_note
from app.clock import show_date
from app.engine.reading import WITHHELD
from app.pathway import queries
from app.pathway.models import Decision, Discussion, Route
from app.reviews.models import Chosen
from app.reviews.packs.chronology import Event, register_chronology
from app.reviews.packs.parts import Subject


def register() -> None:
    """Add both to every chronology."""
    register_chronology("decisions", decisions)
    register_chronology("discussions", discussions)


def decisions(subject: Subject) -> Iterator[Event]:
    """Each with its levels; the reason and what is to be done are words written for colleagues."""
    for one in queries.decisions_of(subject.case):
        said = [one.reason, one.action, _owned(one)]
        yield Event(one.at, _what(one), one.by_name,
                    subject.whole(". ".join(words for words in said if words)))


def discussions(subject: Subject) -> Iterator[Event]:
    """What was asked for and decided, as `decisions` tells; where the note of an agreement is
    withheld by hand, so are the same words here."""
    for request in queries.discussion_requests(subject.case):
        on = request.act.doing
        yield Event(request.at, f"Multi-agency discussion on {on} asked for", request.by_name,
                    subject.whole(request.reason))
        for one in request.discussions:
            said = WITHHELD if _note_withheld(subject, one) else subject.whole(
                f"{one.reason}. Took part: {one.people}")
            yield Event(one.at, _discussed(one, on), one.by_name, said)
            if one.managers:
                both = one.managers
                yield Event(both.at, f"Two managers discussed it: {both.result.words.lower()}",
                            both.by_name, subject.whole(
                                f"{both.reason}. {both.manager} and {both.other_manager}"))
        if request.withdrawal:
            yield Event(request.withdrawal.at, f"Multi-agency discussion on {on} taken back",
                        request.withdrawal.by_name, subject.whole(request.withdrawal.reason))


def _note_withheld(subject: Subject, one: Discussion) -> bool:
    """Whether the note of an agreement, or what corrects it by now, is withheld by hand."""
    note = get_note(subject.case, one.note_id) if one.note_id is not None else None
    while note is not None:
        if (Chosen.NOTE, str(note.id)) in subject.chosen:
            return True
        note = note.correction
    return False


def _discussed(one: Discussion, on: str) -> str:
    level = f" ({one.level_title})" if one.level_title else ""
    return (f"Multi-agency discussion of {show_date(one.held_on)} "
            f"{'agreed' if one.agreed else 'did not agree'} to {on}{level}")


def _what(one: Decision) -> str:
    route = " by the exceptional route" if one.route is Route.EXCEPTIONAL else ""
    levels = " to ".join(title for title in (one.from_title, one.to_title) if title)
    return f"{one.kind.words}{route}{f' ({levels})' if levels else ''}"


def _owned(one: Decision) -> str:
    due = f" by {show_date(one.due_on)}" if one.due_on else ""
    return f"{one.owner}{due}" if one.owner else ""
