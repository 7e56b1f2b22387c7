"""What somebody recorded, as plain values at addresses: raw answers, marks and rows.

Which of them count (effective answers) is decided in `asking`; two edits are joined in `merging`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from app.engine.absence import Absence
from app.engine.definition import Definition, Question

Said = TypeVar("Said")

SECTION_MARK = "@"
"""Marks of a whole section stand at "@" and the section's key."""


class Standing(StrEnum):
    """How an answer came to be here."""

    ENTERED = "entered"
    CARRIED = "carried"
    AFFIRMED = "affirmed"
    TOGETHER = "together"


class Mark(NamedTuple):
    """What is said about an answer besides the answer: its evidence, absence and standing.

    A tuple with names, since every page and every save makes one for each question.
    `evidence_holds` is what was said of old evidence on submission (engine.old_evidence).
    That the words of the rationale were copied from last time is no standing: whoever looks at an
    answer anew may still give the reasons of last time for it.
    """

    standing: Standing = Standing.ENTERED
    absence: Absence | None = None
    reason: str = ""
    rationale: str = ""
    rationale_copied: bool = False
    source: str = ""
    evidence_date: str = ""
    none_held: str = ""
    earlier_was_wrong: bool = False
    evidence_holds: str = ""

    def to_document(self) -> dict[str, Any]:
        """The mark as plain JSON, without what is as usual."""
        said = zip(self._fields, self, NO_MARK, strict=True)
        return {name: value for name, value, usual in said
                if value is not usual and value != usual}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Mark:
        """The mark that `to_document` wrote."""
        known = {name: value for name, value in document.items() if name in cls._field_defaults}
        if "standing" in known:
            known["standing"] = Standing(known["standing"])
        if known.get("absence"):
            known["absence"] = Absence(known["absence"])
        return cls(**known)

    @property
    def evidence(self) -> tuple[str, str, str, str]:
        """All that was said for the answer."""
        return self.rationale, self.source, self.evidence_date, self.none_held


NO_MARK = Mark()


class Answers(Struct, frozen=True):
    """Everything recorded at one moment.

    `values` holds plain JSON by address (`key`, `key/row/cell`); `rows` the row ids of repeating
    groups in order; `marks` what is said beside an answer; `unparsed` what was typed but is no
    value, by address and part (S0.14: shown again, blocks submission, never lost).
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    unparsed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def mark(self, address: str) -> Mark:
        """What is said beside the answer at an address."""
        return self.marks.get(address, NO_MARK)

    def skip_of(self, section_key: str) -> Mark | None:
        """The mark that says a section is skipped in favour of another assessment, or None.

        A skip that names no assessment does not count (ruling X1).
        """
        mark = self.marks.get(SECTION_MARK + section_key)
        named = mark and mark.absence is Absence.SKIPPED and mark.reason.strip()
        return mark if named else None

    def with_changes(
        self,
        values: Mapping[str, Any] | None = None,
        rows: Mapping[str, tuple[str, ...]] | None = None,
        marks: Mapping[str, Mark] | None = None,
        unparsed: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Answers:
        """These answers with others laid over them; None takes a value away."""
        return Answers(
            _laid_over(self.values, values),
            {**self.rows, **(rows or {})},
            {key: mark for key, mark in {**self.marks, **(marks or {})}.items()
             if mark != NO_MARK},
            _laid_over(self.unparsed, unparsed),
        )

    def without(self, addresses: frozenset[str]) -> Answers:
        """These answers without those of some questions, and without some rows of others:
        `people`, or `people/r1` and what is said beside the list, `people/` (engine.withholding).
        """
        rows = frozenset(address for address in addresses if "/" in address)
        left = Answers(
            _outside(addresses, self.values), _outside(addresses, self.rows),
            _outside(addresses, self.marks), _outside(addresses, self.unparsed),
        )
        return left._without_rows(rows) if rows else left

    def _without_rows(self, addresses: frozenset[str]) -> Answers:
        return Answers(
            _outside_rows(addresses, self.values),
            {key: left for key, ids in self.rows.items()
             if (left := tuple(row for row in ids if f"{key}/{row}" not in addresses))},
            _outside_rows(addresses, self.marks), _outside_rows(addresses, self.unparsed),
        )

    def instance(self, definition: Definition) -> dict[str, Any]:
        """The answers as a plain instance of the definition's schema."""
        made: dict[str, Any] = {}
        for key, question in definition.questions.items():
            value = self.recorded(question)
            if value is not None and "." in key:
                _put(made, key, value)
            elif value is not None:
                made[key] = value
        return made

    def recorded(self, question: Question) -> Any:
        """What is recorded in answer to a question, as the schema has it; None where nothing is."""
        if question.type.holds_rows:
            return self._instance_rows(question)
        return self.values.get(question.key)

    def _instance_rows(self, question: Question) -> Any:
        if question.type.name == "rows":
            rows = self.rows.get(question.key, ())
            return [self._row(question, row) for row in rows] if rows else None
        cells = {row.key: self._row(question, row.key) for row in question.fixed_rows}
        return {row: cell for row, cell in cells.items() if cell} or None

    def _row(self, question: Question, row: str) -> dict[str, Any]:
        values, place = self.values, f"{question.key}/{row}/"
        return {c.key: values[a] for c in question.columns if (a := place + c.key) in values}

    def to_document(self, definition: Definition) -> dict[str, Any]:
        """What is stored: the instance, and beside it rows, marks and what did not parse."""
        return {
            "answers": self.instance(definition),
            "rows": {key: list(rows) for key, rows in self.rows.items() if rows},
            "marks": {a: mark.to_document() for a, mark in self.marks.items()},
            "unparsed": {a: dict(typed) for a, typed in self.unparsed.items()},
        }

    @classmethod
    def from_document(cls, definition: Definition, document: Mapping[str, Any]) -> Answers:
        """The answers that `to_document` wrote.

        Raises ValueError where there are more rows than ids or fewer: one would be lost otherwise.
        """
        rows = {key: tuple(ids) for key, ids in document.get("rows", {}).items()}
        instance = document.get("answers", {})
        values: dict[str, Any] = {}
        for key, question in definition.questions.items():
            value = _dig(instance, key) if "." in key else instance.get(key)
            if value is not None and question.type.holds_rows:
                values.update(_flat(question, value, rows))
            elif value is not None:
                values[key] = value
        return cls(
            values, rows,
            {a: Mark.from_document(mark) for a, mark in document.get("marks", {}).items()},
            document.get("unparsed", {}),
        )


