"""The slots of one question: what a template may ask for that differs from one page to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from app.engine.answers import Standing, row_ids
from app.engine.definition import Question
from app.rendering import last_time
from app.rendering.names import ROW_PLACEHOLDER, field_id, field_name, plain, question_id
from app.rendering.page_state import PageState
from app.rendering.program import Program, Slots
from app.rendering.shown import Shown, absence_shown

_TESTS: dict[str, Callable[[Shown], Any]] = {
    "affirmed": lambda shown: shown.mark.standing is Standing.AFFIRMED,
    # What is said beside a list is said of all its rows: not to be read by who sees some.
    "asked beside": lambda shown: not (
        shown.address in shown.state.disabled or shown.address in shown.state.in_part),
    "carried": lambda shown: shown.mark.standing is Standing.CARRIED,
    "confirmed together": lambda shown: shown.mark.standing is Standing.TOGETHER,
    "disabled": lambda shown: shown.address in shown.state.disabled,
    "earlier": lambda shown: shown.entry,
    "earlier words": lambda shown: shown.entry and shown.entry.mark.rationale,
    "in part": lambda shown: shown.address in shown.state.in_part,
    "hidden": lambda shown: shown.address in shown.state.hidden,
    "may affirm": last_time.may_affirm,
    "notes": lambda shown: shown.notes,
    "rationale copied": lambda shown: shown.mark.rationale_copied,
    "wrong": lambda shown: shown.message,
}


class QuestionSlots(Slots):
    """What the templates of questions call as `slot`.

    For a cell of a row `outer` is the rows or table question; ids and names then hold the id of
    the row, which is known only when the page is filled.
    """

    def __init__(self, question: Question, outer: Question | None = None) -> None:
        super().__init__()
        self.question = question
        self.outer = outer

    def name(self, part: str = "") -> str:
        """The name of an input."""
        return self._addressed(field_name, part)

    def id(self, part: str = "") -> str:
        """The id of an input, or of what describes one."""
        return self._addressed(field_id, part)

    def _addressed(self, make: Callable[[str, str], str], part: str) -> str:
        if not self.outer:
            return make(self.question.key, part)
        address = f"{self.outer.key}/{ROW_PLACEHOLDER}/{self.question.key}"
        before, after = make(address, part).split(f"/{ROW_PLACEHOLDER}/")
        return self.put(lambda shown: f"{before}/{plain(shown.row)}/{after}")

    def when(self, test: str, caller: Callable[[], str]) -> Markup:
        """A part of the template that is shown where a test holds."""
        return self.where(_TESTS[test], str(caller()))

    def either(self, test: str, then: str, otherwise: str = "") -> Markup:
        """One of two short pieces of markup."""
        return self.where(_TESTS[test], then, otherwise)

    def described_by(self) -> Markup:
        """The attribute that names the hint and, where there is one, the error."""
        hint = self.id("hint") if self.question.hint else ""
        ids = " ".join(part for part in (hint, self.id("error")) if part)
        return self.either(
            "wrong", f' aria-describedby="{ids}"', f' aria-describedby="{hint}"' if hint else "")

    def shown_once_chosen(self, options: Sequence[Mapping[str, Any]]) -> Markup:
        """The attribute by which a script shows the box for reasons once anything is chosen; on a
        review it is always there, since an answer may be affirmed without being chosen again."""
        names = escape(json.dumps([option["name"] for option in options]))
        return self.either("earlier", "", f' data-evidence-when="{names}"')

    def message(self) -> Markup:
        """What to put right, in words."""
        return self.put(lambda shown: escape(shown.message))

    def value(self, part: str = "") -> Markup:
        """What a box holds."""
        return self.put(lambda shown: escape(shown.boxes.get(part, "")))

    def checked(self, name: str, attribute: str = "checked") -> Markup:
        """The attribute of an option that is chosen."""
        return self.put(lambda shown: f" {attribute}" if name in shown.chosen else "")

    def mark(self, part: str) -> Markup:
        """What a box beside the answer holds."""
        return self.put(lambda shown: escape(shown.mark_boxes[part]))

    def absent(self, absence: str, then: str, otherwise: str = "") -> Markup:
        """One of two pieces, the first where this reason for there being no answer is ticked."""
        return self.where(lambda shown: absence_shown(shown.mark) == absence, then, otherwise)

    def marked(self, field: str) -> Markup:
        """The attribute of a tick box that stands for a field of the mark."""
        return self.put(lambda shown: " checked" if getattr(shown.mark, field) else "")

    def earlier(self, part: str) -> Markup:
        """A part of last time, as `last_time` puts it into words."""
        return self.put(last_time.PARTS[part])

    def notes(self) -> Markup:
        """The notes between reviews that are linked to the question."""
        return self.put(last_time.notes)

    def each_row(self, caller: Callable[[], str]) -> Markup:
        """A part of the template, once for every row."""
        program, question = self.program(str(caller())), self.question
        return self.put(lambda shown: "".join([
            program.fill(Shown(shown.state, question, shown.address, row, number))
            for number, row in enumerate(row_ids(question, shown.state.answers), start=1)
        ]))

    def new_row(self, caller: Callable[[], str]) -> Markup:
        """The same part for the row that a script adds: the id stands in for one."""
        row = Shown(PageState(), self.question, self.question.key, ROW_PLACEHOLDER)
        return Markup(self.program(str(caller())).fill(row))

    def row(self) -> Markup:
        """The id of the row."""
        return self.put(lambda shown: plain(shown.row))

    def row_number(self) -> Markup:
        """Which row it is, counted from one; nothing for a row still to be added."""
        return self.put(lambda shown: str(shown.number or ""))

    def row_title(self) -> Markup:
        """What the row is called: in words of the definition, or counted."""
        whole = self.outer or self.question
        if whole.fixed_rows:
            titles = [escape(row.title) for row in whole.fixed_rows]
            return self.put(lambda shown: titles[shown.number - 1])
        called = escape(whole.row_label or "Row")
        return self.put(lambda shown: f"{called} {shown.number or ''}".rstrip())

    def cell(self, column: Question, program: Program) -> Markup:
        """A cell of the row, compiled on its own."""
        key = self.question.key
        return self.put(lambda shown: program.fill(
            Shown(shown.state, column, f"{key}/{shown.row}/{column.key}", shown.row, shown.number)
        ))

    @property
    def container(self) -> str:
        """The id of the element that holds the question."""
        return question_id(self.question.key)
