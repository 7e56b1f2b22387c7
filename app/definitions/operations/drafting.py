"""Writing a new version: beginning a draft, changing it, going back, putting it away.

What a change does to the document is for engine.authoring; each save here is a revision.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.database import db
from app.definitions import drafts, queries
from app.definitions.models import (
    DefinitionDraft,
    DefinitionKind,
    DefinitionVersion,
    DraftClosing,
    DraftKeptEditResolution,
    DraftRevision,
    Saving,
)
from app.definitions.operations.changing import THE_SYSTEM, audit_draft, by, changing
from app.definitions.operations.kept import with_kept
from app.definitions.operations.saving import (
    Saved,
    add_revision,
    keep_aside,
    open_draft,
    same_again,
    save_changed,
)
from app.engine.authoring.merging import merge
from app.engine.authoring.outline import Outline, put_together, take_apart
from app.engine.layout import short_name
from app.engine.standards_document import SLUG
from app.engine.vocabulary import LONGEST_SLUG, is_slug
from app.errors import Refused

Edit = Callable[[Outline], Outline]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def begin_draft(
    *, document: Mapping[str, Any], slug: str, base: DefinitionVersion | None, actor: User | None,
    now: datetime, summary: str, saving: Saving = Saving.BEGUN,
    origin: dict[str, Any] | None = None,
) -> DefinitionDraft:
    """Begin a draft with a document that may be unfinished, or is another version's.

    `origin` is what an import understood and what it did not. Raises Refused for a document that
    is too large, DefinitionRefused for what is no document of questions at all.
    """
    with changing(actor):
        draft = DefinitionDraft(
            slug=slug, kind=DefinitionKind.TOOLKIT, base=base, begun_at=now,
            begun_by_id=actor.id if actor else None,
            begun_by_name=actor.name if actor else THE_SYSTEM,
        )
        db.session.add(draft)
        db.session.flush()
        whole = put_together(take_apart(document))
        add_revision(draft, None, whole, saving, summary, f"begin-{secrets.token_hex(8)}",
                     actor, now, origin=origin)
        audit_draft("began", draft, actor, now)
    return draft


def begin_toolkit(
    *, title: str, slug: str | None, kind: str, actor: User | None, now: datetime
) -> DefinitionDraft:
    """Begin a toolkit from nothing; its slug is made from the title where none is given.

    Raises Refused where there is a toolkit of that slug, or a draft of one.
    """
    slug = slug or short_name(title)
    check_free(slug)
    document = {
        "slug": slug, "title": title, "kind": kind,
        "schema": {"$schema": DIALECT, "type": "object", "properties": {}},
        "uischema": {"type": "Categorization", "elements": []},
    }
    return begin_draft(
        document=document, slug=slug, base=None, actor=actor, now=now, summary="Begun from nothing")


def begin_next_version(
    *, base: DefinitionVersion, actor: User | None, now: datetime
) -> DefinitionDraft:
    """Begin the next version of a toolkit with one of its versions as it stands."""
    document = dict(queries.definition_of(base).document)
    document |= {"based_on": base.number, "lineage": []}
    return begin_draft(
        document=document, slug=base.slug, base=base, actor=actor, now=now,
        summary=f"Begun from version {base.number}",
    )


def edit_draft(
    *, draft_id: int, base_number: int, edit: Edit, summary: str, save_id: str, actor: User,
    now: datetime,
) -> Saved:
    """Change a draft as somebody saw it in revision `base_number`; both changes stay.

    Where somebody else changed the same part since, theirs stands and this one is kept aside. A
    `save_id` that arrived before is the same save, and a change of nothing makes no revision.
    Raises Refused for a draft that is done with or grows too large and for a page that is not
    ours, EditRefused where the document does not allow the change.
    """
    with changing(actor):
        draft = open_draft(draft_id)
        again, kept_before = same_again(draft, save_id), drafts.kept_from(draft, save_id)
        if again is not None or kept_before:
            return Saved(again or drafts.head_of(draft), kept_before)
        head, base = drafts.head_of(draft), drafts.revision(draft, base_number)
        before = drafts.outline_of(base)
        mine = edit(before)
        if head.number == base.number:
            return Saved(save_changed(
                draft, head, base, before, mine, summary, save_id, actor, now))
        theirs = drafts.outline_of(head)
        joined = merge(before, mine, theirs)
        kept = tuple(
            keep_aside(draft, base, conflict.address, conflict.mine, save_id, actor, now)
            for conflict in joined.conflicts
        )
        return Saved(save_changed(
            draft, head, base, theirs, joined.outline, summary, save_id, actor, now,
            saving=Saving.MERGED), kept)


def restore_draft(
    *, draft_id: int, number: int, head_number: int, save_id: str, actor: User, now: datetime
) -> DraftRevision:
    """Go back to an earlier revision; what came after it stays in the history.

    Raises Refused where somebody has saved since `head_number` was seen.
    """
    with changing(actor):
        draft = open_draft(draft_id)
        again, head = same_again(draft, save_id), drafts.head_of(draft)
        if again is not None:
            return again
        if head.number != head_number:
            raise Refused(f"{head.author_name} has saved this draft since you opened this page. "
                          "Look at what changed, then go back if you still want to.")
        document = drafts.document_of(drafts.revision(draft, number))
        revision = add_revision(draft, head.number, document, Saving.RESTORED,
                                f"Went back to revision {number}", save_id, actor, now)
        audit_draft("restored", draft, actor, now, revision=revision.number, restored=number)
    return revision


def decide_kept_edit(
    *, kept_id: int, mine: bool, actor: User, now: datetime
) -> DraftRevision:
    """Take what was kept aside, or leave what stands. Raises Refused where it is decided."""
    with changing(actor):
        kept = drafts.kept_edit(kept_id)
        if kept is None:
            raise Refused("Somebody has decided this already.")
        draft = open_draft(kept.draft_id)
        head = drafts.head_of(draft)
        db.session.add(DraftKeptEditResolution(
            kept_edit_id=kept.id, mine=mine, by_id=actor.id, at=now))
        audit_draft("decided", draft, actor, now, kept=kept.id, mine=mine)
        if not mine:
            return head
        outline = drafts.outline_of(head)
        before = drafts.outline_of(drafts.revision(draft, kept.base_number))
        changed = with_kept(outline, kept.address, kept.unit, before)
        return save_changed(draft, head, head, outline, changed, "Took the change kept aside",
                            f"decide-{kept.id}", actor, now, saving=Saving.MERGED)


def close_draft(*, draft_id: int, reason: str, actor: User | None, now: datetime) -> DraftClosing:
    """Put a draft away. It stays readable, and another one may be begun from it."""
    with changing(actor):
        draft = open_draft(draft_id)
        closing = DraftClosing(draft_id=draft.id, at=now, reason=reason, **by(actor))
        db.session.add(closing)
        audit_draft("put away", draft, actor, now)
    db.session.refresh(draft, ["closing"])
    return closing


def check_free(slug: str) -> None:
    """That a new toolkit may have a slug. Raises Refused where it is none, or another one has it.
    """
    if not is_slug(slug):
        raise Refused("A short name is lower-case letters, digits and hyphens, no more than "
                      f"{LONGEST_SLUG} of them, such as cse-risk-assessment.")
    taken = {toolkit.slug for toolkit in queries.every_definition()}
    if slug == SLUG or slug in taken.union(draft.slug for draft in drafts.open_drafts()):
        raise Refused(f"There is a toolkit with the short name {slug} already. Begin a new version "
                      "of it, or choose another short name.")
