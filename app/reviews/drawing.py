"""The HTML of the rows of a comparison. In Python, since a page has thousands of such pieces and a
template takes twice as long; the page around them is a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from app.engine.reading import Entry
from app.engine.row_items import ItemChange
from app.engine.text_diff import Change
from app.engine.withheld_rows import NOTICE
from app.reviews.lines import CellLine, ItemLine, Line

_SPECIAL = re.compile("[&<>\"']")
_HIDDEN = '<span class="govuk-visually-hidden">'
_AROUND = {
    "same": ("", ""),
    "added": (f"<ins>{_HIDDEN} (added: </span>", f"{_HIDDEN}) </span></ins>"),
    "removed": (f"<del>{_HIDDEN} (removed: </span>", f"{_HIDDEN}) </span></del>"),
}
_NOT_ASKED = '<p class="wm-change__last">Not asked in this version</p>'
_CARRIED = (
    '<p class="wm-change__last">Carried over. Nobody has looked at this answer since.</p>')


def _text(text: str) -> str:
    """A text as HTML. Most hold nothing to escape, and looking takes a third of escaping."""
    return escape(text) if _SPECIAL.search(text) else text


def words(changes: Iterable[Change]) -> Markup:
    """Words that stayed, came and went: shown by line, spoken by hidden words."""
    return Markup("".join([
        f"{_AROUND[change.kind][0]}{_text(change.text)}{_AROUND[change.kind][1]}"
        for change in changes]))


def cells(line: Line, before: str, after: str) -> Markup:
    """The question and both answers, `before` and `after` being the dates."""
    row = line.row
    said = _changed(line) or _answer(row.after)
    return Markup("\n".join((
        _question(line), _side(before, _answer(row.before), row.before),
        _side(after, said, row.after, row.rationale))))


def happened(line: Line) -> Markup:
    """What became of the answer, and what must not be overlooked in it."""
    flags = "".join([f'<div class="wm-flag"><p>{_text(flag)}</p></div>' for flag in line.flags])
    return Markup(f'<span class="wm-direction wm-direction--{line.tone}">{_text(line.happened)}'
                  f'</span>{flags}')


def _question(line: Line) -> str:
    asked = words(line.row.wording) or _text(line.row.label)
    told = _text(line.question)
    changed = f'<p class="wm-change__question-changed">{told}</p>' if told else ""
    return f'<th scope="row" class="wm-change__question">{asked}{changed}</th>'


def _side(date: str, answer: str, entry: Entry | None, reasons: Sequence[Change] = ()) -> str:
    evidence = "".join(_evidence(entry, reasons)) if entry else ""
    return f'<td data-label="{_text(date)}">{answer}{evidence}</td>'


def _changed(line: Line) -> str:
    """An answer of which the words or the rows are told one by one; blank where it is not so."""
    if changes := line.row.words:
        return f'<p class="wm-change__answer wm-words">{words(changes)}</p>'
    return _list([_item(item) for item in line.items]) if line.items else ""


def _answer(entry: Entry | None) -> str:
    if entry is None:
        return _NOT_ASKED
    carried = _CARRIED if entry.carried else ""
    if not entry.rows:
        return f'<p class="wm-change__answer">{_text(entry.words)}</p>{carried}'
    rows = [f"<strong>{_text(row.title)}</strong> {_text(text)}"
            for row in entry.rows if (text := row.text)]
    noticed = f'<p class="wm-change__last">{NOTICE}</p>' if entry.in_part else ""
    return _list(rows or [_text(entry.words or "No rows")]) + noticed + carried


def _evidence(entry: Entry, reasons: Sequence[Change]) -> Iterator[str]:
    for label, said in entry.evidence:
        told = words(reasons) if reasons and said == entry.mark.rationale else _text(said)
        yield f'<p><span class="wm-change__last">{_text(label)}:</span> {told}</p>'


def _list(items: Iterable[str]) -> str:
    listed = "".join([f"<li>{item}</li>" for item in items])
    return f'<ul class="govuk-list wm-change__rows">{listed}</ul>'


def _item(line: ItemLine) -> str:
    """A row of an answer that is not what it was."""
    before, after, hidden = line.item.before, line.item.after, _HIDDEN
    if after is None:
        return f"<del>{hidden}Removed: </span>{_text(before.text)}</del>" if before else ""
    if before is None:
        return f"<ins>{hidden}Added: </span>{_text(after.text)}</ins>"
    if line.item.change is ItemChange.MOVED:
        return f"<strong>Moved:</strong> {_text(after.text)}"
    told = "".join(map(_cell, line.cells))
    return f"<strong>{_text(after.title)} changed:</strong> {told}"


def _cell(cell: CellLine) -> str:
    before = f"<del>{_HIDDEN}was </span>{_text(cell.before)}</del> " if cell.before else ""
    after = _text(cell.after or "nothing")
    return f"<span>{_text(cell.label)}: {before}<ins>{_HIDDEN}now </span>{after}</ins></span> "
