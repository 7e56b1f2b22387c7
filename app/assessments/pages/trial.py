"""A toolkit tried out: test answers travel with the page, and nothing of them is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from msgspec import Struct

from app.engine.answers import NO_ANSWERS, SECTION_MARK, Answers, Mark
from app.engine.asking import effective
from app.engine.authoring.condition_words import condition_words
from app.engine.definition import Definition, Level, Measure, Question, Section
from app.engine.effective import Effective
from app.engine.journey import Journey, journey
from app.engine.levels import Result, work_out
from app.engine.measures import Interval, contribution
from app.engine.question_types.choices import posted_name
from app.engine.validation import submission_findings
from app.rendering.displayed import Displayed
from app.rendering.page_state import PageState

_PURPOSE = "test answers"
_FACTS: Mapping[str, str] = {
    "case.name": "Test Person", "case.date_of_birth": "2012-05-14", "case.identifier": "TEST-1",
    "case.district": "Northside",
}
"""What the toolkit sees of an invented case."""


class Trial(Struct, frozen=True, dict=True):
    """One section of a definition, with what was answered so far, on a day."""

    definition: Definition
    section: Section
    answers: Answers
    on: date

    @cached_property
    def effective(self) -> Effective:
        """The answers that count."""
        return effective(self.definition, self.answers, _FACTS, self.on)

    @cached_property
    def result(self) -> Result:
        """Measures, calculated level and judgement, as of a first assessment."""
        return work_out(self.definition, self.effective)

    @property
    def counted(self) -> Mapping[str, Sequence[tuple[str, Interval]]]:
        """What each answer adds to each measure, by the measure's id; nothing that adds none."""
        return {measure.id: tuple(self._counted(measure)) for measure in self.definition.measures}

    def _counted(self, measure: Measure) -> Iterator[tuple[str, Interval]]:
        for term in measure.terms:
            added = contribution(term, self.definition, self.effective)
            if added.high:
                yield self.definition.questions[term.key].label, added

    def reached(self, level: Level) -> str:
        """What a level is reached by, in words."""
        parts = self.definition.document.get("levels", ())
        when = next((part.get("when") for part in parts if part["id"] == level.id), None)
        return condition_words(self.definition, when) if when else "it is reached always"

    @property
    def journey(self) -> Journey:
        """The task list, with what stands against submitting."""
        findings = submission_findings(
            self.definition, self.effective, self.result, by_manager=False, review=False)
        return journey(self.definition, self.effective, findings)

    @property
    def state(self) -> PageState:
        """What the compiled section is filled with."""
        found = self.effective
        return PageState(answers=self.answers, hidden=found.hidden, disabled=found.disabled,
                         world=found.world)


def trial(definition: Definition, key: str | None, answers: Answers, on: date) -> Trial:
    """A section being tried, the first one where there is none of that key."""
    section = definition.sections_by_key.get(key or "") or definition.sections[0]
    return Trial(definition, section, answers, on)


def carried(secret: str, found: Trial, displayed: Displayed) -> str:
    """The answers and what the page shows, as the page carries them."""
    answers = found.answers
    document = {
        "displayed": displayed.to_document(),
        "values": dict(answers.values), "rows": dict(answers.rows),
        "marks": {address: mark.to_document() for address, mark in answers.marks.items()},
        "unparsed": dict(answers.unparsed),
    }
    return str(URLSafeSerializer(secret, salt=_PURPOSE).dumps(document))


def read_carried(secret: str, text: str, definition: Definition) -> tuple[Answers, Displayed]:
    """What `carried` wrote; of a document that has changed since, the answers that still fit."""
    try:
        document = URLSafeSerializer(secret, salt=_PURPOSE).loads(text)
    except BadData:
        return NO_ANSWERS, Displayed()
    values = {address: value for address, value in document["values"].items()
              if _fits(_asked_at(definition, address), value)}
    answers = Answers(
        values, {key: tuple(ids) for key, ids in document["rows"].items()
                 if key in definition.questions},
        {address: Mark.from_document(mark) for address, mark in document["marks"].items()
         if address in values or address.startswith(SECTION_MARK)},
        {address: typed for address, typed in document["unparsed"].items()
         if _asked_at(definition, address)})
    return answers, _still_there(definition, Displayed.from_document(document["displayed"]))


def _still_there(definition: Definition, shown: Displayed) -> Displayed:
    """What a page showed, without what the document does not ask any more."""
    asked = definition.questions
    return Displayed(
        tuple(key for key in shown.sections if key in definition.sections_by_key),
        tuple(key for key in shown.questions if key in asked),
        {key: ids for key, ids in shown.rows.items()
         if key in asked and asked[key].type.name == "rows"})


def _asked_at(definition: Definition, address: str) -> Question | None:
    """The question, or the cell, that an answer belongs to."""
    key, *cell = address.split("/")
    question = definition.questions.get(key)
    if question is None or not cell:
        return question
    return question.column(cell[-1])


def _fits(question: Question | None, value: Any) -> bool:
    """Whether an answer may still be given: of the kind that is recorded, of the options there."""
    if question is None or question.type.holds_rows or not question.type.readable(value):
        return False
    there = {posted_name(option.key) for option in question.options}
    return not there or question.type.chosen(question, value) <= there
