"""What is wrong with, or missing from, a set of answers: while drafting, and to submit.

A draft keeps everything; only submission insists. Messages say what to do, in plain words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from app.engine.absence import Absence
from app.engine.answers import (
    SECTION_MARK, Answers, Mark, Standing, answered, cells_of, row_ids,
)
from app.engine.definition import Definition, Evidence, Question, Section
from app.engine.effective import Effective
from app.engine.levels import Result, judgement_refusal
from app.engine.subschemas import compiled
from app.engine.wording import says_something


_TOO_MANY_OR_FEW = {
    "minItems": "Add more, until there are {}", "maxItems": "Keep no more than {} of these",
}
_BY_OTHERS = frozenset({"if", "then", "else", "allOf", "anyOf", "oneOf", "not"})
"""Keywords by which one answer may depend on another."""


class Finding(Struct, frozen=True):
    """One thing to put right, at an address; `kind` says of which sort it is."""

    address: str
    section: str
    kind: str
    message: str


def draft_findings(
    definition: Definition, answers: Answers, section: Section | None = None
) -> tuple[Finding, ...]:
    """What was typed that is no value, or not one the question allows. None of it is dropped.

    Of one section alone, where it is given.
    """
    asked = section.questions() if section else definition.questions.values()
    found = [*_unparsed(definition, answers), *_unfit(definition, answers, asked)]
    return tuple(one for one in found if section is None or one.section == section.key)


def unreadable(definition: Definition, answers: Answers, before: Answers) -> tuple[str, ...]:
    """Addresses where something was given since `before` that is no answer there, whatever it says:
    of another kind of JSON than the question records, or where nothing is asked.

    What was typed and is no value stands in `unparsed`; this comes of programs alone.
    """
    known = before.values
    return tuple(
        address for address, value in answers.values.items()
        if value is not None and known.get(address) is not value
        and not _readable(definition.question_at(address), value)
    )


def _readable(question: Question | None, value: Any) -> bool:
    return question is not None and question.type.readable(value)


def submission_findings(
    definition: Definition, effective: Effective, result: Result, *, by_manager: bool = False,
    review: bool = False,
) -> tuple[Finding, ...]:
    """Everything that stands against submitting, in the order of the pages.

    Answered, not applicable with a reason, or skipped in favour of a named assessment is
    complete; "revisit later" is not (ruling X1).
    """
    answers = effective.answers
    found = [
        *draft_findings(definition, answers),
        *_beside(definition, effective),
        *_unnamed_skips(definition, answers),
        *_required(definition, effective),
        *_against_schema(definition, effective),
        *_level(definition, result, by_manager),
    ]
    if review:
        found.extend(_not_looked_at(definition, effective))
    return tuple(_in_order(definition, answers, _first_of_each(found)))


def _in_order(
    definition: Definition, answers: Answers, found: list[Finding]
) -> list[Finding]:
    if len(found) < 2:
        return found
    asked = definition.questions.values()
    order = {address: number for number, (address, _) in enumerate(_cells(asked, answers))}
    return sorted(found, key=lambda finding: order.get(finding.address, -1))


def _first_of_each(found: Iterable[Finding]) -> list[Finding]:
    first: dict[str, Finding] = {}
    for finding in found:
        first.setdefault(finding.address, finding)
    return list(first.values())


def _finding(definition: Definition, address: str, kind: str, message: str) -> Finding:
    section = definition.section_of.get(address.partition("/")[0])
    return Finding(address, section.key if section else "", kind, message)


def _cells(asked: Iterable[Question], answers: Answers) -> Iterator[tuple[str, Question]]:
    """Every question and every cell with its address, in the order of the pages."""
    for question in asked:
        if question.type.holds_rows:
            yield question.key, question
        yield from cells_of(question, answers)


def _asked_at(definition: Definition, answers: Answers, address: str) -> Question | None:
    """The question or cell at an address; None where its row is not there any more."""
    key, _, rest = address.partition("/")
    question = definition.questions.get(key)
    row = rest.partition("/")[0]
    gone = question is not None and row and row not in row_ids(question, answers)
    return None if gone else definition.question_at(address)


def _unparsed(definition: Definition, answers: Answers) -> Iterator[Finding]:
    for address, typed in answers.unparsed.items():
        question = _asked_at(definition, answers, address)
        if question is not None:
            posted = {part: [text] for part, text in typed.items()}
            message = question.type.parse(question, posted).message or _beside_message(typed)
            yield _finding(definition, address, "unparsed", message)


def _beside_message(typed: Mapping[str, str]) -> str:
    """What is wrong with what was typed beside an answer: parts that its type does not know."""
    if any(part.startswith("evidence:") for part in typed):
        return "Enter a real date of evidence, like 27 3 2026"
    return "Remove the hidden control characters from the reasons and save again"


def _unnamed_skips(definition: Definition, answers: Answers) -> Iterator[Finding]:
    for section in definition.sections:
        mark = answers.mark(SECTION_MARK + section.key)
        if mark.absence is Absence.SKIPPED and not mark.reason.strip():
            yield Finding(SECTION_MARK + section.key, section.key, "reason",
                          "Name the assessment that covers this section, with its date")


def _unfit(
    definition: Definition, answers: Answers, asked: Iterable[Question]
) -> Iterator[Finding]:
    for address, question in _cells(asked, answers):
        value = answers.values.get(address)
        if value is None:
            continue
        if not _readable(question, value):
            yield _finding(definition, address, "unreadable", "This is no answer to the question")
        elif message := question.type.check(question, value):
            yield _finding(definition, address, "value", message)


def _required(definition: Definition, effective: Effective) -> Iterator[Finding]:
    for address, question in _needed(definition, effective):
        if not _discharged(definition, effective, address):
            yield _finding(definition, address, "blank", _ask(question))


def _needed(definition: Definition, effective: Effective) -> Iterator[tuple[str, Question]]:
    """Questions and cells that must be answered and say nothing, as a condition or a slip of the
    space bar may have it; what the schema requires and is not there at all is for the schema."""
    for address, question in _cells(definition.questions.values(), effective.answers):
        value = effective.answers.values.get(address)
        if question.required and value is not None and question.type.empty(value):
            yield address, question
    for key, question in definition.questions.items():
        when = question.required_when
        if when is not None and when.holds(effective.world):
            if not answered(question, effective.answers):
                yield key, question


def _against_schema(definition: Definition, effective: Effective) -> Iterator[Finding]:
    """What JSON Schema itself says against the whole instance."""
    for error in schema_validator(definition).iter_errors(effective.world.answers):
        address = _address(definition, effective.answers, list(error.instance_path))
        if error.kind.name == "required":
            missing = _join(definition, address, error.kind.property)
            yield from _missing(definition, effective, missing)
        elif address not in effective.in_part:
            yield _finding(definition, address, "value", _unfitting(error))


def _unfitting(error: Any) -> str:
    """What to do about an answer that the schema does not allow, as the types do not say it."""
    if error.kind.name in _TOO_MANY_OR_FEW:
        return _TOO_MANY_OR_FEW[error.kind.name].format(error.kind.limit)
    if _BY_OTHERS.isdisjoint(error.schema_path):
        return f"This will not do as an answer: {error.message}"
    return f"This does not fit the other answers: {error.message}"


def _missing(definition: Definition, effective: Effective, address: str) -> Iterator[Finding]:
    """A finding where an answer is missing; in an object of questions for each required one, or
    for the first: an object of which nothing is answered is not recorded."""
    for place in _expanded(definition, effective, address):
        question = definition.question_at(place)
        if question is not None:
            yield _finding(definition, place, "blank", _ask(question))


def _expanded(definition: Definition, effective: Effective, address: str) -> list[str]:
    if definition.question_at(address) is not None:
        return [] if _discharged(definition, effective, address) else [address]
    inside = [q for q in definition.questions.values() if q.key.startswith(address + ".")]
    needed = [q.key for q in inside if q.required]
    left = [key for key in needed or [q.key for q in inside]
            if not _discharged(definition, effective, key)]
    return left if needed else left[:1]


@lru_cache(maxsize=64)
def schema_validator(definition: Definition) -> Any:
    """The compiled validator of a definition's schema; formats checked, patterns in linear time."""
    return compiled(definition.document.get("schema", definition.document))


