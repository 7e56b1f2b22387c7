"""Which carried answers of a section may be confirmed together on a review: never those of harm."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.answers import NO_MARK, Answers, Standing
from app.engine.definition import Meaning, Question, Section
from app.engine.question_types.choices import posted_name

_NEVER = frozenset({Meaning.YES, Meaning.POSSIBLE, Meaning.NOT_KNOWN, Meaning.DECLINED})


def confirmable(section: Section, answers: Answers) -> Iterator[Question]:
    """The questions whose carried answer may be confirmed with others.

    The section allows the option; never actual harm, association, present or not known, and never
    an answer beside which something else was said or typed since.
    """
    if not section.confirm_together:
        return
    for question in section.questions():
        mark = answers.marks.get(question.key, NO_MARK)
        if mark.standing is Standing.CARRIED and may_be_confirmed(section, question, answers):
            yield question


def may_be_confirmed(section: Section, question: Question, answers: Answers) -> bool:
    """Whether the recorded answer is one that the section allows to be confirmed with others."""
    mark = answers.marks.get(question.key, NO_MARK)
    if mark.absence is not None or question.key in answers.unparsed:
        return False
    if question.harm or question.association or question.type.holds_rows:
        return False
    value = answers.values.get(question.key)
    option = question.option(value) if value is not None and not isinstance(value, list) else None
    return option is not None and option.meaning not in _NEVER and (
        posted_name(option.key) in section.confirm_together
    )
