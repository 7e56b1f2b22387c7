"""Questions answered by a number: free numbers and scales."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from app.engine.definition import Question
from app.engine.question_types.base import Parsed, QuestionType, refused

WIDEST_SCALE = 10
_LARGEST_DIGITS = 15


class Number(QuestionType):
    """A whole or decimal number."""

    name = "number"

    def fits(self, schema: Mapping[str, Any]) -> bool:
        return schema.get("type") in ("integer", "number")

    def parse_text(self, question: Question, typed: str) -> Parsed:
        try:
            number = Decimal(typed.strip().replace(",", ""))
        except InvalidOperation:
            return refused(typed, "Enter a number, in figures")
        if not number.is_finite() or number.adjusted() > _LARGEST_DIGITS:
            return refused(typed, "Enter a smaller number, in figures")
        if number == number.to_integral_value():
            return Parsed(int(number))
        if question.schema.get("type") == "integer":
            return refused(typed, "Enter a whole number")
        return Parsed(float(number))

    def check(self, question: Question, value: Any) -> str | None:
        schema = question.schema
        limits = (
            ("minimum", value < schema.get("minimum", value), "that is {} or more"),
            ("maximum", value > schema.get("maximum", value), "that is {} or less"),
            ("exclusiveMinimum", not value > schema.get("exclusiveMinimum", value - 1),
             "more than {}"),
            ("exclusiveMaximum", not value < schema.get("exclusiveMaximum", value + 1),
             "less than {}"),
            ("multipleOf", Decimal(str(value)) % Decimal(str(schema.get("multipleOf", value or 1)))
             != 0, "that is a multiple of {}"),
        )
        broken = next((wording.format(schema[key]) for key, bad, wording in limits if bad), None)
        return f"Enter a number {broken}" if broken else None

    def position(self, question: Question, value: Any) -> float | None:
        return float(value) if question.risk else None


class Scale(Number):
    """A whole number on a short scale, such as 0 to 10, chosen rather than typed."""

    name = "scale"

    def fits(self, schema: Mapping[str, Any]) -> bool:
        ends = (schema.get("minimum"), schema.get("maximum"))
        return (
            schema.get("type") == "integer"
            and all(isinstance(end, int) for end in ends)
            and 0 < ends[1] - ends[0] <= WIDEST_SCALE
        )

    def chosen(self, question: Question, value: Any) -> frozenset[str]:
        return frozenset() if value is None else frozenset((str(value),))

    def position(self, question: Question, value: Any) -> float | None:
        return float(value)