NO_ANSWERS = Answers()


def addresses_of(question: Question, answers: Answers) -> tuple[str, ...]:
    """The addresses that hold a question's values: its own, or those of its cells row by row."""
    if not question.type.holds_rows:
        return (question.key,)
    return tuple(
        f"{question.key}/{row}/{column.key}"
        for row in row_ids(question, answers) for column in question.columns
    )


def row_ids(question: Question, answers: Answers) -> tuple[str, ...]:
    """The ids of the rows of a rows or table question, in order."""
    if question.type.name == "rows":
        return answers.rows.get(question.key, ())
    return tuple(row.key for row in question.fixed_rows)


def answered(question: Question, answers: Answers) -> bool:
    """Whether anything is recorded in answer to a question."""
    if not question.type.holds_rows:
        return not question.type.empty(answers.values.get(question.key))
    return any(
        not cell.type.empty(answers.values.get(address))
        for address, cell in cells_of(question, answers)
    )


def cells_of(question: Question, answers: Answers) -> Iterator[tuple[str, Question]]:
    """Each address of a question, with the question or cell asked there."""
    if not question.type.holds_rows:
        yield question.key, question
        return
    for row in row_ids(question, answers):
        for column in question.columns:
            yield f"{question.key}/{row}/{column.key}", column


def carried(answers: Answers, definition: Definition) -> Answers:
    """The answers a review starts from: the same values, each carried until somebody looks.

    Rationales stay behind: the box starts empty, with last time's words beside it. So does the
    judged level with its reason: it is the conclusion of one assessment, drawn anew each time.
    """
    judgement = definition.judgement
    if judgement is not None:
        concluded = {judgement.key, judgement.reason_key}
        answers = answers.without(frozenset(key for key in concluded if key))
    held = {
        key for key, question in definition.questions.items()
        if answered(question, answers) or answers.mark(key).absence
    }
    marks = {
        key: Mark(
            standing=Standing.CARRIED, absence=answers.mark(key).absence,
            reason=answers.mark(key).reason,
        )
        for key in held
    }
    return replace(answers, marks=marks, unparsed={})


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any] | None) -> dict[str, Any]:
    merged = {**below, **(above or {})}
    return {address: value for address, value in merged.items() if value is not None}


def _outside(addresses: frozenset[str], part: Mapping[str, Said]) -> dict[str, Said]:
    return {a: said for a, said in part.items()
            if (a.partition("/")[0] if "/" in a else a) not in addresses}


def _outside_rows(addresses: frozenset[str], part: Mapping[str, Said]) -> dict[str, Said]:
    return {a: said for a, said in part.items()
            if "/".join((a if "/" in a else f"{a}/").split("/")[:2]) not in addresses}


def _put(instance: dict[str, Any], key: str, value: Any) -> None:
    outer, _, last = key.rpartition(".")
    for name in outer.split(".") if outer else ():
        instance = instance.setdefault(name, {})
    instance[last] = value


def _dig(instance: Any, key: str) -> Any:
    for name in key.split("."):
        if not isinstance(instance, Mapping):
            return None
        instance = instance.get(name)
    return instance


def _flat(
    question: Question, value: Any, rows: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, Any]]:
    pairs = value.items() if isinstance(value, Mapping) else zip(
        rows.get(question.key, ()), value, strict=True
    )
    for row, cells in pairs:
        for column, cell in cells.items():
            yield f"{question.key}/{row}/{column}", cell
