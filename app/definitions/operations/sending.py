"""Sending a draft for approval: from then on it is a version, and frozen. The draft stays open."""

from __future__ import annotations

import json
from datetime import datetime

from app.accounts.models import User
from app.database import db
from app.definitions import drafts
from app.definitions.models import DefinitionVersion, DraftSending
from app.definitions.operations.changing import audit_version, changing
from app.definitions.operations.importing import new_version
from app.definitions.operations.publishing import check_declared
from app.engine.document import read
from app.errors import Refused


def send_for_approval(
    *, draft_id: int, number: int, actor: User, now: datetime
) -> DefinitionVersion:
    """Make revision `number` of a draft the next version of its toolkit, in review.

    Raises DefinitionRefused with every problem of the document; Refused where the draft was saved
    since, is done with, has changes kept aside, is no different from a version that is here, or
    its lineage does not say what became of all that its base asks.
    """
    with changing(actor):
        draft = drafts.draft(draft_id)
        head = drafts.head_of(draft)
        if draft.closing is not None:
            raise Refused(f"This draft is done with: {draft.closing.reason}")
        if head.number != number:
            raise Refused(f"{head.author_name} has saved this draft since you opened this page. "
                          "Look at what changed before you send it.")
        if drafts.kept_edits(draft):
            raise Refused("Two people changed the same part of this draft. Decide between them "
                          "before you send it.")
        document = drafts.document_of(head)
        definition = read(json.dumps(document, ensure_ascii=False, indent=2))
        version = new_version(definition, actor, now)
        check_declared(version)
        db.session.add(DraftSending(draft_id=draft.id, number=number, version_id=version.id))
        db.session.flush()
        audit_version("sent for approval", version, actor, now, draft=draft.id, revision=number)
    return version
