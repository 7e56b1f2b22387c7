"""Questions answered by a list of short answers, one a line. Rows of several cells are `tables`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from app.engine.definition import Question
from app.engine.question_types.base import Parsed, Posted, QuestionType, first, refused
from app.engine.question_types.numbers import Number
from app.engine.question_types.texts import Text, is_choice

_NUMBER, _TEXT = Number(), Text()
_FOR = {"string": _TEXT, "integer": _NUMBER, "number": _NUMBER}


class ListOfLines(QuestionType):
    """As many words or numbers as there are, each on a line of its own."""

    name = "list"
    kinds = (list,)

    def fits(self, schema: Mapping[str, Any]) -> bool:
        items = schema.get("items")
        return (schema.get("type") == "array" and isinstance(items, Mapping)
                and str(items.get("type")) in _FOR and not is_choice(items))

    def parse(self, question: Question, posted: Posted) -> Parsed:
        typed = first(posted, "").replace("\r\n", "\n").replace("\r", "\n")
        inner = _line(question)
        found = []
        for number, line in enumerate(filter(str.strip, typed.split("\n")), start=1):
            parsed = _of(inner).parse_text(inner, line.strip())
            if parsed.unparsed is not None:
                return refused(typed, f"Line {number}: {parsed.message}")
            found.append(parsed.value)
        return Parsed(found or None)

    def boxes(self, question: Question, value: Any) -> Mapping[str, str]:
        return {"": "\n".join(map(str, value or ()))}

    def readable(self, value: Any) -> bool:
        return isinstance(value, list) and all(
            isinstance(one, (str, int, float)) and not isinstance(one, bool) for one in value)

    def check(self, question: Question, value: Any) -> str | None:
        fewest, most = question.schema.get("minItems", 0), question.schema.get("maxItems")
        if len(value) < fewest:
            return f"Write at least {fewest}, each on a line of its own"
        if most is not None and len(value) > most:
            return f"Write no more than {most}, each on a line of its own"
        if question.schema.get("uniqueItems") and len(set(map(str, value))) < len(value):
            return "Write each of them once"
        return _first_wrong(_line(question), value)

    def show(self, question: Question, value: Any) -> str:
        return "; ".join(map(str, value or ()))


def _line(question: Question) -> Question:
    """One line of the list as a question of its own."""
    return replace(question, schema=question.schema["items"])


def _of(line: Question) -> QuestionType:
    return _FOR[line.schema["type"]]


def _first_wrong(line: Question, value: list[Any]) -> str | None:
    wanted = _of(line)
    for number, one in enumerate(value, start=1):
        if not wanted.readable(one):
            return f"Line {number}: This is no answer to the question"
        if message := wanted.check(line, one):
            return f"Line {number}: {message}"
    return None
