"""What terms add to a measure, found out once for each combination of what they look at."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from operator import add
from typing import Any

from app.engine.definition import Measure, Term
from app.engine.measures import Interval, contribution
from app.engine.replay.columns import Columns, Table
from app.engine.replay.footprints import of_term
from app.engine.replay.viewing import Glimpse, View

Added = complex
"""What is added at the low end and at the high one: as two floats are, or, where all are whole, as
one whole number, which is faster."""

_SHIFT = 32
_HALF = 1 << (_SHIFT - 1)


class Sum:
    """One measure. Terms are added in their order, as the engine does: weights that no float holds
    exactly come to something else in another."""

    def __init__(self, measure: Measure, view: View) -> None:
        self._whole = all(map(_whole, measure.terms)) and _most(measure.terms) < _HALF
        self._made = [Adding(term, view, self._whole) for term in measure.terms]

    def column(self, columns: Columns) -> list[Added]:
        """The measure at both ends, of one situation after the other."""
        added = [one.table.column(one.glimpse.column(columns)) for one in self._made]
        if self._whole:
            return list(map(sum, zip(repeat(0, columns.many), *added, strict=True)))
        totals: list[Added] = [0j] * columns.many
        for one in added:
            totals = list(map(add, totals, one))
        return totals

    def interval(self, total: Added) -> Interval:
        """Both ends of a total."""
        if not isinstance(total, int):
            return Interval(total.real, total.imag)
        low = (total + _HALF) % (1 << _SHIFT) - _HALF
        return Interval(float(low), float((total - low) >> _SHIFT))


class Adding:
    """What one term adds, by what it looks at."""

    def __init__(self, term: Term, view: View, whole: bool) -> None:
        self._term, self._whole = term, whole
        self.glimpse = Glimpse(view, of_term(view.pairing.later, term), term.windows)
        self.table: Table[Added] = Table(self._added)

    def _added(self, found: Any) -> Added:
        added = contribution(
            self._term, self.glimpse.definition, *self.glimpse.effective(found))
        if self._whole:
            return int(added.low) + (int(added.high) << _SHIFT)
        return complex(added.low, added.high)


def _weights(term: Term) -> list[float]:
    """All that a term may be made of."""
    bands = term.windows.bands if term.windows else ()
    return [term.weight, term.largest, *(band.weight for band in bands)]


def _whole(term: Term) -> bool:
    return not term.uses_value and all(float(one).is_integer() for one in _weights(term))


def _most(terms: Iterable[Term]) -> float:
    return sum(abs(one) for term in terms for one in _weights(term))
