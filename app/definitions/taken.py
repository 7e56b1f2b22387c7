"""Keys that no new question or option of a draft may have: earlier versions gave them a meaning."""

from __future__ import annotations

from collections.abc import Iterator

from app.definitions import queries
from app.definitions.models import DefinitionDraft
from app.engine.authoring.outline import kind, name
from app.engine.definition import Definition
from app.engine.question_types.choices import posted_name


def questions_taken(draft: DefinitionDraft) -> tuple[str, ...]:
    """The keys of all questions of every version of the toolkit."""
    keys = (key for definition in _versions(draft) for key in definition.questions)
    return tuple(dict.fromkeys(keys))


def options_taken(draft: DefinitionDraft, address: str) -> tuple[str, ...]:
    """The options that a question, or a column, had in any version of the toolkit."""
    if kind(address) not in ("question", "column"):
        return ()
    key, _, cell = name(address).partition("/")
    found: list[str] = []
    for definition in _versions(draft):
        question = definition.questions.get(key)
        asked = question.column(cell) if question and cell else question
        found.extend(posted_name(option.key) for option in (asked.options if asked else ()))
    return tuple(dict.fromkeys(found))


def _versions(draft: DefinitionDraft) -> Iterator[Definition]:
    for version in queries.versions(draft.slug):
        yield queries.definition_of(version)
