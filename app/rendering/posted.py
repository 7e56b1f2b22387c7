"""Reads a posted page back into answers: only what was displayed changes, and no word is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from app.engine.absence import Absence
from app.engine.answers import SECTION_MARK, Answers, Mark, Standing, cells_of
from app.engine.definition import Definition, Question, Section
from app.engine.question_types import REGISTRY
from app.engine.reading import Entry
from app.rendering.displayed import Displayed
from app.rendering.fields import PostedMark, QuestionField, read_form
from app.rendering.names import section_field_name
from app.rendering.rows import PostedRows, fresh_row_id
from app.rendering.shown import MARK_PARTS, mark_boxes, starts_empty
from app.rendering.standing import mark_after
from app.rendering.together import may_be_confirmed


def read_post(
    definition: Definition,
    displayed: Displayed,
    form: Any,
    base: Answers,
    *,
    earlier: Mapping[str, Entry] | None = None,
    new_row_id: Callable[[], str] = fresh_row_id,
) -> Answers:
    """`base` with what was posted in the place of what was displayed.

    `form` is a MultiDict; `base` what the page was made from; `earlier` last time by key, which
    "Use these words" and "still right today" need. What is no value is kept in `unparsed` (S0.14).
    """
    rows = PostedRows(displayed, form, base, new_row_id)
    reading = _Reading(definition, displayed, form, base, earlier or {}, rows)
    reading.read_sections()
    reading.read_questions()
    return base.with_changes(
        reading.changed_values, reading.changed_rows, reading.marks, reading.unparsed)


class _Reading(Struct):
    """What changes, as it is read."""

    definition: Definition
    displayed: Displayed
    form: Any
    base: Answers
    earlier: Mapping[str, Entry]
    rows: PostedRows
    changed_values: dict[str, Any] = field(default_factory=dict)
    changed_rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    unparsed: dict[str, Any] = field(default_factory=dict)
    together: dict[str, bool] = field(default_factory=dict)

    def read_sections(self) -> None:
        """What is posted for sections as a whole: skipped, or answers confirmed together."""
        sections = self.definition.sections_by_key
        for section in (sections[key] for key in self.displayed.sections if key in sections):
            if section.skip_label:
                self._read_skip(section)
            self._read_together(section)

    def _read_together(self, section: Section) -> None:
        """Of the answers that were listed, those that may be confirmed with others."""
        ticked = bool(self._posted(section, "confirm"))
        listed = self.form.getlist(section_field_name(section.key, "together"))
        for question in section.questions() if listed else ():
            if question.key in listed and may_be_confirmed(section, question, self.base):
                self.together[question.key] = ticked

    def _read_skip(self, section: Section) -> None:
        address = SECTION_MARK + section.key
        mark = self.base.mark(address)
        absence = Absence.SKIPPED if self._posted(section, "skip") else None
        typed = self._posted(section, "skip-reason")
        if typed is None:
            return
        if typed == mark_boxes(mark, self.base.unparsed.get(address, {}))["reason"]:
            self.marks[address] = mark._replace(absence=absence)
            return
        parsed = REGISTRY["text"].parse(next(section.questions()), {"": [typed]})
        self.marks[address] = Mark(absence=absence, reason=parsed.value or "")
        self.unparsed[address] = {"reason": typed} if parsed.unparsed else None

    def _posted(self, section: Section, part: str) -> str | None:
        found: str | None = self.form.get(section_field_name(section.key, part))
        return found

    def read_questions(self) -> None:
        """Every question that was displayed, in one form."""
        known = self.definition.questions
        questions = [known[key] for key in self.displayed.questions if key in known]
        read = read_form({
            question.key: QuestionField(question, self._cells(question), self.base)
            for question in questions}, self.form)
        for question in questions:
            self._read(question, read[question.key])

    def _cells(self, question: Question) -> list[tuple[str, Question]]:
        if question.type.name != "rows":
            return list(cells_of(question, self.base))
        return [(f"{question.key}/{row}/{column.key}", column)
                for row in self.rows.shown(question.key) for column in question.columns]

    def _read(self, question: Question, posted: QuestionField) -> None:
        key, beside = question.key, posted.beside
        touched = self._read_rows(question)
        for answer in posted.answers:
            if answer.touched:
                touched = True
                self.changed_values[answer.address] = answer.parsed.value
                self.unparsed[answer.address] = answer.parsed.unparsed
        if key in self.displayed.in_part:
            self._read_beside_in_part(key, touched, beside.mark)
            return
        mark = mark_after(beside, touched, self.together.get(key), self.earlier.get(key))
        self.marks[key] = mark
        if not touched and _takes_its_place(question, beside.mark, mark):
            self.changed_values[key] = None
        self._keep_typed(key, beside)

    def _read_beside_in_part(self, key: str, touched: bool, before: Mark) -> None:
        """What is said beside a list that was shown in part was not on the page, and stays. Whoever
        saw only some of its rows has not looked at all that was carried over."""
        if touched and before.standing is not Standing.CARRIED:
            self.marks[key] = before._replace(standing=Standing.ENTERED)

    def _read_rows(self, question: Question) -> bool:
        """Take over which rows there are; True where that changed."""
        key, before = question.key, self.base.rows.get(question.key, ())
        if question.type.name != "rows":
            return False
        after = self.rows.after(key)
        if after == before:
            return False
        gone = tuple(f"{key}/{row}/" for row in before if row not in after)
        for address in (*self.base.values, *self.base.unparsed) if gone else ():
            if address.startswith(gone):
                self.changed_values[address] = self.unparsed[address] = None
        self.changed_rows[key] = after
        return True

    def _keep_typed(self, key: str, beside: PostedMark) -> None:
        """What was typed in the boxes of the answer and beside it, under one address."""
        before = self.base.unparsed.get(key, {})
        answer = self.unparsed[key] if key in self.unparsed else {
            part: text for part, text in before.items() if part not in MARK_PARTS}
        self.unparsed[key] = {**(answer or {}), **beside.unparsed} or None


def _takes_its_place(question: Question, before: Mark, after: Mark) -> bool:
    """Whether "not applicable" was ticked below empty boxes, with last time's answer beside them;
    that one stays in its own revision and is not today's."""
    return starts_empty(question, before) and after.standing is Standing.ENTERED
