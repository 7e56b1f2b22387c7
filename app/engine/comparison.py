"""What a comparison of two assessments holds: a row for every question of either. Data, no HTML.

It is made in `comparing`; the words for it are in `telling`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
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
from app.engine.text_diff import Change, diff, differs_only_in_form
from app.engine.wording import same_words, says_something


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
    """Whether the reader may see the row; of a list, perhaps not all that it holds."""

    SHOWN = "shown"
    IN_PART = "in_part"
    WITHHELD = "withheld"


class Flag(StrEnum):
    """Something a reviewer must not overlook in a row."""

    NO_EVIDENCE = "reduced_without_evidence"
    SAME_RATIONALE = "rationale_identical"
    OLD_EVIDENCE = "evidence_old"
    UNKNOWN_NOW = "unknown_now"
    NOT_LOOKED_AT = "not_looked_at"
    HARM_HELD = "actual_harm_recorded"
    AGED = "counts_less_by_time"


class Alert(StrEnum):
    """Something a reviewer must not overlook in the whole; the last two where some answers are
    withheld, of those that are shown."""

    LEVEL_CONTRADICTS = "level_contradicts_answers"
    FELL_TWO = "fell_two_levels"
    FELL_BY_TIME = "fell_by_time_alone"
    FELL_BY_TOOLKIT = "fell_by_toolkit_alone"
    FELL_BY_CORRECTION = "fell_by_correction_alone"
    FELL_UNEVIDENCED = "fell_without_evidence"
    FEWER_SOURCES = "fewer_sources"
    ACTUAL_HARM = "actual_harm"
    NOTHING_AFFIRMED = "nothing_affirmed"
    FELL_UNSEEN = "fell_without_shown_evidence"
    NOTHING_SEEN = "nothing_shown_affirmed"


class Side(Struct, frozen=True, eq=False):
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

    def without(self, withheld: frozenset[str]) -> Side:
        """The same answers for somebody who may not see some of them; what they come to stays."""
        return replace(self, effective=self.effective.without(withheld))

    @property
    def order(self) -> tuple[date, int]:
        """Where it stands in time."""
        return self.effective.on, self.sequence

    @property
    def measured(self) -> MeasuredSide:
        """What the delta needs of it."""
        return MeasuredSide(self.definition, self.effective, self.background)


class Texts(Struct, frozen=True, dict=True):
    """Two texts that stand against each other, or nothing where none do."""

    before: str = ""
    after: str = ""

    @cached_property
    def differences(self) -> tuple[Change, ...]:
        """What became of the words; nothing where they are the same."""
        return diff(self.before, self.after) if self.before != self.after else ()

    def swapped(self) -> Texts:
        """The texts when the two sides are swapped."""
        return Texts(self.after, self.before)


NO_TEXTS = Texts()


class Row(Struct, frozen=True, dict=True):
    """One question on both sides. `before` or `after` is None where that side never asked it.

    `key` is the later question's key, or the earlier one's where it is gone; `section` is the
    title of the section it stands in there; `kind` says which indicators it is one of, blank where
    it is none. `routine` says that it is about who completed it and when, `harm` that it asks about
    actual harm; `linked` are the labels of the questions it was split into, merged with or replaced
    by. `labels`, `prose` and `rationales` are texts to be compared word by word, which is done only
    where somebody reads them: it takes longer than all the rest. `held` says that it is actual
    harm which still stands though it is not recorded today, `stale` that its evidence is older
    than the practice standards allow, `aged` that a measure counts it for less because time passed.
    """

    key: str
    section_key: str
    section: str
    risky: bool
    routine: bool = False
    kind: str = ""
    harm: bool = False
    question: QuestionChange = QuestionChange.SAME
    answer: AnswerChange = AnswerChange.UNCHANGED
    visibility: Visibility = Visibility.SHOWN
    direction: Direction = Direction.NONE
    before: Entry | None = None
    after: Entry | None = None
    state_before: State = State(Absence.NOT_ASKED)
    state_after: State = State(Absence.NOT_ASKED)
    linked: tuple[str, ...] = ()
    labels: Texts = NO_TEXTS
    prose: Texts = NO_TEXTS
    rationales: Texts = NO_TEXTS
    items: tuple[RowItem, ...] = ()
    held: bool = False
    stale: bool = False
    aged: bool = False

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """What a reviewer must not overlook, told from the row as it stands."""
        return tuple(self._flags())

    def _flags(self) -> Iterator[Flag]:
        before, after = self.before, self.after
        if self.held:
            yield Flag.HARM_HELD
        if self.direction is Direction.REDUCED and not (
                after and says_something(after.mark.rationale)):
            yield Flag.NO_EVIDENCE
        if before and after and _repeated(before.mark, after.mark):
            yield Flag.SAME_RATIONALE
        if self.stale:
            yield Flag.OLD_EVIDENCE
        if self.aged:
            yield Flag.AGED
        if self.state_before.present and not self.state_after.known:
            yield Flag.UNKNOWN_NOW
        if self.not_looked_at and self.state_after.present and self.risky:
            yield Flag.NOT_LOOKED_AT

    @property
    def wording(self) -> tuple[Change, ...]:
        """What became of the words of the question."""
        return self.labels.differences

    @property
    def words(self) -> tuple[Change, ...]:
        """What became of the words of an answer in prose."""
        return self.prose.differences

    @property
    def rationale(self) -> tuple[Change, ...]:
        """What became of the words of the rationale, where there is one on both sides."""
        return self.rationales.differences

    @property
    def label(self) -> str:
        """The question, in the later wording where there is one."""
        entry = self.after or self.before
        return entry.label if entry else ""

    @property
    def keys(self) -> frozenset[str]:
        """The keys that the question has and had."""
        return frozenset(entry.key for entry in (self.before, self.after) if entry) | {self.key}

    @property
    def evidenced(self) -> bool:
        """Whether it shows a reduction, and somebody said why: today, and not long ago (X7)."""
        return self.direction is Direction.REDUCED and not _UNPROVEN.intersection(self.flags)

    @property
    def explained_anew(self) -> bool:
        """Whether the answer is the same and the reasons for it are not."""
        return self.answer not in _CHANGED and not same_words(
            self.rationales.before, self.rationales.after)

    @cached_property
    def only_form(self) -> bool:
        """Whether the answer is in the same words, and only written otherwise."""
        return self.answer is AnswerChange.CHANGED and differs_only_in_form(
            self.prose.before, self.prose.after)

    @property
    def changed(self) -> bool:
        """Whether anything about the answer, or what was said for it, is different."""
        return self.answer in _CHANGED or self.explained_anew

    @property
    def still_present(self) -> bool:
        """Whether something that raises risk is known to be there now, or is held."""
        return self.held or (self.risky and self.state_after.present)

    @cached_property
    def needs_attention(self) -> bool:
        """Changed, still present, or flagged: what the page opens on."""
        changed = self.changed and not self.routine and self.says_something
        return changed or self.still_present or bool(self.flags)

    @property
    def not_looked_at(self) -> bool:
        """Whether the answer of today was taken over and nobody has looked at it since."""
        return self.after is not None and self.after.carried

    @property
    def says_something(self) -> bool:
        """Whether anything was recorded on either side."""
        blank = (None, Absence.BLANK, Absence.NOT_ASKED)
        return any(
            entry is not None and (entry.absence not in blank[1:] or any(entry.mark.evidence))
            for entry in (self.before, self.after)
        )

    def hidden(self) -> Row:
        """The row for somebody who may not see its answers."""
        return Row(self.key, self.section_key, self.section, self.risky, self.routine, self.kind,
                   visibility=Visibility.WITHHELD)

    def mirrored(self) -> Row:
        """The row when the two sides are swapped."""
        return replace(
            self, question=_SWAPPED.get(self.question, self.question),
            direction=self.direction.mirrored, before=self.after, after=self.before,
            state_before=self.state_after, state_after=self.state_before,
            labels=self.labels.swapped(), prose=self.prose.swapped(),
            rationales=self.rationales.swapped(),
            items=tuple(item.mirrored() for item in self.items),
        )


_UNPROVEN = frozenset({Flag.NO_EVIDENCE, Flag.SAME_RATIONALE, Flag.OLD_EVIDENCE})


def _repeated(before: Mark, after: Mark) -> bool:
    return bool(after.rationale.strip()) and same_words(before.rationale, after.rationale)


_CHANGED = frozenset(
    {AnswerChange.CHANGED, AnswerChange.CORRECTED, AnswerChange.NOT_COMPARABLE}
)
_SWAPPED = {
    QuestionChange.ADDED: QuestionChange.REMOVED,
    QuestionChange.REMOVED: QuestionChange.ADDED,
    QuestionChange.SPLIT: QuestionChange.MERGED,
    QuestionChange.MERGED: QuestionChange.SPLIT,
}


class Headline(Struct, frozen=True):
    """The levels and measures of both sides. Judged and calculated are never merged into one.

    `possible` are the levels that either side may come to, leaving aside actual harm of which
    nothing is known: many toolkits have no "no" for it, so that nobody could ever rule it out.
    """

    before: Result
    after: Result
    highest_ever: Level | None
    measures: tuple[MeasureChange, ...]
    possible: tuple[Level | None, Level | None]

    @property
    def levels_fallen(self) -> int:
        """How many ranks the standing level fell; 0 where it did not."""
        if self.before.level is None or self.after.level is None:
            return 0
        return max(0, self.before.level.rank - self.after.level.rank)

    def mirrored(self) -> Headline:
        """The headline when the two sides are swapped."""
        measures = tuple(measure.mirrored() for measure in self.measures)
        return Headline(
            self.after, self.before, self.highest_ever, measures, self.possible[::-1])


class Comparison(Struct, frozen=True):
    """The computed difference of two assessments of a case; `backwards` where the later assessment
    stands first."""

    on_before: date
    on_after: date
    headline: Headline
    known: tuple[Known, ...]
    rows: tuple[Row, ...]
    warnings: tuple[Alert, ...]
    backwards: bool = False

    @property
    def corrected(self) -> frozenset[str]:
        """The questions of which the earlier answer was wrong, by the keys they have and had."""
        return frozenset().union(*(
            row.keys for row in self.rows if row.answer is AnswerChange.CORRECTED))

    @property
    def withheld(self) -> int:
        """How many rows the reader may not see."""
        return sum(row.visibility is Visibility.WITHHELD for row in self.rows)

    @property
    def in_part(self) -> int:
        """How many lists the reader may see only in part."""
        return sum(row.visibility is Visibility.IN_PART for row in self.rows)

    @property
    def redacted(self) -> bool:
        """Whether the reader may not see something of it."""
        return any(row.visibility is not Visibility.SHOWN for row in self.rows)

    def mirrored(self) -> Comparison:
        """The comparison when the two sides are swapped."""
        return replace(
            self, on_before=self.on_after, on_after=self.on_before,
            headline=self.headline.mirrored(),
            known=tuple(line.mirrored() for line in self.known),
            rows=tuple(row.mirrored() for row in self.rows), backwards=not self.backwards,
        )
