"""What the page of a comparison says of its signature. Deciding who may sign is in `may_sign`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from app.accounts.models import Role, User
from app.reviews import queries
from app.reviews.may_sign import known_refusal
from app.reviews.models import ChangeRequest, SignOff
from app.reviews.queries import Compared, Standing
from app.reviews.signable import pair_of


class Signature(Struct, frozen=True):
    """The newest signature over a comparison with how it stands, if any; who may sign it now.

    `may_sign` is False with `why_not` in a sentence; `baseline` are the two to be signed, where
    these are not; `requests` are changes that are asked for and not made yet; `comments` says how
    many each question has.
    """

    sign_off: SignOff | None
    standing: Standing | None
    may_sign: bool
    why_not: str
    baseline: tuple[int, int] | None
    may_ask: bool
    requests: Sequence[ChangeRequest]
    comments: Mapping[str, int]


def signature_of(found: Compared, actor: User, now: datetime) -> Signature:
    """How the signature of a comparison stands, as somebody sees it."""
    pair, later = pair_of(found), found.later.assessment
    sign_off = queries.sign_off_of(*pair) if found.pair else None
    baseline = queries.baseline(found.case.id, later.slug)
    refused = known_refusal(actor, found, baseline)
    return Signature(
        sign_off, queries.standing(sign_off, now) if sign_off else None,
        refused is None, refused.message if refused else "",
        baseline if baseline != pair else None,
        actor.is_(Role.REVIEWER) and found.pair is not None,
        queries.open_requests(found.case.id, later.id), queries.comments_of(pair))
