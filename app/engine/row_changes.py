"""Makes the rows of a comparison: pairs questions, tells what changed, flags what matters."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from app.engine.absence import Absence
from app.engine.answers import Mark, Standing
from app.engine.comparison import NO_TEXTS, AnswerChange, Row, Side, Texts
from app.engine.definition import Question, Risk
from app.engine.directions import Direction, State, direction, state_of
from app.engine.pairing import UNTOLD, Pair, Pairing
from app.engine.question_types.dates import earliest
from app.engine.reading import Entry, read_one
from app.engine.row_asked import Asked, asked_of
from app.engine.row_items import ItemChange, RowItem, row_items

_STANDINGS = {
    Standing.CARRIED: AnswerChange.CARRIED,
    Standing.AFFIRMED: AnswerChange.AFFIRMED,
    Standing.TOGETHER: AnswerChange.TOGETHER,
}
_NOT_ASKED = State(Absence.NOT_ASKED)


class RowReader(Struct, frozen=True):
    """Reads the rows of two sides, the earlier one given first; `wrong_since` as in `compare`.

    `aged` are the keys of what measures count for less because time has passed.
    """

    earlier: Side
    later: Side
    pairing: Pairing
    stale_after_days: int
    wrong_since: frozenset[str] | None = None
    aged: frozenset[str] = frozenset()

    def rows(self) -> tuple[Row, ...]:
        """A row for every question of the later version, and for those gone, in their old place."""
        return tuple(map(self._row, asked_of(self.pairing)))

    def rows_of(self, keys: frozenset[str]) -> dict[str, Row]:
        """The rows of these questions alone, by key."""
        return {asked.question.key: self._row(asked) for asked in asked_of(self.pairing)
                if asked.question.key in keys}

    def _row(self, asked: Asked) -> Row:
        if asked.gone:
            return self._gone(asked)
        return self._paired(asked, asked.pair) if asked.pair else self._come(asked)

    def _paired(self, asked: Asked, pair: Pair) -> Row:
        before = read_one(pair.earlier, asked.section_before, self.earlier.effective)
        value = self.earlier.effective.answers.values.get(pair.earlier.key)
        told, said = pair.told(value), self._said_now(asked)
        if told is UNTOLD:
            state = state_of(pair.earlier, value, before.absence)
            # Which way it went cannot be told, but whether anything is known of it still can.
            return Row(**asked.said, **said, before=before, state_before=state,
                       direction=direction(state, said["state_after"], None),
                       answer=AnswerChange.NOT_COMPARABLE)
        answered = self._answered(before, said["after"], pair.later, told, said["state_after"])
        return Row(**asked.said, **said, **answered, before=before)

    def _said_now(self, asked: Asked) -> dict[str, Any]:
        """What the later side says of a question, whatever the earlier one did."""
        question = asked.question
        after = read_one(question, asked.section_after, self.later.effective)
        now = state_of(
            question, self.later.effective.answers.values.get(question.key), after.absence)
        return {"after": after, "state_after": now, "held": self._held(question.key, now),
                "stale": self._stale(after), "aged": question.key in self.aged}

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
            "prose": Texts(before.text, after.text) if prose else NO_TEXTS,
            "rationales": _rationales(before.mark, after.mark),
        }

    def _was_wrong(self, key: str, mark: Mark) -> bool:
        return mark.earlier_was_wrong if self.wrong_since is None else key in self.wrong_since

    def _same(self, question: Question, told: Any, items: tuple[RowItem, ...]) -> bool:
        if question.type.holds_rows:
            return all(item.change is ItemChange.SAME for item in items)
        return question.type.same(told, self.later.effective.answers.values.get(question.key))

    def _risk(self, question: Question, now: State) -> Risk | None:
        """The judged level has no direction of its own: levels are told in the headline. Nor has
        harm that is held: until a manager ends it, it is as it was."""
        judgement = self.later.definition.judgement
        judged = judgement is not None and judgement.key == question.key
        return None if judged or self._held(question.key, now) else question.risk

    def _come(self, asked: Asked) -> Row:
        """A question of the later version that no earlier answer can be compared with."""
        return Row(**asked.said, **self._said_now(asked), answer=AnswerChange.NOT_COMPARABLE)

    def _gone(self, asked: Asked) -> Row:
        """A question of the earlier version that the later one does not ask."""
        key = asked.question.key
        before = read_one(asked.question, asked.section_before, self.earlier.effective)
        value = self.earlier.effective.answers.values.get(key)
        return Row(
            **asked.said, before=before, state_before=state_of(
                asked.question, value, before.absence),
            held=self._held(key, _NOT_ASKED), answer=AnswerChange.NOT_COMPARABLE,
        )

    def _held(self, key: str, now: State) -> bool:
        return key in self.later.background.held and not now.present

    def _stale(self, entry: Entry) -> bool:
        seen = earliest(entry.mark.evidence_date)
        return seen is not None and (
            self.later.effective.on - seen).days > self.stale_after_days


def _rationales(before: Mark, after: Mark) -> Texts:
    """Words against words. The box starts empty each time, so an empty one is no change."""
    both = before.rationale and after.rationale
    return Texts(before.rationale, after.rationale) if both else NO_TEXTS


def _answer_change(
    standing: Standing, same: bool, corrected: bool, facing: Direction
) -> AnswerChange:
    if same:
        return _STANDINGS.get(standing, AnswerChange.UNCHANGED)
    wrong_before = corrected or facing is Direction.CORRECTED
    return AnswerChange.CORRECTED if wrong_before else AnswerChange.CHANGED
