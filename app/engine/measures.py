"""Measures: numbers a definition declares, each an interval where something is unknown.

Levels are worked out from them in `levels`; two dates are compared in `delta`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta
from msgspec import Struct, field

from app.engine.answers import NO_ANSWERS, Answers
from app.engine.conditions import UNDEFINED, World
from app.engine.definition import Band, Definition, Meaning, Question, Term, Windows
from app.engine.effective import Effective
from app.engine.held_harm import EarlierHarm
from app.engine.question_types.dates import date_parts, earliest


class Interval(Struct, frozen=True, order=True):
    """At least `low`, at most `high`; both the same where everything is known."""

    low: float = 0.0
    high: float = 0.0

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        """End from end, so that differences of ends add up; not the arithmetic of intervals."""
        return Interval(self.low - other.low, self.high - other.high)

    def __neg__(self) -> Interval:
        return Interval(-self.low, -self.high)

    @property
    def risen(self) -> Interval:
        """Of a difference, what it adds at either end."""
        return Interval(max(0.0, self.low), max(0.0, self.high))

    @property
    def fallen(self) -> Interval:
        """Of a difference, what it takes off at either end."""
        return Interval(min(0.0, self.low), min(0.0, self.high))

    @property
    def known(self) -> bool:
        """Whether the two ends are the same."""
        return self.low == self.high

    def __str__(self) -> str:
        if self.known:
            return f"{self.low:.12g}"
        return f"{self.low:.12g} to {self.high:.12g}"


NOTHING = Interval()


class Background(Struct, frozen=True):
    """What was recorded before: the last known answers, and actual harm that is still held.

    `held` are keys of actual-harm questions once answered yes in a submission and not ended by a
    manager since, or ended not long enough ago by the practice standards (ruling X19);
    `earlier_harm` tells of those whose question is not asked as the same question today, and which
    keep their old key. `last_known` holds, by address, what was last known.
    """

    last_known: Answers = field(default=NO_ANSWERS)
    held: frozenset[str] = frozenset()
    earlier_harm: tuple[EarlierHarm, ...] = ()


NO_BACKGROUND = Background()


class Measured(Struct, frozen=True):
    """A measure worked out: its interval, how many terms count and how many are unknown."""

    id: str
    title: str
    interval: Interval
    present: int
    unknown: int


def measure_all(
    definition: Definition, effective: Effective, background: Background = NO_BACKGROUND
) -> dict[str, Measured]:
    """Every measure of a definition by its id, in the order of the definition."""
    return {
        measure.id: _measured(
            measure.id, measure.title, measure.terms, definition, effective, background
        )
        for measure in definition.measures
    }


def _measured(
    measure_id: str, title: str, terms: Iterable[Term], definition: Definition,
    effective: Effective, background: Background,
) -> Measured:
    total, present, unknown = NOTHING, 0, 0
    for term in terms:
        added = contribution(term, definition, effective, background)
        total += added
        present += added.low > 0
        unknown += not added.known
    return Measured(measure_id, title, total, present, unknown)


def contribution(
    term: Term, definition: Definition, effective: Effective,
    background: Background = NO_BACKGROUND,
) -> Interval:
    """What one term adds. Unknown adds nothing at the low end and, at the high end, what was last
    known or else the most it can add; so forgetting never lowers the high end (ruling X20). Only
    what is known rules a question out, and then it adds nothing."""
    question = definition.questions[term.key]
    if question.harm and term.key in background.held:
        return _held(term, question, effective)
    section = definition.section_of[term.key]
    absence = effective.absence(question, section.key)
    if absence is None:
        return _known(term, question, effective.answers, effective.on)
    if _ruled_out(question, definition, effective):
        return NOTHING
    remembered = _remembered(term, question, background, effective.on)
    return Interval(0.0, term.largest if remembered is None else remembered)


def _held(term: Term, question: Question, effective: Effective) -> Interval:
    """Recorded once and not ended: it counts in full, whatever is said of it today."""
    answers = effective.answers.with_changes(values={term.key: yes_of(question)})
    return _known(term, question, answers, effective.on)


def yes_of(question: Question) -> Any:
    """What is recorded where the answer to a question of actual harm is yes."""
    return next((o.key for o in question.options if o.meaning is Meaning.YES), True)


def _remembered(
    term: Term, question: Question, background: Background, on: date
) -> float | None:
    """What a term added when it was last known, or None where it never was."""
    value = background.last_known.recorded(question)
    if value is None or question.type.absence(question, value) is not None:
        return None
    return max(0.0, _known(term, question, background.last_known, on).high)


def _ruled_out(question: Question, definition: Definition, effective: Effective) -> bool:
    """Whether a question is not asked because of what is known, and not for want of knowing it.

    "Not applicable" rules nothing out: somebody chose it, and may have known no better.
    """
    if effective.asked(question.key):
        return False
    others = (definition.questions[key] for key in definition.awaits[question.key])
    return all(effective.absence(other) is None or _ruled_out(other, definition, effective)
               for other in others)


def _known(term: Term, question: Question, answers: Answers, on: date) -> Interval:
    value = answers.recorded(question)
    if term.when is not None and not term.when.holds(UNDEFINED if value is None else value):
        return NOTHING
    if term.windows is not None:
        return _windowed(term.windows, answers, on)
    added = term.weight * float(value) if term.uses_value else term.weight
    return Interval(added, added)


def _windowed(windows: Windows, answers: Answers, on: date) -> Interval:
    """Each band once, if any date falls in it; with no date at all, anything up to every band."""
    dates = [value for value in _dates(windows, answers) if value]
    if not dates:
        return Interval(0.0, sum(band.weight for band in windows.bands if band.weight > 0))
    weights = [band.weight for band in windows.bands
               if any(falls_in(band, value, on) for value in dates)]
    total = float(sum(weights))
    return Interval(total, total)


def _dates(windows: Windows, answers: Answers) -> list[Any]:
    if windows.column is None:
        return [answers.values.get(windows.key)]
    rows = answers.rows.get(windows.key, ())
    return [answers.values.get(f"{windows.key}/{row}/{windows.column}") for row in rows]


def falls_in(band: Band, value: Any, on: date) -> bool:
    """Whether a recorded date lies in a band of months back from a day; an approximate date is
    taken at its latest, so that vagueness never makes something look older than it may be."""
    day = _latest(value)
    if day is None or day > on:
        return day is not None and band.after_months == 0
    return _before(on, band.up_to_months) < day <= _before(on, band.after_months)


@lru_cache(maxsize=4096)
def _before(on: date, months: int) -> date:
    return on - relativedelta(months=months)


def _latest(value: Any) -> date | None:
    year, month, day = date_parts(value)
    first = earliest(value)
    if first is None or day:
        return first
    step = relativedelta(months=1) if month else relativedelta(years=1)
    return first + step - relativedelta(days=1)


class LowValues(Mapping[str, float]):
    """The low ends of the measures over answers that are still being decided (for rules).

    Worked out when one is looked at: most rules look at none.
    """

    def __init__(self, definition: Definition, answers: Answers, on: date) -> None:
        self._definition = definition
        self._undecided = Effective(answers, World(), on)

    def __getitem__(self, measure_id: str) -> float:
        return self._low[measure_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._low)

    def __len__(self) -> int:
        return len(self._low)

    @cached_property
    def _low(self) -> Mapping[str, float]:
        measures = measure_all(self._definition, self._undecided)
        return {key: measured.interval.low for key, measured in measures.items()}
