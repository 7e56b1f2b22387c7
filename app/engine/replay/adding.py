"""What terms add to a measure, found out once for each combination of what they look at."""

from __future__ import annotations

from operator import add
from typing import Any

from app.engine.definition import Measure, Term
from app.engine.measures import contribution
from app.engine.replay.columns import Columns, Table
from app.engine.replay.footprints import of_term
from app.engine.replay.viewing import Glimpse, View

Added = complex
"""What a term adds: at the low end, and at the high end. They are added as two floats are."""


class Sum:
    """One measure. Terms are added in their order, as the engine does: weights that no float holds
    exactly come to something else in another."""

    def __init__(self, measure: Measure, view: View) -> None:
        self._made = [Adding(term, view) for term in measure.terms]

    def column(self, columns: Columns) -> list[Added]:
        """The measure at both ends, of one situation after the other."""
        totals: list[Added] = [0j] * columns.many
        for one in self._made:
            totals = list(map(add, totals, one.table.column(one.glimpse.column(columns))))
        return totals


class Adding:
    """What one term adds, by what it looks at."""

    def __init__(self, term: Term, view: View) -> None:
        self._term = term
        self.glimpse = Glimpse(view, of_term(view.pairing.later, term), term.windows)
        self.table: Table[Added] = Table(self._added)

    def _added(self, found: Any) -> Added:
        added = contribution(
            self._term, self.glimpse.definition, *self.glimpse.effective(found))
        return complex(added.low, added.high)
