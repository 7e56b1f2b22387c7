"""Makes the rows of a comparison: pairs questions, tells what changed, flags what matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.engine.absence import Absence
from app.engine.answers import Standing
from app.engine.comparison import (
    AnswerChange, Flag, QuestionChange, Row, Side, Visibility,
)
from app.engine.definition import Definition, Question, Risk
from app.engine.directions import Direction, State, direction, state_of
from app.engine.question_types.dates import earliest
from app.engine.reading import Entry, read_one
from app.engine.row_items import ItemChange, RowItem, merged_order, row_items
from app.engine.text_diff import Change, diff
from app.engine.translation import UNTOLD, Pairing, translated_value

_STANDINGS = {
    Standing.CARRIED: AnswerChange.CARRIED,
    Standing.AFFIRMED: AnswerChange.AFFIRMED,
    Standing.TOGETHER: AnswerChange.TOGETHER,
}
_WHO_AND_WHEN = frozenset({"actor.name", "actor.contact", "actor.manager", "today"})
_UNKNOWN = frozenset({
    Absence.NOT_KNOWN, Absence.BLANK, Absence.NOT_APPLICABLE, Absence.REVISIT, Absence.SKIPPED,
    Absence.NOT_ASKED,
})


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of two sides, the earlier one given first."""

    earlier: Side
    later: Side
    pairing: Pairing
    withheld: frozenset[str]
    stale_after_days: int

    def rows(self) -> tuple[Row, ...]:
        """A row for every question of the later version, and for those gone, in their old place."""
        later_keys = list(self.later.definition.questions)
        paired = {k: e for k in later_keys if (e := self.pairing.earlier_of(k)) is not None}
        back = {earlier: later for later, earlier in paired.items()}
        before = [back.get(k) or f"<{k}" for k in self.earlier.definition.questions]
        return tuple(
            self._gone(key[1:]) if key.startswith("<") else self._row(key, paired.get(key))
            for key in merged_order(before, later_keys)
        )

    def _row(self, key: str, earlier_key: str | None) -> Row:
        if key in self.withheld or earlier_key in self.withheld:
            return self._withheld(self.later.definition, key)
        question = self.later.definition.questions[key]
        if earlier_key is None:
            return self._come(question)
        return self._paired(self.earlier.definition.questions[earlier_key], question)

    def _paired(self, first: Question, second: Question) -> Row:
        before, after = self._entry(self.earlier, first), self._entry(self.later, second)
        told = self._comparable(first, second)
        shown = _base(self.later.definition, second)
        row = replace(
            shown, question=self._question_change(first, second), before=before, after=after,
            wording=_difference(first.label, second.label),
            state_before=_state(self.earlier, first) if not told else
            self._told_state(first, second),
            state_after=_state(self.later, second),
        )
        if not told:
            row = replace(row, answer=AnswerChange.NOT_COMPARABLE)
        else:
            row = self._answered(row, first, second)
        return replace(row, flags=tuple(self._flags(row, second)))

    def _comparable(self, first: Question, second: Question) -> bool:
        value = self.earlier.effective.answers.values.get(first.key)
        return translated_value(self.pairing, first, second, value) is not UNTOLD

    def _told_state(self, first: Question, second: Question) -> State:
        """The earlier answer in the later question's order of options."""
        state = _state(self.earlier, first)
        value = self.earlier.effective.answers.values.get(first.key)
        if not state.known or first.type.holds_rows or value is None:
            return state
        told = translated_value(self.pairing, first, second, value)
        return State(None, second.type.position(second, told))

    def _answered(self, row: Row, first: Question, second: Question) -> Row:
        assert row.before is not None and row.after is not None
        items = self._items(row) if second.type.holds_rows else ()
        same = self._same(row, first, second, items)
        mark = row.after.mark
        corrected = mark.earlier_was_wrong and not same
        facing = direction(
            row.state_before, row.state_after, self._risk(second),
            historical=second.historical, corrected=corrected,
        )
        answer = _STANDINGS.get(mark.standing, AnswerChange.UNCHANGED) if same else (
            AnswerChange.CORRECTED if corrected or facing is Direction.CORRECTED
            else AnswerChange.CHANGED
        )
        prose = second.type.prose and not same and row.before.text and row.after.text
        return replace(
            row, answer=answer, direction=facing, items=items,
            words=diff(row.before.text, row.after.text) if prose else (),
            rationale=self._rationale(row.before, row.after),
        )

    def _risk(self, question: Question) -> Risk | None:
        """The judged level has no direction of its own: levels are told in the headline."""
        judgement = self.later.definition.judgement
        return None if judgement and judgement.key == question.key else question.risk

    def _same(
        self, row: Row, first: Question, second: Question, items: tuple[RowItem, ...]
    ) -> bool:
        if row.before and row.after and row.before.absence != row.after.absence:
            return False
        if second.type.holds_rows:
            return all(item.change is ItemChange.SAME for item in items)
        before = self.earlier.effective.answers.values.get(first.key)
        after = self.later.effective.answers.values.get(second.key)
        told = translated_value(self.pairing, first, second, before)
        return second.type.same(told, after)

    def _items(self, row: Row) -> tuple[RowItem, ...]:
        assert row.before is not None and row.after is not None
        return row_items(row.before.rows, row.after.rows)

    @staticmethod
    def _rationale(before: Entry, after: Entry) -> tuple[Change, ...]:
        """Words against words. The box starts empty each time, so an empty one is no change."""
        if not before.mark.rationale or not after.mark.rationale:
            return ()
        if before.mark.rationale == after.mark.rationale:
            return ()
        return diff(before.mark.rationale, after.mark.rationale)

    def _question_change(self, first: Question, second: Question) -> QuestionChange:
        relation = self.pairing.lineage.back(second.key).relation
        if relation in ("reworded", "moved"):
            return QuestionChange(relation)
        return QuestionChange.SAME if first.label == second.label else QuestionChange.REWORDED

    def _come(self, question: Question) -> Row:
        """A question of the later version that no earlier answer can be compared with."""
        link = self.pairing.lineage.back(question.key)
        sources = [k for k in link.to if k in self.earlier.definition.questions]
        row = replace(
            _base(self.later.definition, question), after=self._entry(self.later, question),
            question=QuestionChange(link.relation) if sources and not link.comparable
            else QuestionChange.REPLACED if sources else QuestionChange.ADDED,
            answer=AnswerChange.NOT_COMPARABLE, state_after=_state(self.later, question),
            linked=_labels(self.earlier.definition, sources),
        )
        return replace(row, flags=tuple(self._flags(row, question)))

    def _gone(self, key: str) -> Row:
        """A question of the earlier version that the later one does not ask."""
        if key in self.withheld:
            return self._withheld(self.earlier.definition, key)
        question = self.earlier.definition.questions[key]
        link = self.pairing.lineage.question(key)
        targets = [k for k in link.to if k in self.later.definition.questions]
        return replace(
            _base(self.earlier.definition, question), before=self._entry(self.earlier, question),
            question=QuestionChange(link.relation) if targets and not link.comparable
            else QuestionChange.REPLACED if targets else QuestionChange.REMOVED,
            answer=AnswerChange.NOT_COMPARABLE, state_before=_state(self.earlier, question),
            linked=_labels(self.later.definition, targets),
        )

    def _withheld(self, definition: Definition, key: str) -> Row:
        return replace(
            _base(definition, definition.questions[key]), visibility=Visibility.WITHHELD)

    def _entry(self, side: Side, question: Question) -> Entry:
        return read_one(question, side.definition.section_of[question.key].key, side.effective)

    def _flags(self, row: Row, question: Question) -> Iterator[Flag]:
        after = row.after
        assert after is not None
        if question.key in self.later.background.held and not row.state_after.present:
            yield Flag.HARM_HELD
        if row.direction is Direction.REDUCED and question.evidence and not _evidenced(after):
            yield Flag.NO_EVIDENCE
        if row.before and _repeated(row.before, after):
            yield Flag.SAME_RATIONALE
        if self._old(after):
            yield Flag.OLD_EVIDENCE
        if row.state_before.present and after.absence in _UNKNOWN and not _settled(row):
            yield Flag.UNKNOWN_NOW
        if after.carried and row.state_after.present and row.risky:
            yield Flag.NOT_LOOKED_AT

    def _old(self, entry: Entry) -> bool:
        seen = earliest(entry.mark.evidence_date)
        return seen is not None and (
            self.later.effective.on - seen).days > self.stale_after_days


def _base(definition: Definition, question: Question) -> Row:
    section = definition.section_of[question.key]
    return Row(
        key=question.key, section_key=section.key, section=section.title,
        question=QuestionChange.SAME, answer=AnswerChange.UNCHANGED,
        visibility=Visibility.SHOWN, direction=Direction.NONE, before=None, after=None,
        state_before=State(Absence.NOT_ASKED), state_after=State(Absence.NOT_ASKED),
        risky=question.risk is Risk.RAISES or bool(question.harm),
        routine=question.prefill in _WHO_AND_WHEN,
    )


def _state(side: Side, question: Question) -> State:
    return state_of(question, side.definition.section_of[question.key].key, side.effective)


def _difference(before: str, after: str) -> tuple[Change, ...]:
    return diff(before, after) if before != after else ()


def _labels(definition: Definition, keys: list[str]) -> tuple[str, ...]:
    return tuple(definition.questions[key].label for key in keys)


def _evidenced(entry: Entry) -> bool:
    return bool(entry.mark.rationale.strip())


def _repeated(before: Entry, after: Entry) -> bool:
    words = after.mark.rationale.strip()
    return bool(words) and words == before.mark.rationale.strip()


def _settled(row: Row) -> bool:
    return row.direction is Direction.CORRECTED
