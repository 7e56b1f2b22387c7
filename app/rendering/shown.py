"""What the boxes of a question hold on a page: the same for filling it and for reading it back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from app.engine.absence import Absence
from app.engine.answers import NO_MARK, Answers, Mark, Standing
from app.engine.definition import Question
from app.engine.question_types.dates import date_parts
from app.engine.question_types.texts import Text
from app.engine.reading import Entry
from app.rendering.page_state import NoteShown, PageState

CHOICES = frozenset({"radios", "select", "descriptors", "yes-no", "checkboxes", "scale"})
"""The types that are answered by choosing."""

_NOTHING: Mapping[str, str] = {}


def starts_empty(question: Question, mark: Mark) -> bool:
    """Whether the boxes start empty although an answer is carried, with last time's beside them.

    On a review nothing is preselected. Words and rows are there to be worked on; but how much is
    known today is asked anew, the young person's own words above all.
    """
    return mark.standing is Standing.CARRIED and not question.type.holds_rows and (
        question.known is not None or not isinstance(question.type, Text)
    )


def boxes(question: Question, address: str, answers: Answers) -> Mapping[str, str]:
    """What the boxes of a question that is not answered by choosing hold, by part."""
    empty = starts_empty(question, answers.marks.get(address, NO_MARK))
    value = None if empty else answers.values.get(address)
    held = question.type.boxes(question, value)
    typed = answers.unparsed.get(address)
    return {**held, **typed} if typed else held


def chosen(question: Question, address: str, answers: Answers) -> frozenset[str]:
    """The posted names of the options that are chosen on the page."""
    if starts_empty(question, answers.marks.get(address, NO_MARK)):
        return frozenset()
    return question.type.chosen(question, answers.values.get(address))


def absence_shown(mark: Mark) -> Absence | None:
    """The absence that is ticked. A carried "not applicable" is last time's, not ticked today."""
    if mark.standing is Standing.CARRIED and mark.absence is Absence.NOT_APPLICABLE:
        return None
    return mark.absence


def mark_boxes(mark: Mark, typed: Mapping[str, str]) -> dict[str, str]:
    """What the boxes beside an answer hold, by part; what did not parse is shown again."""
    year, month, day = date_parts(mark.evidence_date)
    return {
        "rationale": mark.rationale,
        "source": mark.source,
        "evidence:day": day.lstrip("0"),
        "evidence:month": month.lstrip("0"),
        "evidence:year": year,
        "none-held": mark.none_held,
        "reason": mark.reason if absence_shown(mark) or not mark.absence else "",
        **{part: text for part, text in typed.items() if part in MARK_PARTS},
    }


MARK_PARTS = (
    "rationale", "source", "evidence:day", "evidence:month", "evidence:year", "none-held", "reason",
)


class Shown:
    """One question, or one cell of a row, on one page: what its slots read."""

    def __init__(
        self, state: PageState, question: Question, address: str, row: str = "", number: int = 0
    ) -> None:
        self.state = state
        self.question = question
        self.address = address
        self.row = row
        self.number = number

    @cached_property
    def mark(self) -> Mark:
        return self.state.answers.marks.get(self.address, NO_MARK)

    @cached_property
    def boxes(self) -> Mapping[str, str]:
        return boxes(self.question, self.address, self.state.answers)

    @cached_property
    def chosen(self) -> frozenset[str]:
        return chosen(self.question, self.address, self.state.answers)

    @cached_property
    def mark_boxes(self) -> Mapping[str, str]:
        return mark_boxes(self.mark, self.state.answers.unparsed.get(self.address, _NOTHING))

    @cached_property
    def message(self) -> str:
        return self.state.messages.get(self.address, "")

    @cached_property
    def entry(self) -> Entry | None:
        """Last time, on a review."""
        state = self.state
        return state.earlier.get(self.address) if state.review and state.earlier else None

    @property
    def notes(self) -> tuple[NoteShown, ...]:
        return self.state.notes.get(self.address, ())
