"""Questions answered by a number: free numbers and scales."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.engine.definition import Question
from app.engine.question_types.base import Parsed, QuestionType, refused

WIDEST_SCALE = 10
LARGEST = 2**53 - 1
"""Beyond this, JSON no longer tells one whole number from the next."""
_FIGURES = re.compile(r"[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]*)(\.[0-9]+)?")


def _is_multiple(value: float, step: float) -> bool:
    return (Fraction(str(value)) / Fraction(str(step))).denominator == 1


_LIMITS: tuple[tuple[str, Callable[[float, float], bool], str], ...] = (
    ("minimum", operator.ge, "that is {} or more"),
    ("maximum", operator.le, "that is {} or less"),
    ("exclusiveMinimum", operator.gt, "more than {}"),
    ("exclusiveMaximum", operator.lt, "less than {}"),
    ("multipleOf", _is_multiple, "that is a multiple of {}"),
)


class Number(QuestionType):
    """A whole or decimal number."""

    name = "number"
    kinds = (int, float)

    def fits(self, schema: Mapping[str, Any]) -> bool:
        return schema.get("type") in ("integer", "number")

    def parse_text(self, question: Question, typed: str) -> Parsed:
        text = typed.strip()
        if not _FIGURES.fullmatch(text) or not text.strip("+-"):
            return refused(typed, "Enter a number in figures, like 1200 or 2.5")
        number = Decimal(text.replace(",", ""))
        if abs(number) > LARGEST:
            return refused(typed, "Enter a smaller number, in figures")
        if number == number.to_integral_value():
            return Parsed(int(number))
        if question.schema.get("type") == "integer":
            return refused(typed, "Enter a whole number")
        return Parsed(float(number))

    def check(self, question: Question, value: Any) -> str | None:
        for key, holds, wording in _LIMITS:
            limit = question.schema.get(key)
            if limit is not None and not holds(value, limit):
                return f"Enter a number {wording.format(limit)}"
        return None

    def position(self, question: Question, value: Any) -> float | None:
        return float(value) if question.risk else None


class Scale(Number):
    """A whole number on a short scale, such as 0 to 10, chosen rather than typed."""

    name = "scale"

    def fits(self, schema: Mapping[str, Any]) -> bool:
        least, most = schema.get("minimum"), schema.get("maximum")
        return (
            schema.get("type") == "integer"
            and isinstance(least, int) and isinstance(most, int)
            and 0 < most - least <= WIDEST_SCALE
        )

    def chosen(self, question: Question, value: Any) -> frozenset[str]:
        return frozenset() if value is None else frozenset((str(value),))

    def position(self, question: Question, value: Any) -> float | None:
        return float(value)
