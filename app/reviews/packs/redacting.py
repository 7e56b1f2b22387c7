"""The redaction log of a pack: what kind was withheld, how many, by whom and why; never what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from app.cases.access import Audience
from app.cases.withholding import keys_withheld_across
from app.definitions.queries import definition_of
from app.engine.reading import WITHHELD
from app.engine.withheld_rows import lists_in_part, whole
from app.reviews import queries
from app.reviews.models import Chosen, Pack, PackWithheld
from app.reviews.packs import documents
from app.reviews.packs.chronology import events_of
from app.reviews.packs.parts import Part, Subject, table
from app.reviews.packs.signed import how_many_words, reviewers_words

_KINDS = {
    "special-category": "Questions of a special category",
    "police": "Questions about police information",
    "health": "Questions about health",
    "third-party": "Questions about other people",
}


_ROWS = {
    "special-category": "rows of a special category",
    "police": "rows from the police",
    "health": "rows about health",
    "third-party": "rows about other people",
}


class Logged(TypedDict):
    """One line of the log."""

    kind: str
    number: int
    by: str
    reason: str


def log_of(subject: Subject) -> list[Logged]:
    """Every kind of thing that a pack withholds.

    Questions are counted as the toolkits ask them, with those that are asked because of them,
    whether or not they were answered; lists whether or not they hold such a row; documents all
    together, because that there is one of some kind may be what must not be told.
    """
    return [*_by_kind(subject), *_documents(subject), *_by_hand(subject), *_on_the_way(subject)]


def redaction_log(subject: Subject) -> Part | None:
    """The part of the pack; none where nothing is withheld."""
    log = log_of(subject)
    if not log:
        return None
    rows = [(one["kind"], str(one["number"]), one["by"], one["reason"]) for one in log]
    return Part("What is withheld", (
        "Where an answer is withheld, so is whether it changed. The level is always shown in full.",
    ), (table("Redaction log", ("What kind", "How many", "By whom", "Why"), rows),))


def chosen_words(pack: Pack, chosen: PackWithheld) -> str:
    """What was chosen by hand: of a row also of which list, since the rest of that is shown."""
    if chosen.kind != Chosen.ROW:
        return f"A {chosen.kind}"
    key = chosen.name.partition("/")[0]
    asked = (definition_of(one.version).questions.get(key) for one in (pack.later, pack.earlier))
    return "A row of “{}”".format(next(question.label for question in asked if question))


def _by_kind(subject: Subject) -> Iterator[Logged]:
    pack = subject.pack
    for kind in (kind for kind in _KINDS if kind in pack.variant.withheld):
        keys = keys_withheld_across(
            frozenset({kind}), pack.earlier.version, pack.later.version)
        if questions := whole(keys):
            yield _line(subject, _KINDS[kind], len(questions))
        if lists := lists_in_part(keys):
            yield _line(subject, f"Lists without their {_ROWS[kind]}, if there are any", len(lists))


def _documents(subject: Subject) -> Iterator[Logged]:
    number = len(documents.withheld(subject))
    if number:
        yield _line(subject, "Documents", number)


def _by_hand(subject: Subject) -> Iterator[Logged]:
    for one in subject.pack.withheld:
        yield Logged(kind=f"{chosen_words(subject.pack, one)} chosen by hand", number=1,
                     by=one.by_name, reason=one.reason)


def _on_the_way(subject: Subject) -> Iterator[Logged]:
    """What follows from the rest: totals, and words in the chronology."""
    totals = sum(one.withheld for one in subject.compared.comparison.headline.measures)
    if totals:
        yield _line(subject, "Totals", totals, "Totals would tell what is withheld")
    words = sum(event.said == WITHHELD for event in events_of(subject))
    if words:
        yield _line(subject, "Words written for colleagues, and notes, in the chronology", words)
    if subject.signed:
        parts = queries.signed_parts(subject.signed)
        written = how_many_words(parts, reviewers_words(parts, subject))
        if written:
            yield _line(subject, "What reviewers wrote to what was signed", written)


def _line(subject: Subject, kind: str, number: int, reason: str = "") -> Logged:
    audience = subject.pack.variant
    whom = "" if audience is Audience.PROFESSIONALS else audience.words.lower()
    return Logged(
        kind=kind, number=number, by=subject.pack.by_name,
        reason=reason or (f"The copy is for: {whom}" if whom else "Follows from what was chosen"))
