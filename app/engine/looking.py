"""Whether anybody looked at the answers of a review, or took them all over from last time."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.absence import Absence
from app.engine.answers import Standing
from app.engine.definition import Definition, Question
from app.engine.effective import Effective

_WRITTEN_ANEW = frozenset({"actor.name", "actor.contact", "actor.manager", "today"})


def all_carried(definition: Definition, effective: Effective) -> bool:
    """Whether every answer that may be carried was: some are, and nobody dealt with any other.

    Actual harm and association are looked at in any case, what the case knows is filled in, and the
    conclusion is written anew each time; none of these shows that somebody looked at the rest.
    """
    standings = {effective.answers.mark(question.key).standing
                 for question in _may_be_carried(definition)
                 if effective.asked(question.key)
                 and effective.absence(question) not in (Absence.BLANK, Absence.NOT_ASKED)}
    return standings == {Standing.CARRIED}


def routine(question: Question) -> bool:
    """Whether a question is about who completed the toolkit and when."""
    return question.prefill in _WRITTEN_ANEW


def _may_be_carried(definition: Definition) -> Iterator[Question]:
    judgement = definition.judgement
    concluded = (judgement.key, judgement.reason_key) if judgement else ()
    for key, question in definition.questions.items():
        looked_at_anyway = question.harm or question.association
        if not (looked_at_anyway or question.prefill or key in concluded):
            yield question
