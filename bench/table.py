"""Figures as a table, on the screen and in docs/speed.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.targets import Figure

HEADINGS = ("work", "median", "95 %", "processor", "must", "aim", "", "")
BEGIN, END = "<!-- measured by make bench -->", "<!-- end of what was measured -->"

Line = Sequence[str]


def lines(figures: Iterable[Figure]) -> list[Line]:
    """Each figure in words, in the order of the headings."""
    return [
        (one.work, _amount(one.value, one), _amount(one.worst, one), _amount(one.processor, one),
         _amount(one.target.must, one), _amount(one.target.aim, one), one.verdict, one.note)
        for one in figures
    ]


def for_screen(table: Sequence[Line]) -> str:
    """Columns under each other."""
    widths = [max(map(len, column)) for column in zip(HEADINGS, *table, strict=True)]
    return "\n".join(_row(line, widths) for line in (HEADINGS, *table))


def for_document(table: Sequence[Line]) -> str:
    """The same in Markdown."""
    rule = ("---", *("--:",) * 5, "---", "---")
    return "\n".join(f"| {' | '.join(line)} |" for line in (HEADINGS, rule, *table))


def write(path: Path, measured: str) -> None:
    """Put what was measured into the document, in place of what was measured before."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}", encoding="utf-8")


def _row(line: Line, widths: Sequence[int]) -> str:
    first, *rest = (
        cell.rjust(width) if 0 < place < 6 else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(line, widths, strict=True)))
    return "  ".join((first, *rest)).rstrip()


def _amount(value: float | None, figure: Figure) -> str:
    if value is None:
        return ""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {figure.target.unit}".replace(".00 ", " ").replace(".0 ", " ")
