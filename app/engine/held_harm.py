"""Actual harm on record across the versions of a toolkit: it holds the level whatever became of its
question (ruling X19). What it does to measures and levels is worked out in `measures`, `levels`.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from app.engine.definition import Definition
from app.engine.key_relation import Lineage
from app.engine.problems import Problem, at


class EarlierHarm(Struct, frozen=True):
    """Actual harm on record whose question a version does not ask as the same question any more.

    `label` is the question as `version` asked it when it was answered yes, for the day `on`;
    `became` are the questions of actual harm that it went into, if any.
    """

    key: str
    label: str
    version: int
    on: date
    became: tuple[str, ...] = ()


def asked_today(definition: Definition, key: str) -> bool:
    """Whether a version has a question of actual harm of this key."""
    question = definition.questions.get(key)
    return question is not None and bool(question.harm)


def harm_it_became(key: str, later: Definition, lineage: Lineage) -> tuple[str, ...]:
    """The questions of actual harm of a later version that an earlier question went into."""
    return tuple(one for one in lineage.question(key).to if asked_today(later, one))


def lost_harm(
    earlier: Definition, later: Definition, lineage: Lineage
) -> tuple[Problem, ...]:
    """Where a version drops a question of actual harm of the one it is based on.

    Each such question must go on as a question of actual harm, or harm that is on record would be
    held by nothing that anybody is asked.
    """
    return tuple(
        Problem(_place(key, later), (
            f"“{question.label}” ({key}) asks about actual harm in the version this one is based "
            "on, and no question of actual harm follows it here. Keep it with “harm”: “actual”, or "
            "name in the lineage the question with “harm”: “actual” that it became"))
        for key, question in earlier.questions.items()
        if question.harm and not harm_it_became(key, later, lineage)
    )


def _place(key: str, later: Definition) -> str:
    """The entry of the lineage that tells of a question, else the question, else the lineage."""
    for index, entry in enumerate(later.lineage):
        if key in entry.get("from", ()):
            return at("/lineage", index)
    question = later.questions.get(key)
    return question.pointer if question is not None else "/lineage"
