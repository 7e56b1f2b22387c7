"""Evidence that has grown old: which answers rest on it, and whether somebody said that it holds.

How old is too old is for `standards`; nothing here is a reason for or against an answer (S0.12).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from app.engine.answers import Answers
from app.engine.definition import Definition
from app.engine.effective import Effective
from app.engine.question_types.dates import date_in_words, earliest
from app.engine.standards import EvidenceAge, PracticeStandards, evidence_age


class EvidenceHolds(StrEnum):
    """What somebody says of old evidence before they submit."""

    HOLDS = "holds"
    HISTORIC = "historic"

    @property
    def words(self) -> str:
        """As it is read afterwards, beside the evidence."""
        if self is EvidenceHolds.HOLDS:
            return "Out of date when submitted; confirmed as still holding"
        return "Out of date when submitted; marked as historic"


class OldEvidence(Struct, frozen=True):
    """An answer whose evidence is ageing or stale; `seen` is the day of it in words."""

    key: str
    section: str
    label: str
    seen: str
    age: EvidenceAge

    @property
    def stale(self) -> bool:
        """Whether it is older than the standards allow."""
        return self.age is EvidenceAge.STALE


def old_evidence(
    definition: Definition, effective: Effective, standards: PracticeStandards
) -> tuple[OldEvidence, ...]:
    """The answers that rest on evidence which is not current on their day, in order.

    A vague date is taken at its earliest, as comparisons take it. An answer that is not asked
    rests on nothing.
    """
    return tuple(_old(definition, effective, standards))


def with_said(answers: Answers, said: Mapping[str, EvidenceHolds]) -> Answers:
    """The answers with what was said of their evidence, by key."""
    marks = {key: answers.mark(key)._replace(evidence_holds=holds.value)
             for key, holds in said.items()}
    return answers.with_changes(marks=marks)


def _old(
    definition: Definition, effective: Effective, standards: PracticeStandards
) -> Iterator[OldEvidence]:
    for key, question in definition.questions.items():
        mark, section = effective.answers.mark(key), definition.section_of[key]
        seen = earliest(mark.evidence_date)
        if seen is None or not effective.asked(key) or effective.skip_of(section):
            continue
        age = evidence_age(seen, effective.on, standards)
        if age is not EvidenceAge.CURRENT:
            words = date_in_words(mark.evidence_date)
            yield OldEvidence(key, section.key, question.label, words, age)
