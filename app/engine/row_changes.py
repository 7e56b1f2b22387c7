"""Makes the rows of a comparison: pairs questions, tells what changed, flags what matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.engine.absence import Absence
from app.engine.answers import Mark, Standing
from app.engine.comparison import (
    AnswerChange, QuestionChange, Row, Side, Texts,
)
from app.engine.definition import Definition, Question, Risk
from app.engine.directions import Direction, State, direction, state_of
from app.engine.key_relation import Link
from app.engine.question_types.dates import earliest
from app.engine.reading import Entry, read_one
from app.engine.row_items import ItemChange, RowItem, merged_order, row_items
from app.engine.translation import UNTOLD, Pairing, translated_value

_STANDINGS = {
    Standing.CARRIED: AnswerChange.CARRIED,
    Standing.AFFIRMED: AnswerChange.AFFIRMED,
    Standing.TOGETHER: AnswerChange.TOGETHER,
}
_NOT_ASKED = State(Absence.NOT_ASKED)
_WHO_AND_WHEN = frozenset({"actor.name", "actor.contact", "actor.manager", "today"})


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of two sides, the earlier one given first; `wrong_since` as in `compare`."""

    earlier: Side
    later: Side
    pairing: Pairing
    stale_after_days: int
    wrong_since: frozenset[str] | None = None

    def rows(self) -> tuple[Row, ...]:
        """A row for every question of the later version, and for those gone, in their old place."""
        later_keys = list(self.later.definition.questions)
        paired = {k: e for k in later_keys if (e := self.pairing.earlier_of(k)) is not None}
        back = {earlier: later for later, earlier in paired.items()}
        before = [back.get(k) or f"/{k}" for k in self.earlier.definition.questions]
        return tuple(
            self._gone(key[1:]) if key.startswith("/") else self._row(key, paired.get(key))
            for key in merged_order(before, later_keys)
        )

    def _row(self, key: str, earlier_key: str | None) -> Row:
        question = self.later.definition.questions[key]
        if earlier_key is None:
            return self._come(question)
        return self._paired(self.earlier.definition.questions[earlier_key], question)

    def _paired(self, first: Question, second: Question) -> Row:
        before, after = self._entry(self.earlier, first), self._entry(self.later, second)
        value = self.earlier.effective.answers.values.get(first.key)
        told = translated_value(self.pairing, first, second, value)
        now = self._state_now(after, second)
        said: dict[str, Any] = {
            **_place(self.later.definition, second), "before": before, "after": after,
            "question": self._question_change(first, second),
            "labels": Texts(first.label, second.label),
            "state_after": now, "held": self._held(second.key, now), "stale": self._stale(after),
        }
        if told is UNTOLD:
            state = state_of(first, value, before.absence)
            return Row(**said, state_before=state, answer=AnswerChange.NOT_COMPARABLE)
        return Row(**said, **self._answered(before, after, second, told, now))

    def _answered(
        self, before: Entry, after: Entry, question: Question, told: Any, now: State
    ) -> dict[str, Any]:
        """What became of an answer, the earlier one told in the later question's terms."""
        state = state_of(question, told, before.absence)
        items = row_items(before.rows, after.rows) if question.type.holds_rows else ()
        same = before.absence == after.absence and self._same(question, told, items)
        corrected = not same and self._was_wrong(question.key, after.mark)
        facing = direction(
            state, now, self._risk(question, now), historical=question.historical,
            corrected=corrected)
        prose = question.type.prose and not same and before.text and after.text
        return {
            "state_before": state, "direction": facing, "items": items,
            "answer": _answer_change(after.mark.standing, same, corrected, facing),
            "prose": Texts(before.text, after.text) if prose else Texts(),
            "rationales": _rationales(before.mark, after.mark),
        }

    def _was_wrong(self, key: str, mark: Mark) -> bool:
        return mark.earlier_was_wrong if self.wrong_since is None else key in self.wrong_since

    def _same(self, question: Question, told: Any, items: tuple[RowItem, ...]) -> bool:
        if question.type.holds_rows:
            return all(item.change is ItemChange.SAME for item in items)
        return question.type.same(told, self.later.effective.answers.values.get(question.key))

    def _state_now(self, entry: Entry, question: Question) -> State:
        value = self.later.effective.answers.values.get(question.key)
        return state_of(question, value, entry.absence)

    def _risk(self, question: Question, now: State) -> Risk | None:
        """The judged level has no direction of its own: levels are told in the headline. Nor has
        harm that is held: until a manager ends it, it is as it was."""
        judgement = self.later.definition.judgement
        judged = judgement is not None and judgement.key == question.key
        return None if judged or self._held(question.key, now) else question.risk

    def _question_change(self, first: Question, second: Question) -> QuestionChange:
        relation = self.pairing.lineage.back(second.key).relation
        if relation in ("reworded", "moved"):
            return QuestionChange(relation)
        return QuestionChange.SAME if first.label == second.label else QuestionChange.REWORDED

    def _come(self, question: Question) -> Row:
        """A question of the later version that no earlier answer can be compared with."""
        link = self.pairing.lineage.back(question.key)
        sources = [k for k in link.to if k in self.earlier.definition.questions]
        after = self._entry(self.later, question)
        now = self._state_now(after, question)
        return Row(
            **_place(self.later.definition, question), after=after, state_after=now,
            held=self._held(question.key, now), stale=self._stale(after),
            answer=AnswerChange.NOT_COMPARABLE,
            question=_fate(link, sources, QuestionChange.ADDED),
            linked=_labels(self.earlier.definition, sources),
        )

    def _gone(self, key: str) -> Row:
        """A question of the earlier version that the later one does not ask."""
        question = self.earlier.definition.questions[key]
        link = self.pairing.lineage.question(key)
        targets = [k for k in link.to if k in self.later.definition.questions]
        before = self._entry(self.earlier, question)
        value = self.earlier.effective.answers.values.get(key)
        return Row(
            **_place(self.earlier.definition, question), before=before,
            state_before=state_of(question, value, before.absence),
            held=self._held(key, _NOT_ASKED), answer=AnswerChange.NOT_COMPARABLE,
            question=_fate(link, targets, QuestionChange.REMOVED),
            linked=_labels(self.later.definition, targets),
        )

    def _entry(self, side: Side, question: Question) -> Entry:
        return read_one(question, side.definition.section_of[question.key].key, side.effective)

    def _held(self, key: str, now: State) -> bool:
        return key in self.later.background.held and not now.present

    def _stale(self, entry: Entry) -> bool:
        seen = earliest(entry.mark.evidence_date)
        return seen is not None and (
            self.later.effective.on - seen).days > self.stale_after_days


