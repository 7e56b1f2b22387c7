"""CSV as a spreadsheet may safely open it. What stands in the rows is for the rooms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

_FORMULA = frozenset("=+-@\t\r")
"""What makes a spreadsheet run a cell; such text is led by an apostrophe, so that it is text."""
_LINES = 16


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """All rows as one text."""
    return "".join([csv_line(map(csv_cell, row)) for row in rows])


def csv_line(cells: Iterable[str]) -> str:
    """A row of cells that `csv_cell` made."""
    return ",".join(cells) + "\r\n"


def csv_cell(said: object) -> str:
    """What stands in a line for a value: harmless, and in quotes where its text needs them.

    The csv module writes the same, and takes five times as long over long texts, because it looks
    at one character after the other.
    """
    if not isinstance(said, str):
        return "" if said is None else str(said)
    if said[:1] in _FORMULA:
        said = f"'{said}"
    if '"' in said:
        return '"' + said.replace('"', '""') + '"'
    return f'"{said}"' if "," in said or "\n" in said or "\r" in said else said


def csv_parts(lines: Iterator[str]) -> Iterator[bytes]:
    """Lines to be sent as they are made, so that memory stays flat; some at once, to be quick."""
    while part := "".join(islice(lines, _LINES)):
        yield part.encode()
