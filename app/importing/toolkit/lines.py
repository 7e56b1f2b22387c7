"""Text as lines, each with its place. What a line is, is not decided here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from app.importing.imported import ImportRefused, Remark
from app.importing.toolkit.joints import cut

MOST_LINES = 5000
MOST_CHARACTERS = 500_000

_BULLET = re.compile(r"(?:[-•·●▪◦*‣–—□☐☑✓➢]|\(?(?:[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"\(?(\d{1,2}(?:\.\d{1,2})*)[.)]*\s+(?=[A-Z“‘])")
_MARKDOWN = re.compile(r"(#{1,6})\s+")
_BOLD = re.compile(r"(\*\*|__)(.+?)\1:?")
_RULED = re.compile(r"[|:\s-]*-{3,}[|:\s-]*")
_FILL_IN = re.compile(r"(?:_{3,}|\.{5,}|…{2,})\s*")
_ENDS = tuple(".?!:;…")


class Line(Struct, frozen=True):
    """A paragraph, an item of a list, or a row of a table (then `cells` holds its cells).

    `heading` is how deep a heading it is by its looks, 0 where its looks say nothing; `gap` says
    whether empty space stands before it, `box` whether an empty box stood behind it, `number` how
    deep its number is.
    """

    text: str
    where: str
    heading: int = 0
    listed: bool = False
    cells: tuple[str, ...] = ()
    gap: bool = False
    table: int = 0
    box: bool = False
    number: int = 0


class Brought(Struct, frozen=True):
    """Lines, and what was passed over on the way to them."""

    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...] = ()


def lines_of(name: str, text: str) -> Brought:
    """The lines of pasted text. Places count from line 1. Raises ImportRefused for a whole book."""
    if len(text) > MOST_CHARACTERS:
        raise ImportRefused.because(name, f"it is longer than {MOST_CHARACTERS:,} characters, "
                                    "longer than any toolkit. Bring the form alone")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return finished(_headed(list(_unwrapped(_pasted(plain)))))


def finished(lines: Iterable[Line]) -> Brought:
    """Lines cut where paragraphs were run together or several boxes stand in one line."""
    found: list[Line] = []
    for line in lines:
        found.extend(_cut(line))
        if len(found) > MOST_LINES:
            remark = Remark(line.where, "", f"only the first {MOST_LINES} lines were read")
            return Brought(tuple(found[:MOST_LINES]), (remark,))
    return Brought(tuple(found))


def _pasted(text: str) -> Iterator[Line]:
    gap, table, in_table = True, 0, False
    for number, raw in enumerate(text.split("\n"), start=1):
        stripped = raw.strip().replace("\xa0", " ").strip()
        if not stripped or _RULED.fullmatch(stripped):
            gap, in_table = gap or not stripped, in_table and bool(stripped)
            continue
        line = _marked(stripped, f"line {number}", gap)
        table += bool(line.cells) and not in_table
        gap, in_table = False, bool(line.cells)
        yield replace(line, table=table) if line.cells else line


def _marked(text: str, where: str, gap: bool) -> Line:
    """A line with the marks at its beginning read and taken off."""
    cells = _cells(text)
    if cells:
        return Line(" ".join(cells), where, cells=cells, gap=gap)
    if found := _MARKDOWN.match(text):
        return Line(text[found.end():].strip(" *_#"), where, len(found[1]), gap=gap)
    if found := _BOLD.fullmatch(text):
        return Line(found[2].strip(), where, 5, gap=gap)
    if found := _BULLET.match(text):
        return Line(text[found.end():].strip().replace("**", ""), where, listed=True, gap=gap)
    if found := _NUMBERED.match(text):
        depth = found[1].strip(".").count(".") + 1
        return Line(text[found.end():].strip(), where, listed=True, gap=gap, number=depth)
    return Line(text.replace("**", ""), where, gap=gap)


def _cells(text: str) -> tuple[str, ...]:
    if text.count("|") >= 2 or " | " in text:
        return tuple(cell.strip(" *") for cell in text.strip("|").split("|"))
    if "\t" in text:
        return tuple(cell.strip() for cell in text.split("\t"))
    return ()


def _unwrapped(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines that were broken in the middle of a sentence, put together again."""
    held: Line | None = None
    for line in lines:
        if held is not None and _goes_on(held, line):
            held = replace(held, text=f"{held.text} {line.text}")
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _headed(lines: list[Line]) -> Iterator[Line]:
    """Numbered lines of which none follows another are headings; others are lists."""
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        alone = not (before and before.number) and not (after and after.number)
        deeper = after is not None and after.number > line.number
        if line.number and (alone or deeper) and not line.text.endswith(_ENDS):
            line = replace(line, heading=line.number, listed=False)
        yield line


def _goes_on(line: Line, after: Line) -> bool:
    plain = not (line.cells or after.cells or line.heading or after.heading or after.listed)
    return (plain and not after.gap and len(line.text) > 40 and not line.text.endswith(_ENDS)
            and after.text[:1].islower())


def _cut(line: Line) -> Iterator[Line]:
    if line.cells:
        yield line
        return
    pieces = cut(line.text)
    for start, piece in pieces:
        where = line.where
        if len(pieces) > 1:
            where = f"{line.where}, characters {start + 1}–{start + len(piece)}"
        boxes = [box.strip() for box in _FILL_IN.split(piece) if box.strip()]
        heading = line.heading if len(pieces) == 1 else 0
        for box in boxes or [piece]:
            yield replace(line, text=box, where=where, heading=heading, box=box != piece)
