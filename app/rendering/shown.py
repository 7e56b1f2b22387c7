"""What the boxes of a question hold on a page: the same for filling it and for reading it back."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.absence import Absence
from app.engine.answers import NO_MARK, Answers, Mark, Standing
from app.engine.definition import Question
from app.engine.question_types.dates import date_parts
from app.engine.question_types.lists import ListOfLines
from app.engine.question_types.texts import Text
from app.engine.wording import visible
from app.rendering.page_state import NoteShown, PageState

CHOICES = frozenset({"radios", "select", "descriptors", "yes-no", "checkboxes", "scale"})
"""The types that are answered by choosing."""

MARK_PARTS = (
    "rationale", "source", "evidence:day", "evidence:month", "evidence:year", "none-held", "reason",
)
"""The boxes beside an answer, as they are posted after its key."""

OF_LAST_TIME = frozenset({Standing.CARRIED, Standing.AFFIRMED, Standing.TOGETHER})
"""The standings of an answer that is last time's, looked at or not."""

_NOTHING: Mapping[str, str] = {}


def starts_empty(question: Question, mark: Mark) -> bool:
    """Whether the boxes are empty although there is an answer: last time's, shown beside them.

    On a review nothing is preselected, and saying that it is still right selects nothing: a page
    that saved itself still looks as it did. Words and rows are there to be worked on; but how much
    is known today is asked anew, the young person's own words above all.
    """
    return mark.standing in OF_LAST_TIME and not question.type.holds_rows and (
        question.known is not None or not isinstance(question.type, (Text, ListOfLines))
    )


def boxes(question: Question, address: str, answers: Answers) -> Mapping[str, str]:
    """What the boxes of a question that is not answered by choosing hold, by part."""
    empty = starts_empty(question, answers.marks.get(address, NO_MARK))
    value = None if empty else answers.values.get(address)
    held = question.type.boxes(question, value)
    typed = answers.unparsed.get(address)
    return {**held, **_visible(typed)} if typed else held


def chosen(question: Question, address: str, answers: Answers) -> frozenset[str]:
    """The posted names of the options that are chosen on the page."""
    if starts_empty(question, answers.marks.get(address, NO_MARK)):
        return frozenset()
    return question.type.chosen(question, answers.values.get(address))


def absence_shown(mark: Mark) -> Absence | None:
    """The absence that is ticked; a "not applicable" of last time is not ticked today."""
    if mark.standing in OF_LAST_TIME and mark.absence is Absence.NOT_APPLICABLE:
        return None
    return mark.absence


def reason_shown(mark: Mark) -> str:
    """The reason for what is ticked; not last time's reason for a tick of last time."""
    return mark.reason if absence_shown(mark) is mark.absence else ""


def mark_boxes(mark: Mark, typed: Mapping[str, str]) -> dict[str, str]:
    """What the boxes beside an answer hold, by part; what did not parse is shown again."""
    year, month, day = date_parts(mark.evidence_date)
    held = {
        "rationale": mark.rationale,
        "source": mark.source,
        "evidence:day": day.lstrip("0"),
        "evidence:month": month.lstrip("0"),
        "evidence:year": year,
        "none-held": mark.none_held,
        "reason": reason_shown(mark),
    }
    held.update((part, text) for part, text in _visible(typed).items() if part in held)
    return held


def _visible(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as far as a page can hold it."""
    return {part: visible(text) for part, text in typed.items()}


class Shown:
    """One question, or one cell of a row, on one page: what its slots read.

    Plain attributes: a page makes hundreds of these, and reads most of them a few times.
    """

    __slots__ = (
        "address", "_boxes", "_chosen", "entry", "mark", "_mark_boxes", "message", "notes",
        "number", "question", "row", "state",
    )

    def __init__(
        self, state: PageState, question: Question, address: str, row: str = "", number: int = 0
    ) -> None:
        self.state = state
        self.question = question
        self.address = address
        self.row = row
        self.number = number
        self.mark = state.answers.marks.get(address, NO_MARK)
        self.message = state.messages.get(address, "")
        self.notes: tuple[NoteShown, ...] = state.notes.get(address, ())
        self.entry = state.earlier.get(address) if state.review and state.earlier else None
        self._boxes: Mapping[str, str] | None = None
        self._chosen: frozenset[str] | None = None
        self._mark_boxes: Mapping[str, str] | None = None

    @property
    def boxes(self) -> Mapping[str, str]:
        """What the boxes hold, by part."""
        if self._boxes is None:
            self._boxes = boxes(self.question, self.address, self.state.answers)
        return self._boxes

    @property
    def chosen(self) -> frozenset[str]:
        """The posted names of the options that are chosen."""
        if self._chosen is None:
            self._chosen = chosen(self.question, self.address, self.state.answers)
        return self._chosen

    @property
    def mark_boxes(self) -> Mapping[str, str]:
        """What the boxes beside the answer hold, by part."""
        if self._mark_boxes is None:
            typed = self.state.answers.unparsed.get(self.address, _NOTHING)
            self._mark_boxes = mark_boxes(self.mark, typed)
        return self._mark_boxes
