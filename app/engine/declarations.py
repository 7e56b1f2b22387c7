"""Reads derived values, measures, levels, floors, judgement and immediate action. Working them out
is for `measures` and `levels`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from app.engine.conditions import (
    Condition, ConditionRefused, ValueTest, compile_condition, compile_schema_test,
)
from app.engine.definition import (
    Band, Derived, Floor, Immediate, Judgement, Level, Measure, Question, Term, Windows,
)
from app.engine.problems import Problems, at
from app.engine.question_types.numbers import LARGEST
from app.engine.subschemas import pointer_steps

_T = TypeVar("_T")
_DATES = ("date", "approximate-date")
MOST_TERMS = 2000
_BORN = "case.date_of_birth"
_TYPES_FOR: Mapping[str, tuple[str, ...]] = {
    "age_years": _DATES, "months_since": _DATES, "row_count": ("rows",), "case_fact": (),
}
_FACTS_FOR: Mapping[str, tuple[str, ...]] = {
    "age_years": (_BORN,), "months_since": (_BORN,), "row_count": (),
    "case_fact": ("case.name", _BORN, "case.identifier", "case.district"),
}


class DeclarationReader:
    """Reads the parts of a document that compute; `parts` are as the vocabulary loaded them."""

    def __init__(
        self, parts: Mapping[str, Any], questions: Mapping[str, Question], problems: Problems
    ) -> None:
        self.parts = parts
        self.questions = questions
        self.problems = problems
        self.conditions: list[tuple[str, Condition]] = []

    def derived(self) -> tuple[Derived, ...]:
        """The derived values; each names a question or a case fact that exists."""
        return tuple(
            Derived(part["name"], part["kind"], self._source(part, at("/derived", index, "of")))
            for index, part in self._listed("derived", "name")
        )

    def _source(self, part: Mapping[str, Any], pointer: str) -> str:
        kind, of = part["kind"], str(part["of"])
        if not of.startswith("#"):
            if of not in _FACTS_FOR[kind]:
                self.problems.add(pointer, f"{kind} cannot be worked out of {of}")
            return of
        question = self._question(of, pointer)
        if question and question.type.name not in _TYPES_FOR[kind]:
            self.problems.add(pointer, f"{kind} cannot be worked out of {of}")
        return question.key if question else ""

    def measures(self) -> tuple[Measure, ...]:
        """The measures with their terms."""
        if sum(len(part["terms"]) for part in self.parts["measures"]) > MOST_TERMS:
            self.problems.add("/measures", f"there are more than {MOST_TERMS} terms")
            return ()
        return tuple(
            Measure(part["id"], part["title"], tuple(self._terms(part, at("/measures", index))))
            for index, part in self._listed("measures", "id")
        )

    def _terms(self, measure: Mapping[str, Any], pointer: str) -> Iterator[Term]:
        for index, part in enumerate(measure["terms"]):
            place = at(pointer, "terms", index)
            question = self._question(part["scope"], at(place, "scope"))
            test = self._test(part.get("when"), at(place, "when")) if "when" in part else None
            if question is None:
                continue
            windows = self._windows(part["windows"], at(place, "windows"))
            if part["value"] and question.type.name not in ("number", "scale"):
                self.problems.add(at(place, "value"), "only a number or a scale has a value to add")
            if part["value"] and not _is_bounded(question, part["weight"]):
                end = "minimum" if part["weight"] < 0 else "maximum"
                self.problems.add(at(place, "value"), f"the question needs a {end}, or what it "
                                  "may add while unknown has no upper end")
                continue
            yield Term(
                question.key, test, part["weight"], part["value"], windows,
                _largest(question, test, part, windows),
            )

    def _windows(self, part: Mapping[str, Any] | None, pointer: str) -> Windows | None:
        if part is None:
            return None
        scope, column = _of_rows(part["dates"])
        question = self._question(scope, at(pointer, "dates"))
        asked = question.column(column) if question and column else question
        if question and asked is None:
            self.problems.add(at(pointer, "dates"), f"the rows have no {column}")
        elif asked and asked.type.name not in _DATES:
            self.problems.add(at(pointer, "dates"), "only a question for a date tells when")
        months = [band["months"] for band in part["bands"]]
        if months != sorted(set(months)):
            self.problems.add(
                at(pointer, "bands"), "bands are listed from the latest to the oldest")
        starts = (0, *months[:-1])
        bands = tuple(
            Band(start, band["months"], band["weight"])
            for start, band in zip(starts, part["bands"], strict=True)
        )
        return Windows(question.key, column, bands) if question else None

    def levels(self) -> tuple[Level, ...]:
        """The levels; ranks are all different."""
        levels = tuple(
            Level(
                part["id"], part["title"], part["rank"], part["status"],
                self._condition(part["when"], at("/levels", index, "when"))
                if "when" in part else None,
                part["description"], tuple(part["interventions"]), part["cumulative"],
            )
            for index, part in self._listed("levels", "id")
        )
        if len({level.rank for level in levels}) < len(levels):
            self.problems.add("/levels", "two levels have the same rank")
        return levels

    def floors(self, levels: tuple[Level, ...]) -> tuple[Floor, ...]:
        """The floors; each forbids levels that exist and leaves one."""
        return tuple(self._floors(sorted(levels, key=lambda level: level.rank)))

    def _floors(self, levels: list[Level]) -> Iterator[Floor]:
        for index, part in self._listed("floors", "id"):
            pointer = at("/floors", index)
            for unknown in sorted(set(part["forbids"]) - {level.id for level in levels}):
                self.problems.add(at(pointer, "forbids"), f"there is no level {unknown}")
            if levels and levels[-1].id in part["forbids"]:
                self.problems.add(at(pointer, "forbids"), "a floor raises the level, so it must "
                                  f"leave the highest one, {levels[-1].id}")
            condition = self._condition(part["when"], at(pointer, "when"))
            if condition is not None:
                yield Floor(part["id"], condition, frozenset(part["forbids"]), part["because"])

    def judgement(self, levels: tuple[Level, ...]) -> Judgement | None:
        """Where the judged level is recorded; its options are the levels."""
        part = self.parts["judgement"]
        if part is None:
            return None
        question = self._question(part["scope"], "/judgement/scope")
        reason = self._question(part["reason"], "/judgement/reason") if part["reason"] else None
        if question is None:
            return None
        missing = {level.id for level in levels} ^ {option.key for option in question.options}
        if missing:
            self.problems.add("/judgement/scope", "its options must be the levels; they differ in "
                              + ", ".join(sorted(map(str, missing))))
        if part["highest"] not in {None, *(level.id for level in levels)}:
            self.problems.add("/judgement/highest", f"there is no level {part['highest']}")
        return Judgement(
            question.key, reason.key if reason else None, part["rise"], part["highest"])

    def immediate(self) -> tuple[Immediate, ...]:
        """The answers that call for action at once."""
        return tuple(self._immediate())

    def _immediate(self) -> Iterator[Immediate]:
        for index, part in enumerate(self.parts["immediate"]):
            pointer = at("/immediate", index)
            question = self._question(part["scope"], at(pointer, "scope"))
            test = self._test(part["when"], at(pointer, "when"))
            if question and test:
                yield Immediate(question.key, test, part["message"])

    def _listed(self, name: str, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        seen: set[str] = set()
        for index, part in enumerate(self.parts[name]):
            if part[key] in seen:
                self.problems.add(at("", name, index, key), f"{part[key]} is declared twice")
            seen.add(part[key])
            yield index, part

    def _question(self, scope: str, pointer: str) -> Question | None:
        question = self.questions.get(_key_at(scope))
        if question is None:
            self.problems.add(pointer, f"{scope} names no question")
        return question

    def _condition(self, condition: Any, pointer: str) -> Condition | None:
        read = self._compiled(lambda: compile_condition(condition, pointer=pointer))
        if read is not None:
            self.conditions.append((pointer, read))
        return read

    def _test(self, schema: Any, pointer: str) -> ValueTest | None:
        return self._compiled(lambda: compile_schema_test(schema, pointer=pointer))

    def _compiled(self, compiling: Callable[[], _T]) -> _T | None:
        try:
            return compiling()
        except ConditionRefused as error:
            self.problems.add(error.pointer, error.reason)
            return None


def _key_at(scope: str) -> str:
    """The key that a scope leads to; blank where it is no scope of a question."""
    steps = pointer_steps(scope) if scope.startswith("#/") else []
    straight = len(steps) % 2 == 0 and set(steps[::2]) == {"properties"}
    return ".".join(steps[1::2]) if straight else ""


def _of_rows(scope: str) -> tuple[str, str | None]:
    """A scope into the rows of a question as that of the question and the key of the cell."""
    outer, inside, cell = scope.rpartition("/items/properties/")
    return (outer, pointer_steps(f"#/{cell}")[0]) if inside and "/" not in cell else (scope, None)


def _largest(
    question: Question, test: ValueTest | None, part: Mapping[str, Any], windows: Windows | None
) -> float:
    """The most a term can add, which is what it may add while its answer is unknown."""
    if windows is not None:
        return max(0.0, sum(band.weight for band in windows.bands if band.weight > 0))
    weight: float = part["weight"]
    if part["value"]:
        return max(0.0, *(weight * question.schema[end] for end in ("minimum", "maximum")
                          if end in question.schema))
    if test is not None and question.options and not _possible(question, test):
        return 0.0
    return max(0.0, weight)


def _is_bounded(question: Question, weight: float) -> bool:
    """Whether a number has an end where what it adds is most, not beyond all counting."""
    end = question.schema.get("minimum" if weight < 0 else "maximum")
    return end is not None and abs(end) <= LARGEST


def _possible(question: Question, test: ValueTest) -> bool:
    if question.type.name == "checkboxes":
        return True
    known = [o.key for o in question.options if not question.type.absence(question, o.key)]
    return any(test.holds(key) for key in known)
