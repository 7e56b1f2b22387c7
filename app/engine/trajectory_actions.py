"""Actions over many assessments: each told once for as long as it stood there unchanged."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from app.engine.actions import Action, action_questions
from app.engine.definition import Definition
from app.engine.threads import Thread
from app.engine.withheld_rows import touched, whole


class Listed(Struct, frozen=True):
    """An action as it was recorded from one assessment (`first`) to another (`last`)."""

    action: Action
    first: int
    last: int


def listed(
    recorded: Sequence[tuple[Definition, Sequence[Action]]], followed: Sequence[Thread],
    withheld: frozenset[str],
) -> tuple[Listed, ...]:
    """The actions of the assessments, in the order in which they were first recorded."""
    keys = whole(withheld)
    shown = {(definition, key): thread for thread in followed if not keys & thread.every_key
             for definition, key in thread.keys.items()}
    found: list[tuple[Action, int]] = []
    last: list[int] = []
    standing: dict[tuple[object, ...], int] = {}
    for place, (definition, actions) in enumerate(recorded):
        for action in actions:
            thread = shown.get((definition, action.question))
            if thread is None or f"{action.question}/{action.row}" in withheld:
                continue
            index = standing.get(same := (id(thread), *action[1:]))
            if index is None or last[index] != place - 1:
                index = standing[same] = len(found)
                found.append((action, place))
                last.append(place)
            last[index] = place
    return tuple(Listed(action, first, end)
                 for (action, first), end in zip(found, last, strict=True))


def actions_hidden(definitions: Sequence[Definition], withheld: frozenset[str]) -> bool:
    """Whether a question that holds actions may not be seen, whatever it says."""
    closed = touched(withheld)
    return any(question.key in closed for definition in dict.fromkeys(definitions)
               for question in action_questions(definition))
