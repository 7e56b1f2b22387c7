"""What terms add to a measure, found out once for each combination of what they look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import add, getitem, itemgetter
from typing import Any, TypeVar

from app.engine.definition import Measure, Term
from app.engine.measures import contribution
from app.engine.replay.footprints import of_term
from app.engine.replay.viewing import NOTHING_BESIDE, Beside, View, beside_of, picked

Found = TypeVar("Found")
Added = complex
"""What a term adds: at the low end, and at the high end. They are added as two floats are."""


class Sum:
    """One measure: terms that look at one question in runs, others one by one, in their order."""

    def __init__(self, measure: Measure, view: View) -> None:
        self.made = [
            Adding(term, of_term(view.pairing.later, term), view) for term in measure.terms]
        self.looks_beside = any(one.looks_beside for one in self.made)
        self._steps = list(_steps(self.made))

    def of(self, codes: str, said: Beside) -> Added:
        """The measure at both ends."""
        total: Added = 0j
        for step in self._steps:
            total = step(total, codes, said)
        return total


_Step = Callable[[Added, str, Beside], Added]


def _steps(made: Sequence[Adding]) -> Iterable[_Step]:
    run: list[Adding] = []
    for one in made:
        if one.single:
            run.append(one)
            continue
        if run:
            yield _run(run)
            run = []
        yield one.step
    if run:
        yield _run(run)


def _run(run: Sequence[Adding]) -> _Step:
    """Adds what terms add that depend on one character each."""
    tables = [one.table for one in run]
    picked = itemgetter(*(one.letters[0].place for one in run))

    def step(total: Added, codes: str, said: Beside) -> Added:
        return reduce(add, map(getitem, tables, picked(codes)), total)

    return step


class Adding:
    """What one term adds, found out once for each combination of what it looks at."""

    def __init__(self, term: Term, keys: Sequence[str], view: View) -> None:
        self.term, self.view, self.letters = term, view, view.told(keys)
        self._open = [one.question.key for one in self.letters if not one.closed]
        self.looks_beside = bool(self._open)
        self.single = len(self.letters) == 1 and not self._open
        self.table: dict[Any, Added] = Table(self.of_characters) if self.single else {}
        self._pick = picked(self.letters)

    def step(self, total: Added, codes: str, said: Beside) -> Added:
        """The total with what this term adds."""
        key = (self._pick(codes), *beside_of(self._open, said))
        found = self.table.get(key)
        if found is None:
            found = self.table[key] = self._of(codes, said)
        return total + found

    def of_characters(self, characters: Sequence[str]) -> Added:
        """What it adds where its questions have these characters and nothing stands beside."""
        places = (one.place for one in self.letters)
        return self._of(dict(zip(places, characters, strict=True)), NOTHING_BESIDE)

    def _of(self, codes: Any, said: Beside) -> Added:
        found, background = self.view.effective(self.letters, codes, said)
        added = contribution(self.term, self.view.pairing.later, found, background)
        return complex(added.low, added.high)


class Table(dict[Any, Found]):
    """Filled as it is looked at."""

    def __init__(self, make: Callable[[Any], Found]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Found:
        found = self[key] = self._make(key)
        return found
