"""Questions answered row by row: repeating rows, and tables whose rows the definition names.

The cells are questions of their own, addressed `key/row/cell`; a table holds no value itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.definition import Question
from app.engine.question_types.base import Parsed, Posted, QuestionType


class Rows(QuestionType):
    """As many rows as there are: people, responses, plan actions (S4.29, S4.36, S4.123)."""

    name = "rows"
    kinds = ()
    holds_rows = True

    def fits(self, schema: Mapping[str, Any]) -> bool:
        items = schema.get("items")
        return (
            schema.get("type") == "array"
            and isinstance(items, Mapping)
            and items.get("type") == "object"
        )

    def parse(self, question: Question, posted: Posted) -> Parsed:
        """Rows hold no value of their own: the page's rows are read one by one."""
        return Parsed()

    def show(self, question: Question, value: Any) -> str:
        count = len(value or ())
        return f"{count} row" if count == 1 else f"{count} rows"


class Table(Rows):
    """A table with fixed rows, such as the twelve objectives of Annex 1 (S4.111)."""

    name = "table"

    def fits(self, schema: Mapping[str, Any]) -> bool:
        rows = schema.get("properties")
        return (
            schema.get("type") == "object"
            and isinstance(rows, Mapping)
            and bool(rows)
            and all(isinstance(row, Mapping) and row.get("type") == "object"
                    for row in rows.values())
        )
