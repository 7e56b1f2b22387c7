"""Why a measure is not what it was: its change taken apart so that the parts add up.

Each question's share is followed from the earlier assessment to the later one in a fixed order:
first what was answered (under the earlier rules, on the earlier date), then the passage of time,
then the rules. A question that only one side has is a change of the question set. The parts sum
to the total exactly, because each step starts where the one before ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from app.engine.absence import Absence
from app.engine.definition import Definition, Measure, Term
from app.engine.effective import Effective
from app.engine.measures import NOTHING, Background, Interval, Measured, contribution
from app.engine.pairing import KEPT, Pairing
from app.engine.translation import translated_background, translated_effective


class Cause(StrEnum):
    """What made a measure change, in the order in which it is worked out."""

    ANSWERS = "answers"
    INFORMATION = "information"
    NOT_APPLICABLE = "not_applicable"
    TIME = "time"
    QUESTIONS = "questions"
    RULES = "rules"


class Delta(Struct, frozen=True):
    """The change of a measure by cause.

    `risen` and `fallen` are the two sides of `answers`: what was known on both dates and is more
    or less now. What is forgotten or newly known neither rises nor falls.
    """

    answers: Interval = NOTHING
    information: Interval = NOTHING
    not_applicable: Interval = NOTHING
    time: Interval = NOTHING
    questions: Interval = NOTHING
    rules: Interval = NOTHING
    risen: Interval = NOTHING
    fallen: Interval = NOTHING

    @property
    def total(self) -> Interval:
        """The sum of the parts: the later measure less the earlier one."""
        total = NOTHING
        for cause in Cause:
            total += getattr(self, cause.value)
        return total

    def mirrored(self) -> Delta:
        """The delta when the two sides are swapped: the same steps walked back."""
        back = {cause.value: -getattr(self, cause.value) for cause in Cause}
        return Delta(**back, risen=-self.fallen, fallen=-self.risen)


class MeasureChange(Struct, frozen=True):
    """One measure on both sides; `delta` only where both have it, nothing where it is withheld.

    `aged` are the keys of the later questions that count for less, or may, because time has passed;
    `by_answer` says what known answers made of it, by the key of the later question.
    """

    id: str
    title: str
    before: Measured | None
    after: Measured | None
    delta: Delta | None
    withheld: bool = False
    aged: frozenset[str] = frozenset()
    by_answer: Mapping[str, Interval] = field(default_factory=dict)

    def by_answers(self, keys: frozenset[str]) -> Interval:
        """What the known answers to some questions made of it."""
        return sum((part for key, part in self.by_answer.items() if key in keys), NOTHING)

    def hidden(self) -> MeasureChange:
        """The change for somebody who may not see every answer behind it."""
        return MeasureChange(self.id, self.title, None, None, None, withheld=True)

    def mirrored(self) -> MeasureChange:
        """The change when the two sides are swapped."""
        return replace(self, before=self.after, after=self.before,
                       delta=self.delta.mirrored() if self.delta else None,
                       by_answer={key: -part for key, part in self.by_answer.items()})


class MeasuredSide(Struct, frozen=True):
    """What the delta needs of one side."""

    definition: Definition
    effective: Effective
    background: Background


_Part = tuple[Cause, Interval, str]
"""A cause, what it makes, and the key of the question that it makes it by."""


class _Path(Struct, frozen=True):
    """One question's share, step by step, for one measure after the other."""

    earlier: MeasuredSide
    later: MeasuredSide
    pairing: Pairing
    told: Effective
    then: Effective
    told_background: Background
    untold: frozenset[str]

    def change(
        self, before: Measure, after: Measure
    ) -> tuple[Delta, frozenset[str], Mapping[str, Interval]]:
        """The whole change from one form of a measure to the other, what counts for less, or may,
        because time has passed, and what each known answer made of it."""
        total = dict.fromkeys(Cause, NOTHING)
        risen = fallen = NOTHING
        aged: set[str] = set()
        by_answer: dict[str, Interval] = {}
        for cause, part, key in self._parts(before, after):
            total[cause] += part
            if cause is Cause.ANSWERS:
                risen += part.risen
                fallen += part.fallen
                by_answer[key] = by_answer.get(key, NOTHING) + part
            elif cause is Cause.TIME and part.fallen != NOTHING:
                aged.add(key)
        by_cause = {cause.value: part for cause, part in total.items()}
        return Delta(**by_cause, risen=risen, fallen=fallen), frozenset(aged), by_answer

    def _parts(self, before: Measure, after: Measure) -> Iterator[_Part]:
        """What each question's share adds, cause by cause."""
        left = list(after.terms)
        for term in before.terms:
            partner = self._partner(term, left)
            if partner is None:
                yield Cause.QUESTIONS, -self._first(term), term.key
            else:
                left.remove(partner)
                yield from self._share(term, partner)
        for term in left:
            yield Cause.QUESTIONS, self._last(term), term.key

    def _partner(self, term: Term, candidates: list[Term]) -> Term | None:
        key = self.pairing.later_of(term.key)
        if key is None or key in self.untold:
            return None
        return next((other for other in candidates if other.key == key), None)

    def _first(self, term: Term) -> Interval:
        return contribution(
            term, self.earlier.definition, self.earlier.effective, self.earlier.background)

    def _last(self, term: Term) -> Interval:
        return contribution(
            term, self.later.definition, self.later.effective, self.later.background)

    def _told(self, term: Term, effective: Effective) -> Interval:
        return contribution(term, self.earlier.definition, effective, self.told_background)

    def _share(self, before: Term, after: Term) -> Iterator[_Part]:
        first, last = self._first(before), self._last(after)
        aged = last if self.pairing.same_version else self._told(before, self.told)
        answered = self._told(before, self.then) if before.windows else aged
        if answered != first:
            yield self._cause(before, after), answered - first, after.key
        yield Cause.TIME, aged - answered, after.key
        yield Cause.RULES, last - aged, after.key

    def _cause(self, before: Term, after: Term) -> Cause:
        absences = {_absence(self.earlier, before.key), _absence(self.later, after.key)}
        if absences == {None}:
            return Cause.ANSWERS
        if absences & {Absence.NOT_APPLICABLE, Absence.NOT_ASKED}:
            return Cause.NOT_APPLICABLE
        return Cause.INFORMATION


