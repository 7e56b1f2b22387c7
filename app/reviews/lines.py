"""What is said of each row of a comparison, in words. No HTML: that is in `drawing`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from app.engine.comparison import AnswerChange, Row
from app.engine.directions import Direction
from app.engine.row_items import ItemChange, RowItem
from app.engine.telling import flag_words, question_words, what_happened


class CellLine(Struct, frozen=True):
    """A cell of a changed row of an answer: what it is called, said and says now."""

    label: str
    before: str
    after: str


class ItemLine(Struct, frozen=True):
    """A row of an answer that is not what it was, and which of its cells say something else."""

    item: RowItem
    cells: tuple[CellLine, ...]


class Line(Struct, frozen=True):
    """A row with what is said of it."""

    row: Row
    question: str
    happened: str
    tone: str
    flags: tuple[str, ...]
    items: tuple[ItemLine, ...]

    @classmethod
    def of(cls, row: Row) -> Line:
        """What is said of a row."""
        return cls(row, question_words(row), what_happened(row), _tone(row),
                   tuple(flag_words(flag) for flag in row.flags), _items(row))


def _items(row: Row) -> tuple[ItemLine, ...]:
    if row.answer is not AnswerChange.CHANGED:
        return ()
    return tuple(ItemLine(item, tuple(_cells(item))) for item in row.items
                 if item.change is not ItemChange.SAME)


def _cells(item: RowItem) -> Iterator[CellLine]:
    if item.before is None or item.after is None:
        return
    before = {cell.key: cell.text for cell in item.before.cells}
    for cell in item.after.cells:
        if cell.text != before.get(cell.key, ""):
            yield CellLine(cell.label, before.get(cell.key, ""), cell.text)


def _tone(row: Row) -> str:
    """How the direction of a row is coloured."""
    if row.answer in (AnswerChange.NOT_COMPARABLE, AnswerChange.CARRIED):
        return row.answer.value.replace("_", "-")
    if row.direction is Direction.NONE and row.changed:
        return AnswerChange.CHANGED.value
    return row.direction.value.replace("_", "-")
