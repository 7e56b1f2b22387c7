"""Forms that were sent after a session ran out: kept for whoever typed them, and nobody else.

Pages of a draft are kept by the assessments room, which can put them back answer by answer. Writes
are here; how a form comes back to its page is in `page_form`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson
from sqlalchemy import delete

from app.accounts.models import KeptForm, User
from app.accounts.queries import kept_forms
from app.audit.models import SYSTEM
from app.audit.operations import record
from app.database import db, writing
from app.typed import MARK, NEVER_KEPT, typed

KEPT_FOR = timedelta(days=30)
MOST_KEPT = 50
"""For one person, until they have looked at them."""

Pairs = Sequence[tuple[str, str]]


def keep_form(*, user: User, now: datetime, path: str, form: Pairs) -> bool:
    """Keep what was sent to a page after the session ran out; False where nothing was typed, or no
    more is kept. Passwords are never kept. The same again is kept once."""
    entered = typed(form)
    if not entered:
        return False
    digest = hashlib.sha256(orjson.dumps([path, entered])).hexdigest()
    kept = [(name, value) for name, value in form if name != MARK and not NEVER_KEPT.search(name)]
    with writing():
        db.session.execute(delete(KeptForm).where(KeptForm.at < now - KEPT_FOR))
        held = kept_forms(user)
        if any(one.digest == digest for one in held):
            return True
        if len(held) >= MOST_KEPT:
            return False
        made = KeptForm(user_id=user.id, path=path, at=now, digest=digest,
                        form=orjson.dumps(kept).decode())
        db.session.add(made)
        db.session.flush()
        _record("sent a form too late", made.id, user, now)
        _forget_one(user, dict(form).get(MARK, ""))
    return True


def forget_form(*, user: User, now: datetime, kept_id: int, sent: bool) -> None:
    """Keep it no longer: it was `sent` in time now, or they did not want it. Nothing happens where
    there is none of theirs."""
    with writing():
        if _forget_one(user, str(kept_id)):
            _record("sent a kept form" if sent else "discarded a kept form", kept_id, user, now)


def _forget_one(user: User, kept_id: str) -> bool:
    """Forget one of theirs; a form filled with it that came too late again takes its place."""
    found = next((one for one in kept_forms(user) if str(one.id) == kept_id), None)
    if found is not None:
        db.session.delete(found)
    return found is not None


def form_of(kept: KeptForm) -> list[tuple[str, str]]:
    """What was posted, name by name."""
    return [(name, value) for name, value in orjson.loads(kept.form)]


def _record(action: str, kept_id: int, user: User, now: datetime) -> None:
    record(chain=SYSTEM, action=action, actor=user, at=now, subject=f"kept-form:{kept_id}")
