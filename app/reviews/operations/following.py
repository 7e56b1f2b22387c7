"""What follows in this room when an assessment is submitted or added to, one after the other.

Whoever listens to a signal is called in no certain order, and the desk goes by what the others
recorded; so this room listens once.
"""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.assessments.computing import Computed
from app.assessments.models import Revision
from app.reviews.operations.desk import keep_desk
from app.reviews.operations.requesting import answer_requests
from app.reviews.operations.signing import supersede
from app.reviews.operations.viewing import store_last


def follow_submission(revision: Revision, *, now: datetime, **_: object) -> None:
    """Make the comparison ready and put it on the desk; a listener."""
    store_last(revision, now=now)
    keep_desk(revision)


def follow_addendum(
    revision: Revision, *, actor: User, now: datetime, computed: Computed, **_: object
) -> None:
    """The same, once what was signed and what was asked for know of the addendum; a listener."""
    supersede(revision, actor=actor, now=now)
    answer_requests(revision, actor=actor, now=now, computed=computed)
    follow_submission(revision, now=now)