def _place(definition: Definition, question: Question) -> dict[str, Any]:
    """What a row says of its question, whatever was answered."""
    section = definition.section_of[question.key]
    return {
        "key": question.key, "section_key": section.key, "section": section.title,
        "risky": question.risk is Risk.RAISES or bool(question.harm),
        "routine": question.prefill in _WHO_AND_WHEN,
    }


def _fate(link: Link, linked: list[str], alone: QuestionChange) -> QuestionChange:
    """What became of a question that is not asked on the other side as the same question."""
    if not linked:
        return alone
    return QuestionChange.REPLACED if link.comparable else QuestionChange(link.relation)


def _rationales(before: Mark, after: Mark) -> Texts:
    """Words against words. The box starts empty each time, so an empty one is no change."""
    both = before.rationale and after.rationale
    return Texts(before.rationale, after.rationale) if both else Texts()


def _answer_change(
    standing: Standing, same: bool, corrected: bool, facing: Direction
) -> AnswerChange:
    if same:
        return _STANDINGS.get(standing, AnswerChange.UNCHANGED)
    wrong_before = corrected or facing is Direction.CORRECTED
    return AnswerChange.CORRECTED if wrong_before else AnswerChange.CHANGED


def _labels(definition: Definition, keys: list[str]) -> tuple[str, ...]:
    return tuple(definition.questions[key].label for key in keys)
