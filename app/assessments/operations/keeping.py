"""Keeping what was sent too late, for the person who typed it and nobody else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

import orjson

from app.accounts.models import User
from app.assessments.models import KeptPost, KeptPostTaken
from app.assessments.operations.changing import audit
from app.assessments.operations.joining import Edit, Opened
from app.assessments.operations.saving import Saved, save
from app.assessments.queries import get_assessment, get_kept_post, kept_posts, versions_of
from app.audit.operations import lock_chain
from app.cases.access import chain_of
from app.database import db, writing
from app.definitions.queries import definition_of
from app.errors import NotFound

MOST_KEPT = 200
"""How many pages are kept for one person in one draft until they have looked at them."""

Pairs = Sequence[tuple[str, str]]


def keep_post(
    *, user: User, now: datetime, assessment_id: int, section: str, form: Pairs,
    version_id: int | None = None,
) -> bool:
    """Keep a page of an assessment that came too late; False where no more is kept.

    `version_id` is the version that the page was of, where it is known.

    Raises NotFound or NotAllowed where the user may not see the assessment, NotFound where no
    version that it was on has such a section.
    """
    text, digest = orjson.dumps(form).decode(), _digest(section, form)
    with writing():
        assessment = get_assessment(user, assessment_id)
        if not any(section in definition_of(version).sections_by_key
                   for version in versions_of(assessment)):
            raise NotFound("There is no such section in this toolkit.")
        kept = kept_posts(user, assessment)
        if any(one.digest == digest for one in kept):
            return True
        if len(kept) >= MOST_KEPT:
            return False
        db.session.add(KeptPost(
            user_id=user.id, assessment_id=assessment_id, section=section, at=now,
            version_id=version_id,
            digest=digest, form=text,
        ))
        audit(assessment, "sent answers too late to", user, now)
    return True


def _digest(section: str, form: Pairs) -> str:
    """What was typed, whichever attempt to send it this was."""
    typed = [pair for pair in form if pair[0] not in ("save_id", "intent")]
    return hashlib.sha256(orjson.dumps([section, typed])).hexdigest()


def form_of(kept: KeptPost) -> list[tuple[str, str]]:
    """What was posted, name by name."""
    return [(name, value) for name, value in orjson.loads(kept.form)]


def put_back_kept_post(
    *, actor: User, now: datetime, assessment_id: int, kept_post_id: int, opened: Opened, edit: Edit
) -> Saved:
    """Save what was kept, as if it had arrived in time; what has no place in the version that the
    draft is on now stays in what was kept. Raises as `save`, and NotFound.
    """
    with writing():
        kept = _held(actor, assessment_id, kept_post_id)
        saved = save(
            actor=actor, now=now, assessment_id=assessment_id, opened=opened, edit=edit,
            save_id=f"kept-{kept.id}", explicit=False, across=True,
        )
        _take(actor, assessment_id, kept, True, now)
    return saved


def discard_kept_post(
    *, actor: User, now: datetime, assessment_id: int, kept_post_id: int
) -> None:
    """Offer no longer what was kept; it stays on record. Raises NotFound."""
    with writing():
        kept = _held(actor, assessment_id, kept_post_id)
        _take(actor, assessment_id, kept, False, now)


def _held(actor: User, assessment_id: int, kept_post_id: int) -> KeptPost:
    """What was kept, with nobody else writing about the case."""
    assessment = get_assessment(actor, assessment_id)
    lock_chain(chain_of(assessment.case_id))
    return get_kept_post(actor, assessment, kept_post_id)


def _take(actor: User, assessment_id: int, kept: KeptPost, put_back: bool, now: datetime) -> None:
    """Decide on this one, and on older ones of the same page, which it contains."""
    assessment = get_assessment(actor, assessment_id)
    for one in kept_posts(actor, assessment):
        alike = (one.section, one.version_id) == (kept.section, kept.version_id)
        if alike and one.id <= kept.id:
            db.session.add(KeptPostTaken(
                kept_post_id=one.id, put_back=put_back and one.id == kept.id, at=now))
    audit(assessment, "put back answers in" if put_back else "discarded answers of", actor, now,
          kept_post=kept.id)
    db.session.flush()
