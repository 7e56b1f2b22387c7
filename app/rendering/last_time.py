"""Last time beside now: what was answered, why, and what was noted since, as pieces of markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from markupsafe import escape

from app.engine.question_types.dates import date_in_words
from app.engine.reading import Entry
from app.rendering.page_state import NoteShown
from app.rendering.shown import OF_LAST_TIME, Shown


def may_affirm(shown: Shown) -> bool:
    """Whether "still right today" can be said of the answer."""
    return shown.entry is not None and shown.mark.standing in OF_LAST_TIME


def _when(shown: Shown) -> str:
    state = shown.state
    return escape(", ".join(part for part in (state.earlier_date, state.earlier_author) if part))


def _date(shown: Shown) -> str:
    return escape(shown.state.earlier_date or "last time")


def _of_entry(make: Callable[[Entry], str]) -> Callable[[Shown], str]:
    return lambda shown: make(shown.entry) if shown.entry else ""


def _answer(entry: Entry) -> str:
    if not entry.rows:
        return f'<p class="wm-last__answer wm-words">{escape(entry.words)}</p>'
    rows = "".join([
        f"<li><strong>{escape(row.title)}</strong> {escape(row.text)}</li>"
        for row in entry.rows if row.text
    ])
    return f'<ul class="govuk-list wm-last__rows">{rows}</ul>'


def _words(entry: Entry) -> str:
    words = entry.mark.rationale
    return f'<p class="wm-last__words">“{escape(words)}”</p>' if words else ""


def _source(entry: Entry) -> str:
    return "".join([
        f'<p class="wm-last__source">{escape(line)}</p>' for line in _source_lines(entry)])


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
    """The notes linked to a question, in the order they are given."""
    return "".join([_note(note) for note in shown.notes])


def _note(note: NoteShown) -> str:
    who = escape(", ".join(part for part in (note.when, note.author) if part))
    hidden = f'<span class="govuk-visually-hidden">: {who}</span>'
    link = f' <a class="govuk-link" href="{escape(note.href)}">Open{hidden}</a>'
    return (f'<li><span class="wm-quiet">{who}</span> <span class="wm-words">{escape(note.text)}'
            f"</span>{link if note.href else ''}</li>")
