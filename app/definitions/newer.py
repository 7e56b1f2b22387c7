"""Drafts whose version is not the one in use any more: what came meanwhile. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.definitions import queries
from app.definitions.models import DefinitionDraft, DefinitionVersion
from app.engine.authoring.rebasing import Rebased, rebased


class Superseded(Struct, frozen=True):
    """A draft was made from `base`, and `live` is in use instead.

    `on_purpose` where `live` was in use already when the draft was begun: somebody goes back to an
    older version.
    """

    base: DefinitionVersion
    live: DefinitionVersion
    on_purpose: bool


def base_of(draft: DefinitionDraft, document: Mapping[str, Any]) -> DefinitionVersion | None:
    """The version that a draft is based on now: the one its document names, where it is here."""
    number = document.get("based_on")
    if draft.base is None or number == draft.base.number:
        return draft.base
    found = (one for one in queries.versions(draft.slug) if one.number == number)
    return next(found, draft.base)


def superseded(
    draft: DefinitionDraft, document: Mapping[str, Any], at: datetime
) -> Superseded | None:
    """What came into use instead of the version a draft is based on; None where nothing did."""
    base, live = base_of(draft, document), queries.live_version(draft.slug, at)
    if draft.closing is not None or base is None or live is None or live.id == base.id:
        return None
    assert live.publication is not None
    return Superseded(base, live, live.publication.effective_at <= draft.begun_at)


def brought_onto(document: Mapping[str, Any], found: Superseded) -> Rebased:
    """The draft as it would be on the version in use."""
    base, live = map(queries.definition_of, (found.base, found.live))
    return rebased(document, base.document, live.document, found.live.number)