def _discharged(definition: Definition, effective: Effective, address: str) -> bool:
    """Whether a required answer need not be given: not asked, not applicable, or skipped. Of a
    list that is seen only in part nobody is told whether it holds what it must."""
    key = address.partition("/")[0]
    if not effective.asked(key) or address in effective.in_part:
        return True
    mark = effective.answers.mark(key)
    if mark.absence is Absence.NOT_APPLICABLE and mark.reason.strip():
        return definition.questions[key].not_applicable
    return effective.skip_of(definition.section_of[key]) is not None


def _beside(definition: Definition, effective: Effective) -> Iterator[Finding]:
    for key, question in definition.questions.items():
        if effective.asked(key):
            mark = effective.answers.mark(key)
            yield from _marked(definition, question, mark, effective)
            if question.evidence:
                yield from _evidence(definition, question, question.evidence, effective, mark)


def _marked(
    definition: Definition, question: Question, mark: Mark, effective: Effective
) -> Iterator[Finding]:
    if mark.absence is Absence.REVISIT:
        yield _finding(definition, question.key, "revisit",
                       "You marked this to revisit later. Answer it, or say why you cannot")
    if mark.absence is Absence.NOT_APPLICABLE and answered(question, effective.answers):
        yield _finding(definition, question.key, "reason",
                       "You answered this and marked it not applicable. Keep one of the two")
    elif mark.absence is Absence.NOT_APPLICABLE and not mark.reason.strip():
        yield _finding(definition, question.key, "reason", "Say why this is not applicable")


