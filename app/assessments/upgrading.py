"""A draft on another version of its toolkit: what becomes of each answer. No database.

Nothing is dropped without being listed, and what has no place stays in the history as it was. A
review begins in another way (`carrying`): there nobody has looked at the answers yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from app.assessments.carrying import (
    LeftBehind,
    entry_of,
    left_behind,
    partly_lost,
    without_strange_cells,
)
from app.engine.absence import Absence
from app.engine.answers import NO_MARK, SECTION_MARK, Answers, Mark, answered
from app.engine.definition import Definition, Question
from app.engine.pairing import Pair, Pairing
from app.engine.reading import Entry
from app.engine.translation import translated

_BESIDE = "What was said beside it has no box there."
_NOT_SKIPPED = "That section is gone or cannot be skipped there."


class Taken(Struct, frozen=True):
    """An answer that goes along: as it is asked and told now, and as it will be."""

    before: Entry
    after: Entry

    @property
    def reworded(self) -> bool:
        """Whether the question or the answer will have other words."""
        return (self.before.label, self.before.words) != (self.after.label, self.after.words)


class Skip(Struct, frozen=True):
    """A section that was skipped, with the reason that was given."""

    title: str
    reason: str
    why: str = _NOT_SKIPPED


class Upgrade(Struct, frozen=True):
    """The answers on the other version, and what became of each.

    `left` have no place there, or a part of them has none; `asked_anew` are the questions that the
    version before does not ask.
    """

    answers: Answers
    taken: tuple[Taken, ...]
    left: tuple[LeftBehind, ...]
    skips_left: tuple[Skip, ...]
    asked_anew: tuple[Question, ...]

    @property
    def reworded(self) -> tuple[Taken, ...]:
        """Those that will have other words."""
        return tuple(one for one in self.taken if one.reworded)

    @property
    def kept(self) -> tuple[Taken, ...]:
        """Those that stay as they are."""
        return tuple(one for one in self.taken if not one.reworded)


def upgraded(answers: Answers, pairing: Pairing) -> Upgrade:
    """The answers of a draft, told in the terms of another version."""
    if pairing.same_version:
        return Upgrade(answers, (), (), (), ())
    told, untold = translated(pairing, answers)
    kept = without_strange_cells(told, pairing.later)
    kept = replace(kept, marks=dict(_marks(kept, pairing.later)),
                   unparsed={a: typed for a, typed in kept.unparsed.items()
                             if pairing.later.question_at(a) is not None})
    lost = {*untold, *partly_lost(answers, kept, pairing), *_typed_in_vain(told, kept, pairing)}
    return Upgrade(
        kept, tuple(_taken(answers, kept, pairing)),
        (*(left_behind(key, answers, pairing) for key in pairing.earlier.questions if key in lost),
         *_beside_left(answers, pairing, lost)),
        tuple(_skips_left(answers, kept, pairing.earlier)),
        tuple(question for key, question in pairing.later.questions.items()
              if key not in pairing.by_later),
    )


def _marks(answers: Answers, later: Definition) -> Iterator[tuple[str, Mark]]:
    """The marks that have a place there."""
    for address, mark in answers.marks.items():
        section = later.sections_by_key.get(address.removeprefix(SECTION_MARK))
        if address.startswith(SECTION_MARK):
            if section is not None and section.skip_label:
                yield address, mark
        elif later.question_at(address) is not None:
            yield address, mark


def _typed_in_vain(told: Answers, kept: Answers, pairing: Pairing) -> Iterator[str]:
    """The earlier questions of which something that was typed has no place there."""
    gone = {address.partition("/")[0] for address in told.unparsed if address not in kept.unparsed}
    yield from (pair.earlier.key for key, pair in pairing.by_later.items() if key in gone)


def _taken(answers: Answers, kept: Answers, pairing: Pairing) -> Iterator[Taken]:
    for pair in pairing.by_earlier.values():
        later = pair.later
        said = answered(later, kept) or later.key in kept.marks or later.key in kept.unparsed
        if said:
            yield Taken(entry_of(pair.earlier, answers), entry_of(later, kept))


def _beside_left(
    answers: Answers, pairing: Pairing, lost: set[str]
) -> Iterator[LeftBehind]:
    for key, pair in pairing.by_earlier.items():
        mark = answers.mark(key)
        if mark != NO_MARK and key not in lost and _has_no_box(pair, mark):
            yield LeftBehind(entry_of(pair.earlier, answers), _BESIDE)


def _has_no_box(pair: Pair, mark: Mark) -> bool:
    """Whether something that is said beside an answer is not asked for there."""
    before, after = pair.earlier, pair.later
    if mark.absence is Absence.NOT_APPLICABLE and not after.not_applicable:
        return True
    if before.evidence is None:
        return False
    asked = after.evidence
    return (
        bool(mark.rationale) and asked is None
        or bool(mark.source) and not (asked and asked.source)
        or bool(mark.evidence_date) and not (asked and asked.date)
        or bool(mark.none_held) and not (asked and asked.none_held))


def _skips_left(answers: Answers, kept: Answers, earlier: Definition) -> Iterator[Skip]:
    for section in earlier.sections:
        address = f"{SECTION_MARK}{section.key}"
        if address in answers.marks and address not in kept.marks:
            yield Skip(section.title, answers.mark(address).reason)
