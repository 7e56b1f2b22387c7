"""What every save of a draft shares: that it is open, its next revision, what is kept aside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.accounts.models import User
from app.database import db
from app.definitions import drafts
from app.definitions.models import (
    DefinitionDraft,
    DraftKeptEdit,
    DraftKeptEditResolution,
    DraftRevision,
    Saving,
)
from app.definitions.operations.changing import THE_SYSTEM, audit_draft
from app.engine.authoring.outline import Outline, put_together
from app.engine.json_text import LARGEST_BYTES
from app.errors import Refused
from app.save_ids import check_save_id


class Saved(Struct, frozen=True):
    """What came of a save: the revision the draft stands at now, and what was kept aside."""

    revision: DraftRevision
    kept: tuple[DraftKeptEdit, ...] = ()


def open_draft(draft_id: int) -> DefinitionDraft:
    """A draft that can be changed. Raises Refused where it is done with."""
    draft = drafts.draft(draft_id)
    db.session.refresh(draft, ["closing"])
    if draft.closing is not None:
        raise Refused(f"This draft is done with: {draft.closing.reason} Begin a new one.")
    return draft


def same_again(draft: DefinitionDraft, save_id: str) -> DraftRevision | None:
    """What the same save made before. Raises Refused for an id that no page of ours would send."""
    check_save_id(save_id)
    return drafts.saved_as(draft, save_id)


def save_changed(
    draft: DefinitionDraft, head: DraftRevision, base: DraftRevision, before: Outline,
    after: Outline, summary: str, save_id: str, actor: User, now: datetime,
    saving: Saving = Saving.EDITED,
) -> DraftRevision:
    """Save what a change made of a draft; a change of nothing leaves it at `head`."""
    document = put_together(after)
    # Rows of a table stand in the order of their names, which equality does not see.
    if after == before and json.dumps(document) == json.dumps(put_together(before)):
        return head
    revision = add_revision(
        draft, base.number, document, saving, summary, save_id, actor, now,
        number=head.number + 1)
    audit_draft("saved", draft, actor, now, revision=revision.number)
    return revision


def keep_aside(
    draft: DefinitionDraft, base: DraftRevision, address: str, unit: Any, save_id: str,
    actor: User, now: datetime,
) -> DraftKeptEdit:
    """Keep a change aside; what the same person kept of the same part before is done with."""
    for earlier in drafts.kept_edits(draft):
        if (earlier.address, earlier.author_id) == (address, actor.id):
            db.session.add(DraftKeptEditResolution(
                kept_edit_id=earlier.id, mine=False, by_id=actor.id, at=now))
    kept = DraftKeptEdit(
        draft_id=draft.id, address=address, unit=unit, base_number=base.number, save_id=save_id,
        author_id=actor.id, author_name=actor.name, at=now,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def add_revision(
    draft: DefinitionDraft, base_number: int | None, document: Mapping[str, Any], saving: Saving,
    summary: str, save_id: str, actor: User | None, now: datetime, number: int | None = None,
    origin: dict[str, Any] | None = None,
) -> DraftRevision:
    """The next revision of a draft. Raises Refused for a document that grew too large."""
    text = json.dumps(document, ensure_ascii=False)
    if len(text.encode("utf-8")) > LARGEST_BYTES:
        raise Refused(f"The toolkit would be larger than {LARGEST_BYTES // 1024 // 1024} MiB. "
                      "Shorten its guidance or split it into two toolkits.")
    revision = DraftRevision(
        draft_id=draft.id, number=number or (base_number or 0) + 1, base_number=base_number,
        save_id=save_id, saving=saving, summary=summary, author_id=actor.id if actor else None,
        author_name=actor.name if actor else THE_SYSTEM, at=now, document=text, origin=origin,
    )
    db.session.add(revision)
    db.session.flush()
    return revision