def _evidence(
    definition: Definition, question: Question, evidence: Evidence, effective: Effective,
    mark: Mark,
) -> Iterator[Finding]:
    test = evidence.required_when
    value = effective.answers.recorded(question)
    if test is None or value is None or not test.holds(value) or says_something(mark.rationale):
        return
    if mark.standing is Standing.CARRIED:
        # Nobody has looked at it, so nobody can give reasons; it says so instead of claiming any.
        return
    if not (evidence.none_held and says_something(mark.none_held)):
        yield _finding(definition, question.key, "evidence", _say_why(evidence, mark))


def _say_why(evidence: Evidence, mark: Mark) -> str:
    what = " or what you will do to find evidence" if evidence.none_held else ""
    if mark.rationale.strip() or evidence.none_held and mark.none_held.strip():
        return (f"Write what you saw or heard, under “{evidence.label}”{what}. "
                "A full stop or a single letter does not say why")
    return f"Say why, under “{evidence.label}”{what}"


def _not_looked_at(definition: Definition, effective: Effective) -> Iterator[Finding]:
    """Actual harm and association are never carried into a submitted review unseen."""
    for key, question in definition.questions.items():
        if question.harm or question.association:
            mark = effective.answers.mark(key)
            if effective.asked(key) and mark.standing in (Standing.CARRIED, Standing.TOGETHER):
                yield _finding(definition, key, "carried",
                               "Look at this again: it was carried over from last time")


def _level(definition: Definition, result: Result, by_manager: bool) -> Iterator[Finding]:
    refusal = judgement_refusal(definition, result, by_manager=by_manager)
    if refusal and definition.judgement:
        judgement = definition.judgement
        key = judgement.reason_key if refusal.about_reason else judgement.key
        yield _finding(definition, key or judgement.key, "level", refusal.message)


def _ask(question: Question) -> str:
    if question.type.holds_rows:
        return "Add at least one row"
    return "Choose an answer" if question.options else "Enter an answer"


def _join(definition: Definition, address: str, name: str) -> str:
    if not address:
        return name
    key = address.partition("/")[0]
    question = definition.questions.get(key)
    separator = "/" if question is not None and question.type.holds_rows else "."
    return f"{address}{separator}{name}"


def _address(definition: Definition, answers: Answers, path: list[Any]) -> str:
    """The address of an instance path: ["people", 0, "name"] is "people/row-id/name"."""
    address = ""
    for step in path:
        if isinstance(step, int):
            rows = answers.rows.get(address, ())
            address = f"{address}/{rows[step]}" if step < len(rows) else address
        else:
            address = _join(definition, address, step)
    return address
