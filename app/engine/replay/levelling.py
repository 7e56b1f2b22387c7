"""What conditions of levels and floors say of many situations, and the level that follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from app.engine.conditions import Condition, World
from app.engine.definition import Derived, Measure
from app.engine.levels import Calculated, calculated, worlds
from app.engine.measures import Measured
from app.engine.replay.adding import Added, Sum
from app.engine.replay.columns import Columns, Table, now
from app.engine.replay.details import derived_from, sort_of
from app.engine.replay.footprints import DERIVED, MEASURES, Glance, Wide, deciding
from app.engine.replay.situations import FACT
from app.engine.replay.viewing import Column, Glimpse, View

Truths = tuple[bool, ...]
"""What conditions say, of each at the low end and at the high one."""


class Total:
    """A measure, with what is said of its totals."""

    def __init__(self, measure: Measure, view: View) -> None:
        self.measure, self._sum = measure, Sum(measure, view)
        self._leaves = _leaves(view, f"{MEASURES}{measure.id}")
        self._said = Table(self._truths)

    def column(self, columns: Columns) -> Iterable[Truths]:
        """What is said of one situation after the other."""
        return self._said.column(self._sum.column(columns))

    def measured(self, columns: Columns) -> Measured:
        """The measure of a single situation."""
        (total,) = self._sum.column(columns)
        interval = self._sum.interval(total)
        return Measured(self.measure.id, self.measure.title, interval, 0, 0)

    def _truths(self, total: Added) -> Truths:
        found = self._sum.interval(total)
        worlds = [World(measures={self.measure.id: end}) for end in (found.low, found.high)]
        return _truths(self._leaves, worlds)


class Place:
    """Answers that levels and floors look at themselves, with what is said of them."""

    def __init__(self, place: str, keys: Iterable[str], view: View) -> None:
        self._glimpse, self._leaves = Glimpse(view, tuple(keys)), _leaves(view, place)
        self._said = Table(self._truths)

    def column(self, columns: Columns) -> Iterable[Truths]:
        """What is said of one situation after the other."""
        return self._said.column(self._glimpse.column(columns))

    def _truths(self, found: Any) -> Truths:
        answers, background = self._glimpse.effective(found)
        return _truths(self._leaves, worlds(self._glimpse.definition, answers, background, {}, {}))


class Value:
    """A derived value that levels and floors look at, with what is said of it."""

    def __init__(self, derived: Derived, view: View) -> None:
        self.derived = derived
        self._field = self._found(view)
        self._leaves = _leaves(view, f"{DERIVED}{derived.name}")
        self._said = Table(self._truths)

    def column(self, columns: Columns) -> Iterable[Truths]:
        """What is said of one situation after the other."""
        return self._said.column(self._field(columns))

    def of(self, columns: Columns) -> Any:
        """The value in a single situation."""
        (found,) = self._field(columns)
        return self._read(found)

    def _found(self, view: View) -> Column:
        sort, of = sort_of(self.derived.kind), self.derived.of
        if of not in view.pairing.later.questions:
            if of not in view.alphabet.facts:
                raise Wide(of)
            lines = view.lines(sort, of, FACT)
        elif not (told := view.told([of])):
            return lambda columns: [""] * columns.many
        else:
            lines = view.lines(sort, told[0][1].question.key, "")
        return lambda columns: now(lines(columns))

    def _read(self, field: str) -> Any:
        return derived_from(self.derived.kind, field)

    def _truths(self, field: str) -> Truths:
        value = self._read(field)
        world = World(derived={} if value is None else {self.derived.name: value})
        return _truths(self._leaves, [world])


class Top:
    """The levels of situations. What their conditions say decides; so the engine is asked for the
    level of one situation of all of which they say the same."""

    def __init__(self, glance: Glance, view: View) -> None:
        """Raises Wide where situations do not tell all that is looked at."""
        measures = (one for one in view.pairing.later.measures if one.id in glance.measures)
        self._view = view
        self._totals = [Total(one, view) for one in measures]
        self._values = [Value(one, view) for one in glance.derived]
        places = [Place(place, keys, view) for place, keys in glance.questions.items()]
        self._sights: list[Total | Value | Place] = [*self._totals, *self._values, *places]
        keys = dict.fromkeys(key for one in glance.questions.values() for key in one)
        self._answers = Glimpse(view, tuple(keys))

    def column(self, columns: Columns) -> Iterable[tuple[Truths, ...]]:
        """All that is said of one situation after the other."""
        said = [one.column(columns) for one in self._sights]
        return zip(*said, strict=True) if said else [()] * columns.many

    def level(self, columns: Columns) -> Calculated:
        """What the engine says of a single situation."""
        (found,) = self._answers.column(columns)
        answers, background = self._answers.effective(found)
        derived = {one.derived.name: one.of(columns) for one in self._values}
        world = replace(answers.world, derived={
            name: value for name, value in derived.items() if value is not None})
        return calculated(
            self._view.pairing.later, replace(answers, world=world), background,
            {one.measure.id: one.measured(columns) for one in self._totals})


def _leaves(view: View, place: str) -> list[Condition]:
    return [leaf for one in deciding(view.pairing.later) for leaf in one.leaves()
            if place in leaf.reads]


def _truths(leaves: Sequence[Condition], worlds: Sequence[World]) -> Truths:
    return tuple(leaf.holds(world) for leaf in leaves for world in worlds)
