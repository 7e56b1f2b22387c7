"""Which answers call for action at once, and which of those that did no longer stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.assessments.models import ActionCall
from app.engine.answers import Answers, Standing
from app.engine.definition import Definition, Immediate


def calling_now(definition: Definition, answers: Answers) -> tuple[Immediate, ...]:
    """The answers that call for action, of those that somebody gave this time.

    Raw answers count: danger is not hidden by a question that is no longer asked. Carried ones
    were acted on when they were first recorded.
    """
    return tuple(
        one for one in definition.immediate
        if answers.mark(one.key).standing is not Standing.CARRIED
        and (value := answers.values.get(one.key)) is not None and one.when.holds(value)
    )


def taken_back(
    definition: Definition, answers: Answers, calls: Iterable[ActionCall]
) -> Sequence[ActionCall]:
    """The calls for action whose answer was changed since, without a reason so far."""
    calling = {one.key for one in calling_now(definition, answers)}
    return [call for call in calls if call.question_key not in calling]
