"""Last time beside now: what was answered, why, and what was noted since, as pieces of markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup, escape

from app.engine.answers import Standing
from app.engine.question_types.dates import date_in_words
from app.engine.reading import Entry
from app.rendering.page_state import NoteShown
from app.rendering.shown import Shown

_REVIEWED = frozenset({Standing.CARRIED, Standing.AFFIRMED, Standing.TOGETHER})


def may_affirm(shown: Shown) -> bool:
    """Whether "still right today" can be said of the answer."""
    return shown.entry is not None and shown.mark.standing in _REVIEWED


def _when(shown: Shown) -> str:
    state = shown.state
    return escape(", ".join(part for part in (state.earlier_date, state.earlier_author) if part))


def _date(shown: Shown) -> str:
    return escape(shown.state.earlier_date or "last time")


def _of_entry(make: Callable[[Entry], str]) -> Callable[[Shown], str]:
    return lambda shown: make(shown.entry) if shown.entry else ""


def _answer(entry: Entry) -> str:
    if not entry.rows:
        return Markup('<p class="wm-last__answer wm-words">{}</p>').format(entry.words)
    return Markup('<ul class="govuk-list wm-last__rows">{}</ul>').format(Markup("").join(
        Markup("<li><strong>{}</strong> {}</li>").format(row.title, row.text)
        for row in entry.rows if row.text
    ))


def _words(entry: Entry) -> str:
    words = entry.mark.rationale
    return Markup('<p class="wm-last__words">“{}”</p>').format(words) if words else ""


def _source(entry: Entry) -> str:
    lines = tuple(_source_lines(entry))
    return Markup("").join(
        Markup('<p class="wm-last__source">{}</p>').format(line) for line in lines)


def _source_lines(entry: Entry) -> Iterator[str]:
    mark = entry.mark
    if mark.source or mark.evidence_date:
        parts = (mark.source, date_in_words(mark.evidence_date))
        yield "Source: " + ", ".join(part for part in parts if part)
    if mark.none_held:
        yield f"No evidence then. What was to be done: {mark.none_held}"


PARTS: Mapping[str, Callable[[Shown], str]] = {
    "when": _when,
    "date": _date,
    "answer": _of_entry(_answer),
    "words": _of_entry(_words),
    "source": _of_entry(_source),
}


def notes(shown: Shown) -> str:
    """The notes linked to a question, newest first as they are given."""
    return Markup("").join(_note(note) for note in shown.notes)


def _note(note: NoteShown) -> Markup:
    who = ", ".join(part for part in (note.when, note.author) if part)
    link = Markup(' <a class="govuk-link" href="{}">Open<span class="govuk-visually-hidden"> the '
                  "note of {}</span></a>").format(note.href, who) if note.href else ""
    return Markup('<li><span class="wm-quiet">{}</span> <span class="wm-words">{}</span>{}</li>'
                  ).format(who, note.text, link)
