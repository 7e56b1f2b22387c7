"""Which questions decide who is urgent: those of actual harm and of contact with people who harm,
and all that measures, levels, floors, judgement and immediate action look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from app.engine.conditions import Condition
from app.engine.definition import Definition, Question

_OF_ANSWERS = "answers/"
_OF_DERIVED = "derived/"
_OF_MARKS = "marks/"


class Weighing(Struct, frozen=True):
    """What weighs in either of two versions; keys are those of the version they are of."""

    earlier: Definition
    later: Definition
    harm: frozenset[str]
    counted: frozenset[str]
    derived: frozenset[str]

    @classmethod
    def of(cls, earlier: Definition, later: Definition) -> Weighing:
        """Read both versions."""
        both = (earlier, later)
        harm = frozenset(key for side in both for key in harmful(side))
        derived = frozenset(name for side in both for name in _derived(side))
        counted = frozenset(key for side in both for key in _counted(side))
        return cls(earlier, later, harm, harm | counted, derived)

    def questions(self, earlier: str | None, later: str | None) -> Iterator[Question]:
        """A question as it is on the sides where it is."""
        for side, key in ((self.earlier, earlier), (self.later, later)):
            if key is not None and key in side.questions:
                yield side.questions[key]

    def skips_differ(self, earlier: str, later: str) -> bool:
        """Whether a question may be skipped with its section on one side only."""
        first, second = self.earlier.section_of.get(earlier), self.later.section_of.get(later)
        return (first is not None and second is not None
                and bool(first.skip_label) != bool(second.skip_label))


def harmful(definition: Definition) -> Iterator[str]:
    """The questions of actual harm and of contact with people who harm."""
    return (key for key, question in definition.questions.items()
            if question.harm or question.association)


def _counted(definition: Definition) -> Iterator[str]:
    """What measures, levels, floors, judgement and immediate action look at."""
    for measure in definition.measures:
        for term in measure.terms:
            yield term.key
            if term.windows:
                yield term.windows.key
    yield from (immediate.key for immediate in definition.immediate)
    if definition.judgement:
        yield definition.judgement.key
    places = list(_places(_conditions(definition)))
    names = {place.removeprefix(_OF_DERIVED) for place in places if place.startswith(_OF_DERIVED)}
    yield from (derived.of for derived in definition.derived if derived.name in names)
    yield from _keys(definition, places)


def _keys(definition: Definition, places: Iterable[str]) -> Iterator[str]:
    for place in places:
        if place.startswith(_OF_ANSWERS):
            key = place.removeprefix(_OF_ANSWERS)
            while key and key not in definition.questions:
                key = key.rpartition(".")[0]
            yield key
        elif place.startswith(_OF_MARKS):
            yield place.split("/", 2)[2]


def _derived(definition: Definition) -> Iterator[str]:
    """Derived values that levels and floors look at, or the rules of what weighs."""
    weighs = {*harmful(definition), *_counted(definition)}
    rules = (rule.condition for key in weighs if key in definition.questions
             for rule in definition.questions[key].rules)
    for place in _places([*_conditions(definition), *rules]):
        if place.startswith(_OF_DERIVED):
            yield place.removeprefix(_OF_DERIVED)


def _conditions(definition: Definition) -> list[Condition]:
    levels = (level.when for level in definition.levels if level.when is not None)
    return [*levels, *(floor.when for floor in definition.floors)]


def _places(conditions: Iterable[Condition]) -> Iterator[str]:
    for condition in conditions:
        yield from condition.reads
