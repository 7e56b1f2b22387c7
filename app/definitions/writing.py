"""A draft that is open on a page: its parts, what is wrong with it, what is left to declare."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct

from app.definitions import drafts, queries
from app.definitions.models import DefinitionDraft, DefinitionVersion, DraftRevision
from app.definitions.newer import base_of
from app.engine.authoring.outline import Outline
from app.engine.authoring.pointers import address_of
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.problems import DefinitionRefused, Problem

KEPT = 16
"""How many drafts a process keeps after reading them: a save is read once, however often shown."""


class Draft(Struct, frozen=True, eq=False, dict=True):
    """A draft at its last revision. What costs time is worked out when it is asked for."""

    row: DefinitionDraft
    head: DraftRevision
    stored: str

    @property
    def id(self) -> int:
        """The id of the draft."""
        return self.row.id

    @property
    def slug(self) -> str:
        """The slug of the toolkit it is for."""
        return self.row.slug

    @property
    def base(self) -> DefinitionVersion | None:
        """The version it is based on now."""
        return base_of(self.row, self.document)

    @property
    def title(self) -> str:
        """What the toolkit is called so far."""
        return str(self.document.get("title") or self.slug)

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The document as it stands."""
        found: Mapping[str, Any] = json.loads(self.stored)
        return found

    @cached_property
    def text(self) -> str:
        """The document as text, as it would be sent for approval."""
        return json.dumps(self.document, ensure_ascii=False, indent=2)

    @cached_property
    def outline(self) -> Outline:
        """The document taken apart."""
        return drafts.outline_from(self.stored)

    @cached_property
    def _found(self) -> Definition | tuple[Problem, ...]:
        return _read(self.stored)

    @property
    def definition(self) -> Definition | None:
        """What it would be as a version; None while something is wrong with it."""
        return self._found if isinstance(self._found, Definition) else None

    @cached_property
    def problems(self) -> Sequence[tuple[str, Problem]]:
        """What is wrong with it, each with the address of the part that it concerns."""
        found = () if isinstance(self._found, Definition) else self._found
        return [(address, problem) for problem in found
                for address in _places(self.outline, problem)]


@lru_cache(maxsize=KEPT)
def _read(text: str) -> Definition | tuple[Problem, ...]:
    try:
        return read(text)
    except DefinitionRefused as error:
        return error.problems


def _places(outline: Outline, problem: Problem) -> Sequence[str]:
    """Where a problem is shown: rules that wait in a circle, at each of their questions."""
    _, circle, keys = problem.reason.partition("in a circle: ")
    if circle:
        return [f"question:{key}" for key in dict.fromkeys(keys.split(" → "))]
    return [address_of(outline, problem.pointer)]


def opened(draft: DefinitionDraft) -> Draft:
    """A draft as it stands now."""
    head = drafts.head_of(draft)
    return Draft(draft, head, drafts.text_of(head))


def base_definition(draft: Draft) -> Definition | None:
    """The definition that a draft began as."""
    return queries.definition_of(draft.base) if draft.base else None
