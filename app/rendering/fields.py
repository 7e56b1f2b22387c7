"""The WTForms field of a question: it reads the answers posted and what is said beside them.

Both know what the page showed, so that only what somebody changed is parsed. What follows from a
change is decided in `posted` and `standing`. A field a question and not one a box: to bind them to
a form takes longer than to read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from app.engine.absence import Absence
from app.engine.answers import NO_MARK, Answers
from app.engine.definition import Question
from app.engine.question_types import REGISTRY, Parsed
from app.engine.question_types.choices import posted_name
from app.rendering.names import field_name
from app.rendering.shown import (
    CHOICES, absence_shown, boxes, chosen, mark_boxes, reason_shown,
)

_TEXT, _DATE = REGISTRY["text"], REGISTRY["approximate-date"]
_EVIDENCE_DATE = ("day", "month", "year")
_WORDS = {
    "rationale": "rationale", "source": "source", "none_held": "none-held", "reason": "reason",
}
"""The fields of a mark that hold words, each with the part it is posted as."""
_ONE_LINE = frozenset({"source"})
_OF_SEVERAL_LINES = frozenset({"textarea", "list"})


class QuestionField(Field):
    """A question: `answers` are those at the addresses of its cells, which for most questions is
    one, `beside` is what is said beside them.
    """

    def __init__(
        self, question: Question, cells: Iterable[tuple[str, Question]], base: Answers, **given: Any
    ) -> None:
        super().__init__(**given)
        self.answers = [PostedAnswer(cell, address, base) for address, cell in cells]
        self.beside = PostedMark(question, base)

    def process(
        self, formdata: Any, data: Any = unset_value, extra_filters: Iterable[Any] | None = None
    ) -> None:
        """Read all of its boxes."""
        for answer in self.answers:
            answer.read(formdata)
        self.beside.read(formdata)
        self.data = {answer.address: answer.parsed.value for answer in self.answers}


class PostedAnswer:
    """The answer at one address: the type of its question parses what was typed.

    `touched` tells whether the boxes hold anything but what the page showed; only then is there a
    `parsed` value.
    """

    def __init__(self, question: Question, address: str, base: Answers) -> None:
        self.question = question
        self.address = address
        self.base = base
        self.touched = False
        self.parsed = Parsed()

    def read(self, formdata: Any) -> None:
        """Read the boxes."""
        posted = {
            part: [_lines(typed) for typed in formdata.getlist(field_name(self.address, part))]
            for part in self.question.type.parts
        }
        self.touched = self._differs(posted)
        if self.touched:
            self.parsed = self.question.type.parse(self.question, posted)

    def _differs(self, posted: Mapping[str, list[str]]) -> bool:
        question, address, base = self.question, self.address, self.base
        if question.type.name in CHOICES:
            ticked, shown = set(filter(None, posted[""])), chosen(question, address, base)
            return ticked != shown and ticked != {n for n in shown if _listed(question, n)}
        held = boxes(question, address, base)
        return any(
            typed[0] not in _as_sent(question, held.get(part, ""))
            for part, typed in posted.items() if typed
        )


class PostedMark:
    """What is said beside an answer.

    `said` holds the fields of a mark as the boxes now have them; `absence` is what is ticked and
    `absence_touched` whether that changed; `unparsed` is what was typed and cannot be kept, by
    part.
    """

    def __init__(self, question: Question, base: Answers) -> None:
        self.question = question
        self.mark = base.marks.get(question.key, NO_MARK)
        self.typed_before = base.unparsed.get(question.key, {})
        self.said: dict[str, str] = {}
        self.unparsed: dict[str, str] = {}

    def read(self, formdata: Any) -> None:
        """Read the boxes beside the answer, those that the question offers."""
        def posted(part: str) -> list[str]:
            found: list[str] = formdata.getlist(field_name(self.question.key, part))
            return found
        self.affirmed, self.wrong = bool(posted("affirm")), bool(posted("wrong"))
        self.wants_words = bool(posted("use-words"))
        self.absence = self._absence(posted("absence"))
        self.absence_touched = self.absence != absence_shown(self.mark)
        self._read_boxes(posted)

    def _absence(self, ticked: list[str]) -> Absence | None:
        """With both ticked it is to be revisited: that never counts as complete."""
        for absence in self._offered():
            if absence in ticked:
                return absence
        shown = absence_shown(self.mark)
        return None if shown in self._offered() else shown

    def _offered(self) -> tuple[Absence, ...]:
        revisit = (Absence.REVISIT,) if self.question.revisit else ()
        return (*revisit, Absence.NOT_APPLICABLE) if self.question.not_applicable else revisit

    def _read_boxes(self, posted: Callable[[str], list[str]]) -> None:
        question, mark = self.question, self.mark
        self.said = {name: getattr(mark, name) for name in (*_WORDS, "evidence_date")}
        if not question.evidence and not question.not_applicable:
            return
        held = mark_boxes(mark, self.typed_before)
        self.said["reason"] = reason_shown(mark)
        for name, part in _WORDS.items():
            if _offers(question, name):
                self.said[name] = self._text(part, posted(part), held[part], self.said[name])
        if question.evidence and question.evidence.date:
            self.said["evidence_date"] = self._date(posted, held)

    def _text(self, part: str, posted: list[str], shown: str, kept: str) -> str:
        typed = _lines(posted[0]) if posted else shown
        if typed == shown or (part in _ONE_LINE and typed == shown.replace("\n", "")):
            return self._as_it_was(kept, part)
        parsed = _TEXT.parse(self.question, {"": [typed]})
        if parsed.unparsed:
            self.unparsed[part] = typed
        return parsed.value or ""

    def _date(self, posted: Callable[[str], list[str]], held: Mapping[str, str]) -> str:
        names = {part: f"evidence:{part}" for part in _EVIDENCE_DATE}
        typed = {part: " ".join((posted(name) or [held[name]])[0].split())
                 for part, name in names.items()}
        if all(typed[part] == held[name] for part, name in names.items()):
            return self._as_it_was(self.mark.evidence_date, *names.values())
        parsed = _DATE.parse(self.question, {part: [text] for part, text in typed.items()})
        for part, text in (parsed.unparsed or {}).items():
            self.unparsed[names[part]] = text
        return parsed.value or ""

    def _as_it_was(self, kept: str, *parts: str) -> str:
        self.unparsed.update(
            (part, self.typed_before[part]) for part in parts if part in self.typed_before)
        return kept


def _offers(question: Question, name: str) -> bool:
    """Whether a question has a box for a field of its mark."""
    if name == "reason":
        return question.not_applicable
    evidence = question.evidence
    return evidence is not None and (name == "rationale" or bool(getattr(evidence, name)))


def read_form(fields: Mapping[str, Any], form: Any) -> BaseForm:
    """A form of these fields, by the names given, that has read what was posted."""
    read = BaseForm(fields)
    read.process(form)
    return read


def _lines(typed: str) -> str:
    """Browsers send every line end as two characters."""
    return typed.replace("\r\n", "\n").replace("\r", "\n") if "\r" in typed else typed


def _listed(question: Question, name: str) -> bool:
    """Whether the page has such an option; what an older version recorded may have none."""
    if question.options:
        return any(posted_name(option.key) == name for option in question.options)
    return name.isdigit() and question.type.check(question, int(name)) is None


def _as_sent(question: Question, text: str) -> tuple[str, ...]:
    """What a browser may send for a box that nobody touched; one of one line drops line ends."""
    lines = _lines(text)
    return (lines,) if question.type.name in _OF_SEVERAL_LINES else (lines, lines.replace("\n", ""))
