"""What a review starts with: earlier answers in the words of today's version. No database.

Only what is still the same question, and still one of its options, moves (engine.translation). The
rest is listed with its reason and stays readable where it was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from app.engine.answers import Answers, Mark, addresses_of, carried
from app.engine.definition import Definition, Question
from app.engine.effective import Effective
from app.engine.conditions import World
from app.engine.reading import Entry, read_one
from app.engine.pairing import Pairing
from app.engine.translation import translated

_REASONS = {
    "removed": "It is no longer asked.",
    "split": "It has become several questions.",
    "merged": "It has become part of another question.",
    "replaced": "It has been replaced by another question.",
}
_OTHERWISE = "It is asked in another way now, or a choice or a column of it is gone."


class LeftBehind(Struct, frozen=True):
    """An answer that could not be carried: as it was recorded, and why it did not come along."""

    entry: Entry
    reason: str


class Carried(Struct, frozen=True):
    """The answers a review begins with, and those that could not be carried."""

    answers: Answers
    left_behind: tuple[LeftBehind, ...]


def carry(answers: Answers, pairing: Pairing) -> Carried:
    """Each answer that can move, carried until somebody looks; the others listed, never lost."""
    told, untold = translated(pairing, answers)
    kept = without_strange_cells(told, pairing.later)
    lost = {*untold, *partly_lost(answers, kept, pairing)}
    return Carried(
        carried(replace(kept, marks=_of_questions(kept)), pairing.later),
        tuple(left_behind(key, answers, pairing) for key in pairing.earlier.questions
              if key in lost),
    )


def _of_questions(answers: Answers) -> dict[str, Mark]:
    """Whether a section may be skipped is decided anew."""
    return {address: mark for address, mark in answers.marks.items() if "@" not in address}


def without_strange_cells(answers: Answers, later: Definition) -> Answers:
    """Cells go by their own keys, so each is looked at: what it holds must still be a choice, or
    else an answer of the kind that is asked for."""
    def fits(address: str) -> bool:
        question = later.question_at(address)
        if question is None or "/" not in address:
            return question is not None
        value = answers.values[address]
        if not question.options:
            return question.type.readable(value)
        chosen = value if isinstance(value, list) else [value]
        return all(question.option(one) for one in chosen)
    values = {a: value for a, value in answers.values.items() if fits(a)}
    return replace(answers, values=values)


def partly_lost(answers: Answers, kept: Answers, pairing: Pairing) -> Iterator[str]:
    """The questions that came along without some of their cells."""
    for key, question in pairing.earlier.questions.items():
        later = pairing.later_of(key)
        if later is None or not question.type.holds_rows:
            continue
        for address in addresses_of(question, answers):
            told = f"{later}/{address.partition('/')[2]}"
            if address in answers.values and told not in kept.values:
                yield key


def left_behind(key: str, answers: Answers, pairing: Pairing) -> LeftBehind:
    """An answer of the earlier version that has no place in the later one, with the reason."""
    relation = pairing.lineage.question(key).relation
    return LeftBehind(
        entry_of(pairing.earlier.questions[key], answers), _REASONS.get(relation, _OTHERWISE)
    )


def entry_of(question: Question, answers: Answers) -> Entry:
    """An answer in words; every raw answer counts, whatever else was asked."""
    return read_one(question, "", Effective(answers, World(), date.min))
