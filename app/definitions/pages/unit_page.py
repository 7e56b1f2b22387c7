"""All that the page of one unit shows, beside the frame: its form, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from app.definitions.pages.answer_tests import (
    AnswerTest, TermFields, answer_test, countable, term_fields,
)
from app.definitions.pages.conditions import Choice, Shown, shown
from app.definitions.pages.listing import said_of
from app.definitions.pages.setting_words import EFFECTS, LINE, Words
from app.definitions.pages.titles import title_of
from app.definitions.pages.type_words import kind_title, type_title
from app.definitions.pages.unit_form import (
    Field, FieldPart, OptionFields, Typed, option_fields, parts,
)
from app.definitions.writing import Draft
from app.engine.authoring.asked import Asked, asked
from app.engine.authoring.edits.columns import columns_of, holds_rows, rows_of
from app.engine.authoring.json_parts import part_at
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name
from app.engine.authoring.edits.questions import CHOICES
from app.engine.authoring.setting_fields import text_of

_RULED = ("question", "section", "group", "text", "layout", "part")


class Column(Struct, frozen=True):
    """A column of rows or of a table, as its question lists it."""

    address: str
    title: str
    told: str


class UnitPage(Struct, frozen=True):
    """What the template of a unit is filled with; parts that a unit has not are empty."""

    address: str
    kind: str
    title: str
    kind_title: str
    key: str
    type: str
    type_title: str
    within: str
    problems: tuple[str, ...]
    parts: tuple[FieldPart, ...]
    options: tuple[OptionFields, ...]
    has_options: bool
    new: dict[str, str]
    evidence: AnswerTest | None
    conditions: tuple[Shown, ...]
    effect: Field | None
    has_columns: bool
    columns: tuple[Column, ...]
    rows: tuple[Field, ...]
    terms: tuple[TermFields, ...]
    countable: tuple[tuple[str, tuple[Choice, ...]], ...]
    immediate: AnswerTest | None


def unit_page(found: Draft, address: str, typed: Typed) -> UnitPage:
    """The page of a unit that is in the draft, or of a column."""
    outline, what = found.outline, kind(address)
    question = asked(outline, address) if what in ("question", "column") else None
    return UnitPage(
        address=address, kind=what, title=title_of(outline, address),
        kind_title=kind_title(what), key=_key(address), type=question.type if question else "",
        type_title=type_title(question.type) if question else "",
        within=_within(outline, address),
        problems=tuple(said_of(found.problems).get(address, ())),
        parts=parts(outline, address, typed),
        options=option_fields(question, typed) if question else (),
        has_options=question is not None and question.type in CHOICES,
        new={one: text_of(typed.posted.get(one, "")) for one in ("new_options", "new_rows")},
        evidence=_evidence(question, typed) if question else None,
        conditions=tuple(_conditions(outline, address, question)),
        effect=_effect(address, typed), has_columns=question is not None and holds_rows(question),
        columns=tuple(_columns(outline, address)) if what == "question" else (),
        rows=tuple(_rows(outline, address, typed)) if what == "question" else (),
        terms=term_fields(outline, address, typed) if what == "measure" else (),
        countable=countable(outline, address) if what == "measure" else (),
        immediate=_immediate(outline, address, typed) if what == "immediate" else None)


def question_of(column: str) -> str:
    """The address of the question that a column belongs to."""
    return f"question:{name(column).partition('/')[0]}"


def _key(address: str) -> str:
    return "" if kind(address) in ("toolkit", "judgement", "immediate", "layout") else name(
        address).rpartition("/")[2]


def _within(outline: Outline, address: str) -> str:
    """What a unit stands in, in words."""
    if kind(address) == "column":
        return title_of(outline, question_of(address))
    holder = outline.container_of(address) or ""
    if holder == TOOLKIT:
        return ""
    return title_of(outline, holder) if holder in outline.units else ""


def _evidence(question: Asked, typed: Typed) -> AnswerTest:
    schema = question.ours("evidence", "required_when")
    return answer_test(question, "evidence.required", "Evidence is required when the answer",
                       "is anything: it may be left empty", typed, schema)


def _immediate(outline: Outline, address: str, typed: Typed) -> AnswerTest | None:
    about = str(typed.settings.get("question", ""))
    if about not in outline.units or kind(about) != "question":
        return None
    schema = part_at(outline.units[address], "part", "when")
    return answer_test(asked(outline, about), "when", "Action is called for when the answer",
                       "choose", typed, schema)


def _conditions(outline: Outline, address: str, question: Asked | None) -> list[Shown]:
    found: list[Shown] = []
    if question is not None:
        found.append(shown(outline, "required_when", "Required when",
                           question.ours("required_when")))
    element: Any = question.control if question else outline.units.get(address, {}).get("element")
    if kind(address) in _RULED:
        found.append(shown(outline, "rule", "When it is asked",
                           part_at(element, "rule", "condition")))
    if kind(address) in ("level", "floor"):
        title = "Reached when" if kind(address) == "level" else "Applies when"
        when = part_at(outline.units[address], "part", "when")
        found.append(shown(outline, "when", title, when))
    return found


def _effect(address: str, typed: Typed) -> Field | None:
    if kind(address) not in _RULED:
        return None
    choices = tuple(Choice(value, words) for value, words in EFFECTS.items())
    return Field("rule.effect", "What the conditions do", "choice", typed.value("rule.effect"),
                 "", choices, error=typed.errors.get("rule.effect", ""))


def _columns(outline: Outline, address: str) -> list[Column]:
    return [Column(one, title_of(outline, one), _told(asked(outline, one)))
            for one in columns_of(outline, address)]


def _told(column: Asked) -> str:
    words = [type_title(column.type), *(["required"] if column.required else [])]
    return " · ".join(words)


def _rows(outline: Outline, address: str, typed: Typed) -> list[Field]:
    words = Words("Row", LINE)
    return [Field(f"row.{key}.title", f"{words.label} {number}", LINE,
                  typed.value(f"row.{key}.title"))
            for number, (key, _) in enumerate(rows_of(outline, address), 1)]
