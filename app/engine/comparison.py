"""What a comparison of two assessments holds: a row for every question of either. Data, no HTML.

It is made in `comparing`; the words for it are in `telling`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.engine.absence import Absence
from app.engine.answers import Answers
from app.engine.asking import Facts, effective
from app.engine.definition import Definition, Level
from app.engine.delta import MeasureChange, MeasuredSide
from app.engine.directions import Direction, State
from app.engine.effective import Effective
from app.engine.knowledge import Known
from app.engine.levels import Result, work_out
from app.engine.measures import NO_BACKGROUND, Background
from app.engine.reading import Entry
from app.engine.row_items import RowItem
from app.engine.text_diff import Change, Kind


class QuestionChange(StrEnum):
    """What became of the question itself between the two versions."""

    SAME = "same"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    REPLACED = "replaced"
    ADDED = "added"
    REMOVED = "removed"


class AnswerChange(StrEnum):
    """What became of the answer."""

    UNCHANGED = "unchanged"
    AFFIRMED = "affirmed"
    TOGETHER = "confirmed_together"
    CARRIED = "carried"
    CHANGED = "changed"
    CORRECTED = "corrected"
    NOT_COMPARABLE = "not_comparable"


class Visibility(StrEnum):
    """Whether the reader may see the row."""

    SHOWN = "shown"
    WITHHELD = "withheld"


class Flag(StrEnum):
    """Something a reviewer must not overlook in a row."""

    NO_EVIDENCE = "reduced_without_evidence"
    SAME_RATIONALE = "rationale_identical"
    OLD_EVIDENCE = "evidence_old"
    UNKNOWN_NOW = "unknown_now"
    NOT_LOOKED_AT = "not_looked_at"
    HARM_HELD = "actual_harm_recorded"


class Alert(StrEnum):
    """Something a reviewer must not overlook in the whole."""

    LEVEL_CONTRADICTS = "level_contradicts_answers"
    FELL_TWO = "fell_two_levels"
    FEWER_SOURCES = "fewer_sources"
    ACTUAL_HARM = "actual_harm"
    NOTHING_AFFIRMED = "nothing_affirmed"


@dataclass(frozen=True, eq=False)
class Side:
    """One assessment as it is compared. `sequence` orders two of the same day."""

    definition: Definition
    effective: Effective
    background: Background
    result: Result
    sequence: int = 0

    @classmethod
    def of(
        cls, definition: Definition, raw: Answers, facts: Facts, on: date,
        background: Background = NO_BACKGROUND, sequence: int = 0,
    ) -> Side:
        """A side from what was recorded."""
        counted = effective(definition, raw, facts, on)
        result = work_out(definition, counted, background)
        return cls(definition, counted, background, result, sequence)

    @property
    def order(self) -> tuple[date, int]:
        """Where it stands in time."""
        return self.effective.on, self.sequence

    @property
    def measured(self) -> MeasuredSide:
        """What the delta needs of it."""
        return MeasuredSide(self.definition, self.effective, self.background)


@dataclass(frozen=True, slots=True)
class Row:
    """One question on both sides. `before` or `after` is None where that side never asked it.

    `key` is the later question's key, or the earlier one's where it is gone; `section` is the
    title of the section it stands in there. `routine` says that it is about who completed it and
    when; `linked` are the labels of the questions it was split into, merged with or replaced by.
    """

    key: str
    section_key: str
    section: str
    question: QuestionChange
    answer: AnswerChange
    visibility: Visibility
    direction: Direction
    before: Entry | None
    after: Entry | None
    state_before: State
    state_after: State
    risky: bool
    routine: bool = False
    linked: tuple[str, ...] = ()
    wording: tuple[Change, ...] = ()
    words: tuple[Change, ...] = ()
    rationale: tuple[Change, ...] = ()
    items: tuple[RowItem, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def label(self) -> str:
        """The question, in the later wording where there is one."""
        entry = self.after or self.before
        return entry.label if entry else ""

    @property
    def changed(self) -> bool:
        """Whether anything about the answer, or what was said for it, is different."""
        return self.answer in _CHANGED or any(c.kind != "same" for c in self.rationale)

    @property
    def still_present(self) -> bool:
        """Whether something that raises risk is known to be there now, or is held."""
        return Flag.HARM_HELD in self.flags or (self.risky and self.state_after.present)

    @property
    def needs_attention(self) -> bool:
        """Changed, still present, or flagged: what the page opens on."""
        changed = self.changed and not self.routine and self._says_something
        return changed or self.still_present or bool(self.flags)

    @property
    def _says_something(self) -> bool:
        blank = (None, Absence.BLANK, Absence.NOT_ASKED)
        return any(
            entry is not None and (entry.absence not in blank[1:] or entry.evidence)
            for entry in (self.before, self.after)
        )

    def mirrored(self) -> Row:
        """The row when the two sides are swapped."""
        return replace(
            self, question=_SWAPPED.get(self.question, self.question),
            direction=self.direction.mirrored, before=self.after, after=self.before,
            state_before=self.state_after, state_after=self.state_before,
            wording=_swapped(self.wording), words=_swapped(self.words),
            rationale=_swapped(self.rationale),
            items=tuple(item.mirrored() for item in self.items),
        )


_CHANGED = frozenset(
    {AnswerChange.CHANGED, AnswerChange.CORRECTED, AnswerChange.NOT_COMPARABLE}
)
_SWAPPED = {
    QuestionChange.ADDED: QuestionChange.REMOVED,
    QuestionChange.REMOVED: QuestionChange.ADDED,
    QuestionChange.SPLIT: QuestionChange.MERGED,
    QuestionChange.MERGED: QuestionChange.SPLIT,
}


def _swapped(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(Change(_OTHER_SIDE[change.kind], change.text) for change in changes)


_OTHER_SIDE: dict[Kind, Kind] = {"same": "same", "removed": "added", "added": "removed"}


@dataclass(frozen=True, slots=True)
class Headline:
    """The levels and measures of both sides. Judged and calculated are never merged into one."""

    before: Result
    after: Result
    highest_ever: Level | None
    measures: tuple[MeasureChange, ...]

    @property
    def levels_fallen(self) -> int:
        """How many ranks the standing level fell; 0 where it did not."""
        if self.before.level is None or self.after.level is None:
            return 0
        return max(0, self.before.level.rank - self.after.level.rank)

    def mirrored(self) -> Headline:
        """The headline when the two sides are swapped."""
        measures = tuple(measure.mirrored() for measure in self.measures)
        return Headline(self.after, self.before, self.highest_ever, measures)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The computed difference of two assessments of a case."""

    on_before: date
    on_after: date
    headline: Headline
    known: tuple[Known, ...]
    rows: tuple[Row, ...]
    warnings: tuple[Alert, ...]

    @property
    def withheld(self) -> int:
        """How many rows the reader may not see."""
        return sum(row.visibility is Visibility.WITHHELD for row in self.rows)

    def mirrored(self) -> Comparison:
        """The comparison when the two sides are swapped."""
        return replace(
            self, on_before=self.on_after, on_after=self.on_before,
            headline=self.headline.mirrored(),
            known=tuple(line.mirrored() for line in self.known),
            rows=tuple(row.mirrored() for row in self.rows),
        )
