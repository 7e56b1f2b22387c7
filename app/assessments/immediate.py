"""Which answers call for action at once, and which of those that did no longer stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.assessments.models import ActionCall, Assessment
from app.definitions.queries import by_id, definition_of, pairing
from app.engine.answers import Answers, Standing
from app.engine.definition import Definition, Immediate, Question
from app.engine.question_types.choices import posted_name


def calling_now(definition: Definition, answers: Answers) -> tuple[Immediate, ...]:
    """The answers that call for action, of those that somebody gave this time.

    Raw answers count: danger is not hidden by a question that is no longer asked. Carried ones
    were acted on when they were first recorded.
    """
    return tuple(
        one for one in definition.immediate
        if answers.mark(one.key).standing is not Standing.CARRIED
        and (value := answers.recorded(definition.questions[one.key])) is not None
        and one.when.holds(value)
    )


def calling_choices(
    definition: Definition, questions: Iterable[Question]
) -> dict[str, list[str]]:
    """The options of these questions that call for action, by key and as a page posts them."""
    asked = {question.key: question for question in questions}
    return {
        one.key: [posted_name(option.key) for option in asked[one.key].options
                  if one.when.holds(option.key)]
        for one in definition.immediate if one.key in asked
    }


def taken_back(
    definition: Definition, answers: Answers, calls: Iterable[ActionCall]
) -> Sequence[ActionCall]:
    """The calls for action whose answer was changed since, without a reason so far.

    Where the version that the draft is on now does not ask the question, nobody changed it.
    """
    calling = {one.key for one in calling_now(definition, answers)}
    today = ((call, key_today(call)) for call in calls)
    return [call for call, key in today if key is not None and key not in calling]


def key_today(call: ActionCall) -> str | None:
    """The key of the question that called, in the version that its assessment is on now."""
    return key_since(call.question_key, call.revision.version_id, call.assessment)


def key_since(key: str, version_id: int, assessment: Assessment) -> str | None:
    """The key of a question of an earlier version, in the version that the assessment is on."""
    if version_id == assessment.version_id:
        return key
    return pairing(by_id(version_id), assessment.version).later_of(key)


def asked_as(call: ActionCall) -> Question:
    """The question that called for action, as it was asked then."""
    return definition_of(call.revision.version).questions[call.question_key]
