"""Conditions and terms as flat settings: rule.0.subject, term.3.weight. They are read and built in
`predicates`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.engine.authoring.asked import Asked, asked
from app.engine.authoring.json_parts import Json, part_at, with_part
from app.engine.authoring.outline import Outline
from app.engine.authoring.predicates import (
    Predicate, Clause, answers_of, condition_of, predicate_of, schema_of,
)
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_fields import (
    Flag, Number, Place, Settings, Value, lines_of, text_of,
)

BY_HAND = "by_hand"
"""True where a condition cannot be shown as tests; posted false, it is taken away."""


class Weight(Number, frozen=True):
    """The weight of a term, which is one where it is not written."""

    def shown(self, view: Json) -> Value:
        return super().shown(view) or "1"


_TERM = (
    Place("question", ("scope",)), Flag("value", ("value",)), Weight("weight", ("weight",)),
    Place("dates", ("windows", "dates")),
)
_BAND = (Number("months", ("months",), whole=True, least=1), Number("weight", ("weight",)))


def condition_settings(outline: Outline, prefix: str, condition: Any) -> dict[str, Value]:
    """A condition as settings whose names begin with `prefix` and a point."""
    if condition is None:
        return {f"{prefix}.join": "all"}
    found = predicate_of(outline, condition)
    if found is None:
        return {f"{prefix}.{BY_HAND}": True}
    shown: dict[str, Value] = {f"{prefix}.join": found.join}
    for number, clause in enumerate(found.clauses):
        shown[f"{prefix}.{number}.subject"] = clause.subject
        shown[f"{prefix}.{number}.operator"] = clause.operator
        shown[f"{prefix}.{number}.answers"] = clause.answers
    return shown


def with_condition(outline: Outline, prefix: str, condition: Any, posted: Settings) -> Any:
    """The condition as posted, None where no test is left; as it was where nothing was posted.

    Tests without a subject go. Raises EditRefused with the setting that was wrong.
    """
    given = _posted_over(condition_settings(outline, prefix, condition), prefix, posted)
    if given is None:
        return condition
    tests = dict(_tests(given))
    if not tests:
        return None
    predicate = Predicate(tuple(tests.values()), text_of(given.get("join", "all")) or "all")
    if condition is not None and predicate == predicate_of(outline, condition):
        return condition
    for number, test in tests.items():
        _buildable(outline, f"{prefix}.{number}", test)
    return condition_of(outline, predicate)


def answer_settings(question: Asked, prefix: str, schema: Any) -> dict[str, Value]:
    """A test on the answer to one question as settings."""
    if schema is None:
        return {f"{prefix}.operator": "", f"{prefix}.answers": ()}
    found = answers_of(question, schema)
    if found is None:
        return {f"{prefix}.{BY_HAND}": True}
    return {f"{prefix}.operator": found[0], f"{prefix}.answers": found[1]}


def with_test(address: str, question: Asked, prefix: str, schema: Any, posted: Settings) -> Any:
    """The test as posted, None where it was left blank. Raises EditRefused."""
    given = _posted_over(answer_settings(question, prefix, schema), prefix, posted)
    if given is None:
        return schema
    operator, answers = text_of(given.get("operator", "")), lines_of(given.get("answers", ()))
    if not operator:
        return None
    if answers_of(question, schema) == (operator, answers):
        return schema
    try:
        return schema_of(address, question, operator, answers)
    except EditRefused as error:
        raise EditRefused(address, error.reason, setting=f"{prefix}.{error.setting}") from None


def term_settings(outline: Outline, terms: Any) -> dict[str, Value]:
    """The terms of a measure as settings: question, when, weight, value, dates, bands."""
    shown: dict[str, Value] = {}
    for number, term in enumerate(terms if isinstance(terms, list) else ()):
        prefix = f"term.{number}"
        shown.update((f"{prefix}.{one.name}", one.shown(term)) for one in _TERM)
        question = _asked(outline, str(shown[f"{prefix}.question"]))
        shown.update(answer_settings(question, f"{prefix}.when", part_at(term, "when")))
        for place, band in enumerate(part_at(term, "windows", "bands") or ()):
            shown.update((f"{prefix}.band.{place}.{one.name}", one.shown(band)) for one in _BAND)
    return shown


def with_terms(outline: Outline, address: str, terms: Any, posted: Settings) -> Any:
    """The terms as posted, numbered as they were shown; those that name no question go."""
    given = within(posted, "term")
    listed = terms if isinstance(terms, list) else []
    if not given:
        return terms
    new = [_with_term(outline, address, number, _at(listed, number), within(given, str(number)))
           for number in sorted({*range(len(listed)), *_numbers(given)})]
    return [term for number, term in enumerate(new)
            if part_at(term, "scope") or (number < len(listed) and term == listed[number])]


def within(posted: Settings, prefix: str) -> dict[str, Value]:
    """The settings whose names begin with a prefix and a point, without it."""
    start = f"{prefix}."
    return {name[len(start):]: value for name, value in posted.items() if name.startswith(start)}


def _with_term(
    outline: Outline, address: str, number: int, term: Any, given: Settings
) -> Any:
    prefix = f"term.{number}"
    if not isinstance(term, Mapping):
        return term
    dated = part_at(term, "windows", "dates")
    try:
        for one in _TERM:
            term = one.written(term, given[one.name]) if one.name in given else term
        term = _with_bands(term, given)
        if dated and not part_at(term, "windows", "dates"):
            term = with_part(term, ("windows",), None)
    except EditRefused as error:
        raise EditRefused(address, error.reason, setting=f"{prefix}.{error.setting}") from None
    question = _asked(outline, str(_TERM[0].shown(term)))
    when = with_test(address, question, f"{prefix}.when", term.get("when"),
                     {f"{prefix}.{name}": value for name, value in given.items()})
    return term if when == term.get("when") else with_part(term, ("when",), when)


def _with_bands(term: Json, given: Settings) -> Json:
    posted = within(given, "band")
    if not posted:
        return term
    before = part_at(term, "windows", "bands") or ()
    bands = [_with_band(_at(before, number), within(posted, str(number)))
             for number in sorted({*range(len(before)), *_numbers(posted)})]
    kept = [band for band in bands if part_at(band, "months")]
    return with_part(term, ("windows", "bands"), kept or None)


def _asked(outline: Outline, address: str) -> Asked:
    known = address.startswith("question:") and address in outline.units
    return asked(outline, address) if known else Asked({}, False, {})


def _numbers(given: Settings) -> list[int]:
    first = {name.partition(".")[0] for name in given}
    return sorted(int(number) for number in first if number.isdecimal())


def _tests(given: Settings) -> Iterator[tuple[int, Clause]]:
    for number in _numbers(given):
        test = within(given, str(number))
        subject = text_of(test.get("subject", ""))
        if subject:
            yield number, Clause(
                subject, text_of(test.get("operator", "")), lines_of(test.get("answers", ())))


def _buildable(outline: Outline, prefix: str, clause: Clause) -> None:
    """Raise EditRefused with the name of the setting that cannot be met."""
    try:
        condition_of(outline, Predicate((clause,)))
    except EditRefused as error:
        raise EditRefused(
            error.address, error.reason, setting=f"{prefix}.{error.setting}") from None


def _posted_over(
    shown: Settings, prefix: str, posted: Settings
) -> dict[str, Value] | None:
    """What was posted over what is shown; None where that is to stay as it was written."""
    given = within(posted, prefix)
    before = within(shown, prefix)
    if not given or (before.get(BY_HAND) and given.get(BY_HAND, True)):
        return None
    return {name: value for name, value in {**before, **given}.items() if name != BY_HAND}


def _with_band(band: Any, given: Settings) -> Any:
    if not isinstance(band, Mapping):
        return band
    for one in _BAND:
        band = one.written(band, given[one.name]) if one.name in given else band
    return band


def _at(listed: Sequence[Any], number: int) -> Any:
    return listed[number] if number < len(listed) else {}
