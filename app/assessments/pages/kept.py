"""A page that was kept from another version of the toolkit: what it says, and where that goes."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from app.assessments import bodies, history
from app.assessments.carrying import entry_of
from app.assessments.models import Assessment, KeptPost
from app.assessments.operations import Opened
from app.assessments.upgrading import upgraded
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, pairing
from app.engine.answers import Answers
from app.engine.reading import Entry


class Typed(Struct, frozen=True):
    """An answer that was typed, in the words of its page; `place` is the question that asks it now,
    blank with the `reason` where there is none."""

    entry: Entry
    place: str
    reason: str


class KeptPage(Struct, frozen=True):
    """A page that was kept; `version` is the one that it was of."""

    post: KeptPost
    version: DefinitionVersion
    typed: tuple[Typed, ...]


def kept_page(
    assessment: Assessment, post: KeptPost, opened: Opened, edit: Callable[[Answers], Answers]
) -> KeptPage:
    """What a kept page changed of the answers that it showed."""
    seen = history.at(assessment, opened.base_number)
    assert seen.revision is not None
    version = seen.revision.version
    mine = edit(seen.answers)
    keys = {unit.partition("/")[0] for unit in bodies.units_changed(seen.answers, mine)}
    pair = pairing(version, assessment.version)
    left = {one.entry.key: one.reason for one in upgraded(mine, pair).left}
    typed = (
        Typed(entry_of(question, mine), _place(pair.later_of(key), assessment), left.get(key, ""))
        for key, question in definition_of(version).questions.items() if key in keys)
    return KeptPage(post, version, tuple(typed))


def _place(key: str | None, assessment: Assessment) -> str:
    questions = definition_of(assessment.version).questions
    return questions[key].label if key in questions and key else ""
