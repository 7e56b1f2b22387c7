"""The level of a situation whose measures are known, with what else levels and floors look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.engine.answers import Answers
from app.engine.asking import derive
from app.engine.conditions import World
from app.engine.definition import Definition, Derived, Measure
from app.engine.levels import Calculated, calculated
from app.engine.measures import Interval, Measured
from app.engine.replay.adding import Added, Table
from app.engine.replay.footprints import MEASURES, Glance, Wide, deciding
from app.engine.replay.situations import Alphabet, Letter
from app.engine.replay.viewing import Beside, View, beside_of, picked


class _Derives(Struct, frozen=True):
    """A derived value of a situation."""

    derived: Derived
    letters: tuple[Letter, ...]
    view: View

    def of(self, codes: str, said: Beside, on: date) -> Any:
        if self.letters:
            return derive(self.derived, self.view.raw(self.letters, codes, said)[1], {}, on)
        return derive(self.derived, Answers(), said.get("f", {}), on)


class Ends:
    """The totals of one measure, with all the same one that levels and floors do not tell apart."""

    def __init__(self, measure: Measure, definition: Definition) -> None:
        self._id, place = measure.id, f"{MEASURES}{measure.id}"
        self._leaves = [leaf for one in deciding(definition) for leaf in one.leaves()
                        if place in leaf.reads]
        self._first: dict[tuple[bool, ...], Added] = {}
        self.alike = Table(self._alike)
        """By a total, the first one of which every condition says the same, at both ends."""

    def _alike(self, total: Added) -> Added:
        worlds = [World(measures={self._id: end}) for end in (total.real, total.imag)]
        said = tuple(leaf.holds(world) for leaf in self._leaves for world in worlds)
        return self._first.setdefault(said, total)


class Top:
    """The level that measures come to, with what levels and floors look at beside them."""

    def __init__(self, glance: Glance, measures: Sequence[Measure], view: View) -> None:
        self.view, self._measures = view, measures
        self.letters = view.told(glance.questions)
        self._open = [one.question.key for one in self.letters if not one.closed]
        self._derives = [self._derived(one) for one in glance.derived]
        self.looks_beside = bool(self._open or self._derives)
        self._pick = picked(self.letters)

    def key(self, codes: str, said: Beside, on: date) -> tuple[Any, ...]:
        """All that the level depends on beside the measures; derived values come last."""
        derived = tuple([one.of(codes, said, on) for one in self._derives])
        return self._pick(codes), *beside_of(self._open, said), derived

    def level(
        self, totals: Sequence[Added], codes: str, said: Beside, key: tuple[Any, ...]
    ) -> Calculated:
        """What the engine says of it."""
        definition = self.view.pairing.later
        found, background = self.view.effective(self.letters, codes, said)
        names = (one.derived.name for one in self._derives)
        derived = {name: value for name, value in zip(names, key[-1], strict=True)
                   if value is not None}
        world = World(found.world.answers, derived=derived, marks=found.world.marks)
        measures = {
            measure.id: Measured(measure.id, measure.title, Interval(total.real, total.imag), 0, 0)
            for measure, total in zip(self._measures, totals, strict=True)}
        return calculated(definition, replace(found, world=world), background, measures)

    def _derived(self, derived: Derived) -> _Derives:
        question = self.view.pairing.later.questions.get(derived.of)
        if question is None:
            if derived.of not in Alphabet.of(self.view.pairing.earlier).facts:
                raise Wide(derived.of)
            return _Derives(derived, (), self.view)
        return _Derives(derived, tuple(self.view.told([derived.of])), self.view)
