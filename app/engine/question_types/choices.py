"""Questions answered by choosing: radios, drop-downs, check boxes, descriptors, yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from msgspec.structs import replace

from app.engine.absence import Absence
from app.engine.definition import Meaning, Option, Question
from app.engine.question_types.base import Parsed, Posted, QuestionType, refused
from app.engine.question_types.texts import is_choice

_ABSENT = {
    Meaning.NOT_KNOWN: Absence.NOT_KNOWN,
    Meaning.DECLINED: Absence.NOT_KNOWN,
    Meaning.NOT_APPLICABLE: Absence.NOT_APPLICABLE,
}
_POSITIONS = {Meaning.NO: 0.0, Meaning.POSSIBLE: 1.0, Meaning.YES: 2.0}


def posted_name(key: Any) -> str:
    """How an option's key travels in a form: text as it is, the rest as JSON writes it."""
    if isinstance(key, bool):
        return "true" if key else "false"
    return str(key)


class Radios(QuestionType):
    """One of a few options. "Not known" and "not applicable" are options like any other."""

    name = "radios"
    kinds: ClassVar[tuple[type, ...]] = (str, int, float)

    def fits(self, schema: Mapping[str, Any]) -> bool:
        return is_choice(schema) and schema.get("type") != "array"

    def parse_text(self, question: Question, typed: str) -> Parsed:
        option = next((o for o in question.options if posted_name(o.key) == typed), None)
        if option is None:
            return refused(typed, "Choose one of the answers listed")
        return Parsed(option.key)

    def check(self, question: Question, value: Any) -> str | None:
        return None if question.option(value) else "Choose one of the answers listed"

    def chosen(self, question: Question, value: Any) -> frozenset[str]:
        return frozenset() if value is None else frozenset((posted_name(value),))

    def show(self, question: Question, value: Any) -> str:
        return option_title(question, value) if value is not None else ""

    def absence(self, question: Question, value: Any) -> Absence | None:
        if value is None:
            return Absence.BLANK
        option = question.option(value)
        return _ABSENT.get(option.meaning) if option and option.meaning else None

    def position(self, question: Question, value: Any) -> float | None:
        option = question.option(value)
        if option is None:
            return None
        if question.ordinal:
            ranked = [o for o in question.options if o.meaning not in _ABSENT]
            return float(ranked.index(option)) if option in ranked else None
        return _POSITIONS.get(option.meaning) if option.meaning else None


class Select(Radios):
    """One option of many, in a drop-down box (S0.10)."""

    name = "select"


class Descriptors(Radios):
    """One of several described states, each with its words under it."""

    name = "descriptors"


class YesNo(Radios):
    """Yes or no, recorded as a boolean."""

    name = "yes-no"
    kinds = (bool,)
    options = (Option(True, "Yes", meaning=Meaning.YES), Option(False, "No", meaning=Meaning.NO))

    @classmethod
    def called(cls, titles: Mapping[Any, str]) -> tuple[Option, ...]:
        """Yes and No as a schema calls them; both where it lists none, else only what it lists."""
        if not titles:
            return cls.options
        return tuple(replace(one, title=titles[one.key]) for one in cls.options
                     if one.key in titles)

    def fits(self, schema: Mapping[str, Any]) -> bool:
        return schema.get("type") == "boolean"


class Checkboxes(QuestionType):
    """Any number of options. Nothing ticked is blank, not an answer of none."""

    name = "checkboxes"
    kinds = (list,)

    def fits(self, schema: Mapping[str, Any]) -> bool:
        items = schema.get("items")
        return schema.get("type") == "array" and isinstance(items, Mapping) and is_choice(items)

    def parse(self, question: Question, posted: Posted) -> Parsed:
        ticked = [value for value in posted.get("", ()) if value]
        known = {posted_name(option.key): option.key for option in question.options}
        strange = [value for value in ticked if value not in known]
        if strange:
            return refused(", ".join(strange), "Choose from the answers listed")
        chosen = set(ticked)
        return Parsed([key for name, key in known.items() if name in chosen] or None)

    def readable(self, value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(key, (str, int, float)) for key in value)

    def check(self, question: Question, value: Any) -> str | None:
        if not all(question.option(key) for key in value):
            return "Choose from the answers listed"
        least, most = question.schema.get("minItems", 0), question.schema.get("maxItems")
        if len(value) < least:
            return f"Choose at least {least}"
        if most is not None and len(value) > most:
            return f"Choose no more than {most}"
        return None

    def chosen(self, question: Question, value: Any) -> frozenset[str]:
        return frozenset(posted_name(key) for key in value or ())

    def show(self, question: Question, value: Any) -> str:
        return ", ".join(option_title(question, key) for key in value or ())

    def same(self, before: Any, after: Any) -> bool:
        return _as_set(before) == _as_set(after)


def option_title(question: Question, key: Any) -> str:
    """What an option is called; the recorded key itself where the definition lacks it."""
    option = question.option(key)
    return option.title if option else posted_name(key)


def _as_set(value: Any) -> frozenset[str]:
    return frozenset(posted_name(key) for key in value or ())
