"""Bringing what the version in use changed into a draft that was made from an older one."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.definitions import drafts, newer
from app.definitions.models import DefinitionDraft, DraftRevision, Saving
from app.definitions.operations.changing import audit_draft, changing
from app.definitions.operations.saving import (
    Saved,
    add_revision,
    keep_aside,
    open_draft,
    same_again,
)
from app.engine.authoring.outline import take_apart
from app.engine.authoring.rebasing import kept_units
from app.errors import Conflict, Refused


def bring_in_newer(
    *, draft_id: int, head_number: int, live: int, save_id: str, actor: User, now: datetime
) -> Saved:
    """Bring into a draft what changed between its version and version `live`, which is in use.

    One revision, which names that version as its base. Where both changed the same part, the
    version in use stands and the draft's own is kept aside, to be decided. Raises Conflict where
    somebody has saved the draft since `head_number`, Refused where another version is in use.
    """
    with changing(actor):
        draft = open_draft(draft_id)
        again, head = same_again(draft, save_id), drafts.head_of(draft)
        if again is not None:
            return Saved(again)
        if head.number != head_number:
            raise Conflict(f"{head.author_name} has saved this draft since you opened this page. "
                           "Look at it again, then bring the changes in.")
        document = drafts.document_of(head)
        found = newer.superseded(draft, document, now)
        if found is None or found.live.number != live:
            raise Refused("Another version has come into use since you opened this page. Look at "
                          "it again.")
        brought = newer.brought_onto(document, found)
        kept = tuple(
            keep_aside(draft, _before(draft, head, address), address, unit, save_id, actor, now)
            for address, unit in kept_units(brought).items())
        revision = add_revision(
            draft, head.number, brought.document, Saving.MERGED,
            f"Brought in what changed up to version {live}", save_id, actor, now)
        audit_draft("brought onto", draft, actor, now, revision=revision.number, version=live,
                    kept=len(kept))
    return Saved(revision, kept)


def _before(draft: DefinitionDraft, head: DraftRevision, address: str) -> DraftRevision:
    """The revision that shows a part as it was before the draft changed it, where one does."""
    first = drafts.revision(draft, 1)
    document = drafts.document_of(first)
    same_base = document.get("based_on") == drafts.document_of(head).get("based_on")
    return first if same_base and address in take_apart(document).units else head
