"""Somebody writes beside a question of a comparison. A comment stays as it was written."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Role, User
from app.cases.operations.changing import changing, needed, record_change, sent_before
from app.database import inserted
from app.engine.comparison import Row, Visibility
from app.errors import NotFound, Refused
from app.reviews import queries
from app.reviews.models import RowComment
from app.reviews.queries import Compared
from app.reviews.signable import pair_of


def comment_on_row(
    *, actor: User, now: datetime, case_id: int, earlier_id: int, later_id: int, key: str,
    text: str, save_id: str,
) -> RowComment:
    """Write about a question of a comparison; kept with both revisions.

    The same `save_id` again gives the same comment. Raises NotFound for a row that is not there or
    is withheld, Refused (with `field`) without words or while one of the two is a draft.
    """
    found = queries.compared(actor, case_id, earlier_id, later_id)
    row = row_of(found, key)
    check_finished(found)
    as_reviewer = actor.is_(Role.REVIEWER) and not queries.had_a_hand(
        actor, found.later.assessment)
    pair = pair_of(found)
    with changing(actor, case_id) as case:
        again = sent_before(RowComment, save_id, case, actor)
        if again is not None:
            return again
        comment = inserted(RowComment(
            case_id=case.id, earlier_id=pair[0], later_id=pair[1], key=row.key,
            text=needed(text, "Write your comment", "text"), as_reviewer=as_reviewer,
            by_id=actor.id, by_name=actor.name, at=now, save_id=save_id))
        record_change(case.id, "commented on", "comparison:{}-{}".format(*pair), actor, now,
                      comment=comment.id, question=row.key)
    return comment


def row_of(found: Compared, key: str) -> Row:
    """The row of a comparison with this key, if it is shown; raises NotFound."""
    for row in found.comparison.rows:
        if row.key == key and row.visibility is Visibility.SHOWN:
            return row
    raise NotFound("There is no such question in this comparison.",
                   chain=f"case:{found.case.id}",
                   subject="comparison:{}-{}".format(*pair_of(found)))


def check_finished(found: Compared) -> None:
    """Raises Refused while a side is a draft: what is said of it would soon be about another."""
    if found.pair is None:
        raise Refused("One of the two is not submitted yet, so it can still change. "
                      "Wait until it is submitted.")
