"""The words of a comparison, the same on screen, in print, in the PDF, the CSV and the API.

"Recorded", "not known", "no longer reported": never "safe", "no risk" or "improved".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from app.engine.ageing import fell_by_time_alone
from app.engine.comparison import (
    AnswerChange, Flag, QuestionChange, Row, Visibility, Alert,
)
from app.engine.delta import MeasureChange
from app.engine.directions import Direction
from app.engine.withheld_rows import NOTICE


class Filter(StrEnum):
    """Which rows are shown."""

    ATTENTION = "attention"
    EVERYTHING = "everything"
    INCREASED = "increased"
    REDUCED = "reduced"
    NOT_LOOKED_AT = "not-looked-at"

    @property
    def words(self) -> str:
        """What the filter is called."""
        return _FILTERS[self]

    def shows(self, row: Row) -> bool:
        """Whether a row passes. A withheld row passes everywhere, so that nobody can tell from a
        filter whether it changed."""
        return row.visibility is Visibility.WITHHELD or _SHOWN[self](row)


_FILTERS = {
    Filter.ATTENTION: "Needs attention",
    Filter.EVERYTHING: "Everything",
    Filter.INCREASED: "Increased",
    Filter.REDUCED: "Reduced",
    Filter.NOT_LOOKED_AT: "Not looked at",
}

_SHOWN: Mapping[Filter, Callable[[Row], bool]] = {
    Filter.ATTENTION: lambda row: row.needs_attention,
    Filter.EVERYTHING: lambda row: True,
    Filter.INCREASED: lambda row: row.direction is Direction.INCREASED,
    Filter.REDUCED: lambda row: row.direction is Direction.REDUCED,
    Filter.NOT_LOOKED_AT: lambda row: row.not_looked_at,
}

_DIRECTIONS = {
    Direction.REDUCED: "Reduced",
    Direction.INCREASED: "Increased",
    Direction.NEW_INFORMATION: "New information",
    Direction.INFORMATION_LOST: "Information lost",
    Direction.CORRECTED: "Corrected: the earlier answer was wrong",
}
_ANSWERS = {
    AnswerChange.UNCHANGED: "Unchanged",
    AnswerChange.AFFIRMED: "Looked at, unchanged",
    AnswerChange.TOGETHER: "Confirmed together",
    AnswerChange.CARRIED: "Not looked at",
    AnswerChange.CHANGED: "Changed",
    AnswerChange.CORRECTED: "Corrected: the earlier answer was wrong",
    AnswerChange.NOT_COMPARABLE: "Not comparable",
}
_FORM = "The same words: only spaces, line breaks or the form of letters changed"
_QUESTIONS = {
    QuestionChange.REWORDED: "Question reworded",
    QuestionChange.MOVED: "Question moved",
    QuestionChange.SPLIT: "Question split",
    QuestionChange.MERGED: "Questions merged",
    QuestionChange.REPLACED: "Question replaced",
    QuestionChange.ADDED: "New question",
    QuestionChange.REMOVED: "Question no longer asked",
}
_FLAGS = {
    Flag.NO_EVIDENCE: "No evidence is given, so this does not count as reduced",
    Flag.SAME_RATIONALE: "The rationale is word for word the one from last time",
    Flag.OLD_EVIDENCE: "The evidence is older than the practice standards allow",
    Flag.UNKNOWN_NOW: "Something was recorded before and nothing is known now",
    Flag.NOT_LOOKED_AT: "Carried over: nobody has looked at this answer since",
    Flag.HARM_HELD: "Actual harm was recorded earlier and still stands",
    Flag.AGED: "It counts for less only because time has passed. Nothing says that it stopped",
}
_WARNINGS = {
    Alert.ACTUAL_HARM: "Actual harm has been recorded: still part of this picture",
    Alert.LEVEL_CONTRADICTS: "The judged level is lower than the answers give",
    Alert.FELL_TWO: "The level fell by two or more at once",
    Alert.FELL_BY_TIME:
        "The calculated level is lower only because time has passed: these answers would not have "
        "lowered it on the earlier day",
    Alert.FELL_BY_TOOLKIT:
        "The calculated level is lower only because the toolkit changed: under its earlier version "
        "these answers would not have lowered it",
    Alert.FELL_BY_CORRECTION:
        "The calculated level is lower only because earlier answers were wrong: what else was "
        "answered would not have lowered it",
    Alert.FELL_UNEVIDENCED:
        "The level is lower, and no answer with current evidence shows a reduction",
    Alert.FEWER_SOURCES: "Less was known this time than last time",
    Alert.NOTHING_AFFIRMED: "Nobody confirmed or changed any answer in this review",
    Alert.FELL_UNSEEN: "The level is lower, and no answer shown here evidences it",
    Alert.NOTHING_SEEN: "Nobody confirmed or changed any answer shown here in this review",
}


def what_happened(row: Row) -> str:
    """A row's change in a few words, such as "Reduced: no evidence"."""
    if row.visibility is Visibility.WITHHELD:
        return "Withheld"
    if row.visibility is Visibility.IN_PART:
        return f"{_of_shown_rows(row)}. {NOTICE.rstrip('.')}"
    return _happened(row)


def _of_shown_rows(row: Row) -> str:
    """Of a list that is shown in part, nothing is said of the whole."""
    same = row.answer is AnswerChange.UNCHANGED and row.question is QuestionChange.SAME
    return "No row shown changed" if same else _happened(row)


def _happened(row: Row) -> str:
    if row.question in (QuestionChange.ADDED, QuestionChange.REMOVED):
        return _QUESTIONS[row.question]
    if row.answer is AnswerChange.NOT_COMPARABLE:
        told = _QUESTIONS.get(row.question, "Answers differ in kind")
        return f"{told}: not comparable"
    words = _direction_words(row) or (_FORM if row.only_form else _ANSWERS[row.answer])
    if row.aged:
        words = f"{words}. Counts for less: only time has passed"
    if row.still_present and not row.changed:
        return f"Still present. {words}"
    return words


def _direction_words(row: Row) -> str:
    if row.direction is Direction.REDUCED:
        return "Reduced: no evidence" if Flag.NO_EVIDENCE in row.flags else "Reduced"
    return _DIRECTIONS.get(row.direction, "")


def question_words(row: Row) -> str:
    """What became of the question, or nothing where it is the same."""
    linked = "”, “".join(row.linked)
    words = _QUESTIONS.get(row.question, "")
    return f"{words}: see “{linked}”" if words and linked else words


def change_words(change: QuestionChange) -> str:
    """What became of a question, or nothing where it is the same."""
    return _QUESTIONS.get(change, "")


def direction_words(direction: Direction, evidenced: bool) -> str:
    """What happened to risk, or nothing where nothing is told."""
    if direction is Direction.REDUCED and not evidenced:
        return "Reduced: no current evidence"
    return _DIRECTIONS.get(direction, "")


def flag_words(flag: Flag) -> str:
    """A row's flag in a sentence."""
    return _FLAGS[flag]


def warning_words(warning: Alert) -> str:
    """A comparison's warning in a sentence."""
    return _WARNINGS[warning]


def measure_words(change: MeasureChange) -> str:
    """What is to be known about a measure's change besides its ends, or nothing."""
    if change.delta is None or not fell_by_time_alone(change.delta):
        return ""
    return "Lower only because time has passed"
