"""Actions over many assessments: each told once for as long as it stood there unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.engine.actions import Action, action_questions
from app.engine.definition import Definition
from app.engine.threads import Thread


@dataclass(frozen=True, slots=True)
class Listed:
    """An action as it was recorded from one assessment (`first`) to another (`last`)."""

    action: Action
    first: int
    last: int


def listed(
    recorded: Sequence[tuple[Definition, Sequence[Action]]], followed: Sequence[Thread],
    withheld: frozenset[str],
) -> tuple[Listed, ...]:
    """The actions of the assessments, in the order in which they were first recorded."""
    threads = {(definition, key): thread for thread in followed
               for definition, key in thread.keys.items()}
    found: list[Listed] = []
    standing: dict[tuple[Thread, Action], int] = {}
    for place, (definition, actions) in enumerate(recorded):
        for action in actions:
            thread = threads[definition, action.question]
            if not withheld & thread.every_key:
                _take(found, standing, (thread, action._replace(question="")), action, place)
    return tuple(found)


def _take(
    found: list[Listed], standing: dict[tuple[Thread, Action], int],
    same: tuple[Thread, Action], action: Action, place: int,
) -> None:
    """Lengthen an action that stood in the assessment before, or begin one."""
    index = standing.get(same)
    if index is not None and found[index].last == place - 1:
        found[index] = replace(found[index], last=place)
    else:
        standing[same] = len(found)
        found.append(Listed(action, place, place))


def actions_hidden(definitions: Sequence[Definition], withheld: frozenset[str]) -> bool:
    """Whether a question that holds actions may not be seen, whatever it says."""
    return any(question.key in withheld for definition in dict.fromkeys(definitions)
               for question in action_questions(definition))
