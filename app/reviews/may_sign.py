"""Who may sign which comparison, and why not. What is signed of it is gathered in `signable`."""

from __future__ import annotations

from app.accounts.models import Role, User
from app.cases.access import chain_of
from app.errors import NotAllowed, Refused, WaymarkError
from app.reviews import queries
from app.reviews.queries import Compared
from app.reviews.signable import pair_of


def refusal(actor: User, found: Compared) -> WaymarkError | None:
    """Why somebody may not sign a comparison that they may see; None where they may."""
    baseline = queries.baseline(found.case.id, found.later.assessment.slug)
    known = known_refusal(actor, found, baseline)
    if known is None and found.comparison.redacted:
        return _not_allowed(found, (
            "Something of this comparison is withheld from you, and nobody signs what they see "
            "only in part. Ask a reviewer who may see all of it."))
    return known


def known_refusal(
    actor: User, found: Compared, baseline: tuple[int, int] | None
) -> WaymarkError | None:
    """The same, as far as can be told without working the comparison out; `baseline` are the two
    that can be signed."""
    if not actor.is_(Role.REVIEWER):
        return _not_allowed(found, "Only a reviewer signs a comparison.")
    if queries.had_a_hand(actor, found.later.assessment):
        return _not_allowed(found, (
            "You wrote in the later assessment, and nobody signs their own. "
            "Ask another reviewer of the team to sign."))
    if found.pair is None:
        return Refused("One of the two is not submitted yet, so it can still change. "
                       "What is submitted can be signed.")
    if baseline != pair_of(found):
        return Refused(
            "These two are not the ones to sign. The last submission is signed beside the one "
            "that was signed before it, or beside the first, so that nobody chooses.")
    return None


def _not_allowed(found: Compared, message: str) -> NotAllowed:
    return NotAllowed(message, chain=chain_of(found.case.id),
                      subject="comparison:{}-{}".format(*pair_of(found)))
