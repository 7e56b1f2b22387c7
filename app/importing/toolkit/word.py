"""A Word document as lines: paragraphs with their styles, rows of tables. Nothing else is read.

Only the text and the styles are opened. No link is followed, no object or macro is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from app.importing.archives import Archive
from app.importing.imported import Remark
from app.importing.toolkit.lines import Brought, Line, finished

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_TEXT = {f"{_W}instrText", f"{_W}del", f"{_W}delText", f"{_W}moveFrom", _FALLBACK}
_HEADING = re.compile(r"heading *(\d)", re.IGNORECASE)
_TITLE_DEPTH, _BOLD_DEPTH = 1, 8
_LONGEST_BOLD = 100
_DEEPEST = 60
_NOT_READ = {
    "word/footnotes.xml": "footnotes were not read", "word/endnotes.xml": "endnotes were not read",
    "word/comments.xml": "comments were not read",
}
_RUNNING = re.compile(r"word/(?:header|footer)\d*\.xml")


def lines_of(archive: Archive) -> Brought:
    """The lines of a document. Raises ImportRefused for what is no sound Word document."""
    body = archive.xml("word/document.xml").find(f"{_W}body")
    remarks = list(_passed_over(archive))
    if body is None:
        return Brought((), tuple(remarks))
    brought = finished(_Reader(_styles(archive)).blocks(body))
    return Brought(brought.lines, (*remarks, *brought.remarks))


def _passed_over(archive: Archive) -> Iterator[Remark]:
    for part, reason in _NOT_READ.items():
        if part in archive.parts:
            yield Remark(part.removeprefix("word/"), "", reason)
    if any(_RUNNING.fullmatch(part) for part in archive.parts):
        yield Remark("the document", "", "what stands at the head and foot of pages was not read")


def _styles(archive: Archive) -> Mapping[str, int]:
    """How deep a heading each style is."""
    if "word/styles.xml" not in archive.parts:
        return {}
    found = {}
    for style in archive.xml("word/styles.xml").iter(f"{_W}style"):
        name = _value(style.find(f"{_W}name"))
        heading = _HEADING.match(name)
        if heading:
            found[style.get(f"{_W}styleId", "")] = int(heading[1]) + 1
        elif name.lower() == "title":
            found[style.get(f"{_W}styleId", "")] = _TITLE_DEPTH
    return found


class _Reader:
    """Goes through the body in order, counting paragraphs and tables as Word shows them."""

    def __init__(self, styles: Mapping[str, int]) -> None:
        self.styles = styles
        self.paragraphs = 0
        self.tables = 0
        self.gap = False

    def blocks(self, within: Element, depth: int = 0) -> Iterator[Line]:
        if depth > _DEEPEST:
            return
        for element in within:
            if element.tag == f"{_W}p":
                yield from self.paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from self.table(element)
            elif element.tag not in _NOT_TEXT:
                yield from self.blocks(element, depth + 1)

    def paragraph(self, element: Element) -> Iterator[Line]:
        self.paragraphs += 1
        text = _text(element)
        if not text.strip():
            self.gap = True
        for part in text.split("\n"):
            if part.strip():
                where = f"paragraph {self.paragraphs}"
                yield Line(_spaced(part), where, self.heading(element, part),
                           _is_listed(element), gap=self.gap)
                self.gap = False

    def heading(self, element: Element, text: str) -> int:
        properties = element.find(f"{_W}pPr")
        style = _value(properties.find(f"{_W}pStyle")) if properties is not None else ""
        depth = self.styles.get(style, 0)
        if depth or _is_listed(element) or len(text) > _LONGEST_BOLD:
            return depth
        return _BOLD_DEPTH if _is_bold(element) and not text.rstrip().endswith((".", "?")) else 0

    def table(self, element: Element) -> Iterator[Line]:
        self.tables += 1
        number = self.tables
        for row, found in enumerate(element.findall(f"{_W}tr"), start=1):
            cells = tuple(_cell(cell) for cell in found.findall(f"{_W}tc"))
            where = f"table {number}, row {row}"
            if len(cells) == 1 and row == 1:
                yield from (Line(_spaced(text), where) for text in cells[0].split("\n") if text)
            elif any(cells):
                yield Line(" ".join(filter(None, cells)), where, cells=cells, table=number)


def _cell(cell: Element) -> str:
    return "\n".join(filter(None, (_spaced(_text(one)) for one in cell.iter(f"{_W}p"))))


def _text(element: Element, depth: int = 0) -> str:
    """The text of a paragraph, with its tabs and line breaks; deleted text is gone."""
    made = []
    for inner in element:
        if inner.tag in _NOT_TEXT or depth > _DEEPEST:
            continue
        if inner.tag == f"{_W}t":
            made.append(inner.text or "")
        elif inner.tag in (f"{_W}tab", f"{_W}noBreakHyphen"):
            made.append("\t" if inner.tag.endswith("tab") else "-")
        elif inner.tag in (f"{_W}br", f"{_W}cr"):
            made.append("\n")
        elif inner.tag not in (f"{_W}pPr", f"{_W}rPr"):
            made.append(_text(inner, depth + 1))
    return "".join(made)


def _spaced(text: str) -> str:
    return re.sub(r"[ \t\xa0]+", " ", text).strip()


def _is_listed(element: Element) -> bool:
    properties = element.find(f"{_W}pPr")
    if properties is None:
        return False
    style = _value(properties.find(f"{_W}pStyle")).lower()
    return properties.find(f"{_W}numPr") is not None or style.startswith("list")


def _is_bold(element: Element) -> bool:
    """Whether every run of a paragraph that says something is bold."""
    runs = [run for run in element.iter(f"{_W}r") if _text(run).strip()]
    return bool(runs) and all(_bold(run.find(f"{_W}rPr")) for run in runs)


def _bold(properties: Element | None) -> bool:
    bold = properties.find(f"{_W}b") if properties is not None else None
    return bold is not None and _value(bold) not in ("0", "false")


def _value(element: Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""