def _path(earlier: MeasuredSide, later: MeasuredSide, pairing: Pairing) -> _Path:
    """The path between two sides, with what the measures of the earlier one read told in its terms.
    """
    back = pairing.inverse
    measured = map(back.earlier_of, _read_by_measures(earlier.definition))
    read = frozenset(key for key in measured if key is not None)
    told, untold = translated_effective(back, later.effective, read)
    background = translated_background(back, later.background, read)
    return _Path(earlier, later, pairing, told=told, then=replace(told, on=earlier.effective.on),
                 told_background=background, untold=untold)


@lru_cache(maxsize=KEPT)
def _read_by_measures(definition: Definition) -> frozenset[str]:
    """The questions whose answers the measures look at, and those that decide if they are asked."""
    terms = [term for measure in definition.measures for term in measure.terms]
    waiting = [term.key for term in terms] + [term.windows.key for term in terms if term.windows]
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(definition.awaits.get(key, ()))
    return frozenset(found)


def measure_changes(
    earlier: MeasuredSide, later: MeasuredSide, before: dict[str, Measured],
    after: dict[str, Measured], pairing: Pairing,
) -> tuple[MeasureChange, ...]:
    """Every measure of both sides, the later definition's first, each with its delta."""
    path = _path(earlier, later, pairing)
    earlier_measures = {m.id: m for m in earlier.definition.measures}
    later_measures = {m.id: m for m in later.definition.measures}
    titles = {m.id: m.title for m in (*earlier.definition.measures, *later.definition.measures)}
    ids = dict.fromkeys([*later_measures, *earlier_measures])

    def changed(id_: str) -> MeasureChange:
        sides = before.get(id_), after.get(id_)
        if not (id_ in earlier_measures and id_ in later_measures):
            return MeasureChange(id_, titles[id_], *sides, None)
        delta, aged, by_answer = path.change(earlier_measures[id_], later_measures[id_])
        return MeasureChange(id_, titles[id_], *sides, delta, aged=aged, by_answer=by_answer)

    return tuple(map(changed, ids))


def _absence(side: MeasuredSide, key: str) -> Absence | None:
    question = side.definition.questions[key]
    return side.effective.absence(question, side.definition.section_of[key].key)
