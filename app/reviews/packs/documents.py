"""The documents of a case in a pack: those that it may name. The files stay in the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.cases.documents import every_document
from app.cases.models import CaseDocument
from app.clock import show_date
from app.reviews.models import Chosen
from app.reviews.packs.chronology import Event, register_chronology
from app.reviews.packs.parts import Part, Subject, table

_NOT_HERE = (
    "The files themselves are not in this pack. Whoever is given one can tell by its SHA-256 that "
    "it is the one that is listed here."
)


def named(subject: Subject) -> list[CaseDocument]:
    """Those that the pack may name, as of when it was asked for; withdrawn ones too."""
    return [one for one in _on_record(subject)
            if not subject.withholds(one) and (Chosen.DOCUMENT, str(one.id)) not in subject.chosen]


def withheld(subject: Subject) -> list[CaseDocument]:
    """Those that it withholds for what they are about."""
    return [one for one in _on_record(subject) if subject.withholds(one)]


def documents(subject: Subject) -> Part | None:
    """The part of the pack; none where it names none. What was withdrawn may be about another
    child, and is not listed."""
    rows = [(show_date(one.dated), one.title, one.what.words, one.sha256)
            for one in named(subject) if not one.withdrawn_by(subject.pack.at)]
    if not rows:
        return None
    return Part("Documents", (_NOT_HERE,), (
        table("Documents of the case", ("Date", "Document", "What it is", "SHA-256"), rows),))


def happened(subject: Subject) -> Iterator[Event]:
    """Documents that were added, and withdrawn again."""
    for one in named(subject):
        gone = one.withdrawal
        if gone is None or gone.at > subject.pack.at:
            yield Event(one.at, f"{one.what.words} added: {one.title}", one.uploaded_by.name)
        else:
            yield Event(one.at, "Document added, and withdrawn later", one.uploaded_by.name)
            yield Event(gone.at, "Document withdrawn", gone.by.name, subject.free(gone.reason))


def register() -> None:
    """Have every chronology tell of them."""
    register_chronology("documents", happened)


def _on_record(subject: Subject) -> Sequence[CaseDocument]:
    return [one for one in every_document(subject.case) if one.at <= subject.pack.at]
