"""What happened in a case, in order of time, told by whichever rooms know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from app.cases import queries as cases
from app.cases.models import ImmediateDanger
from app.clock import show_date, show_datetime
from app.definitions.queries import definition_of
from app.engine.withholding import withheld_keys
from app.reviews import queries
from app.reviews.packs.parts import Part, Subject, table


class Event(NamedTuple):
    """Something that happened: `what` may be read by anybody who gets the pack, `said` are the
    words of whoever wrote it, made ready by the subject (`free`, `note`)."""

    at: datetime
    what: str
    who: str
    said: str = ""


Source = Callable[[Subject], Iterable[Event]]
_sources: dict[str, Source] = {}


def register_chronology(name: str, source: Source) -> None:
    """Add what another room knows to every chronology; again under the same name, in its place."""
    _sources[name] = source


def events_of(subject: Subject) -> list[Event]:
    """Everything until the pack was asked for, oldest first, so that a retry says the same."""
    found = (event for name in sorted(_sources) for event in _sources[name](subject))
    return sorted((event for event in found if event.at <= subject.pack.at),
                  key=lambda event: (event.at, event.what, event.said))


def chronology(subject: Subject) -> Part:
    """The part of the pack."""
    rows = [(show_datetime(one.at), one.what, one.who, one.said) for one in events_of(subject)]
    return Part("Chronology", tables=(
        table("What happened", ("When", "What", "Who", "What was said"), rows),))


def submissions(subject: Subject) -> Iterator[Event]:
    """Assessments that were submitted, and what was added to them."""
    for one in queries.recorded_revisions(subject.case.id):
        what = f"{definition_of(one.version).title}: {one.kind.words.lower()}"
        yield Event(one.at, what, one.author_name, subject.whole(one.reason))


def notes(subject: Subject) -> Iterator[Event]:
    """Notes as they stood when the pack was asked for."""
    for note in cases.notes_of(
            subject.case, until=subject.pack.at, limit=queries.EVERY).notes:
        yield Event(note.at, f"Note about {show_date(note.happened_on)}", note.author.name,
                    subject.note(note))


def dangers(subject: Subject) -> Iterator[Event]:
    """Immediate danger, what was learned of it, and its withdrawal."""
    for danger in cases.danger_records(subject.case):
        yield Event(danger.at, "Immediate danger recorded", danger.author.name,
                    subject.free(_danger(danger)))
        for later in danger.later:
            what = "withdrawn" if later.withdraws else "added to"
            yield Event(later.at, f"Immediate danger {what}", later.author.name,
                        subject.free(later.reason or _danger(later)))


def harm(subject: Subject) -> Iterator[Event]:
    """Actual harm that was recorded, and that a manager recorded as ended; not what is withheld."""
    for record in queries.harm_records(subject.case.id):
        asked = definition_of(record.version)
        # Another toolkit, or another version, may mark what the two compared do not.
        hidden = subject.withheld | withheld_keys(asked, subject.pack.variant.withheld)
        if record.question_key in hidden:
            continue
        label = asked.questions[record.question_key].label
        revision = record.revision
        yield Event(revision.at, "Actual harm recorded", revision.author_name, label)
        if record.ending:
            end = record.ending
            words = f"{end.evidence} Protects now: {end.protects_now}"
            yield Event(end.at, "Actual harm recorded as no longer taking place", end.by_name,
                        subject.free(f"{label}. {words}"))


def allocations(subject: Subject) -> Iterator[Event]:
    """Who had the case, and when it was restricted."""
    for one in cases.allocations_of(subject.case):
        worker = one.worker.name if one.worker else "nobody yet"
        yield Event(one.at, f"Allocated to {worker}", one.by.name, subject.free(one.reason))
    for change in cases.restrictions_of(subject.case):
        what = "Restricted" if change.restricted else "Opened to the team again"
        yield Event(change.at, what, change.by.name, subject.free(change.reason))


def sign_offs(subject: Subject) -> Iterator[Event]:
    """Comparisons that were signed, and signatures that an addendum superseded."""
    for one in queries.sign_offs_of(subject.case.id):
        yield Event(one.at, f"Comparison signed ({one.root[:12]})", one.by_name)
        if one.superseded:
            yield Event(one.superseded.at, "Signature superseded by an addendum",
                        one.superseded.revision.author_name)


def register() -> None:
    """What this room and those below know."""
    sources = (submissions, notes, dangers, harm, allocations, sign_offs)
    for source in sources:
        register_chronology(source.__name__, source)


def _danger(danger: ImmediateDanger) -> str:
    said = (("", danger.what), ("Where: ", danger.where_now), ("With: ", danger.with_whom),
            ("Police told: ", danger.police_told), ("Reference: ", danger.police_reference),
            ("Social care told: ", danger.social_care_told))
    return ". ".join(f"{label}{words}" for label, words in said if words)
