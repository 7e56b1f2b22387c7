"""A reviewer signs a comparison: they have read it. Agreeing a level and stepping down are others'.

What was added to afterwards is noted beside the signature, which stays as it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from sqlalchemy import or_, select

from app.accounts.models import User
from app.assessments.models import Revision
from app.audit.operations import record
from app.cases.access import chain_of
from app.cases.operations.changing import changing, record_change, sent_before
from app.cases.queries import get_case
from app.cases.text_rules import problem_of_text
from app.database import db, inserted
from app.engine import RELEASE
from app.engine.canonical import canonical
from app.engine.signed_document import STATEMENT, Parts, Signature, signature_parts
from app.engine.verifying import root_of
from app.engine.wording import says_something
from app.errors import Conflict, Refused
from app.reviews import events, queries
from app.reviews.drawn import draw, written
from app.reviews.may_sign import refusal
from app.reviews.models import SignOff, SignOffSuperseded
from app.reviews.paper import signed_pdf
from app.reviews.queries import Compared
from app.reviews.signable import Reading, pair_of, read

_MOVED_ON = (
    "Something was recorded in this case while you had this page open. What you wrote is still "
    "here and nothing is signed. Read the comparison as it is now, then sign.")


class _Papers(Struct, frozen=True):
    """What is kept of a signature, ready to be stored."""

    parts: Parts
    secret: bytes
    root: str
    page: bytes
    pdf: bytes


def sign(
    *, actor: User, now: datetime, case_id: int, earlier_id: int, later_id: int, digest: str,
    read_it: bool, explanations: Mapping[str, str], save_id: str,
) -> SignOff:
    """Sign a comparison as it was read: `digest` names what the page showed.

    `explanations` are what was written to flags, by their names; a blank one is none. The same
    `save_id` again gives the same signature. Raises NotAllowed for who may not sign it, Refused
    (with `field`) for another pair or without the statement, Conflict where something newer came.
    """
    again = sent_before(SignOff, save_id, get_case(actor, case_id), actor)
    if again is not None:
        return again
    found = queries.compared(actor, case_id, earlier_id, later_id)
    reading = _checked(actor, found, digest, read_it, explanations)
    signature = Signature(
        actor.id, actor.name, actor.role.value, now, _given(explanations), reading.seen)
    papers = _papers(found, reading, signature)
    pair, slug = pair_of(found), reading.signable.slug
    with changing(actor, case_id) as case:
        again = sent_before(SignOff, save_id, case, actor)
        if again is not None:
            return again
        _check_nothing_newer(actor, found, reading)
        signed = inserted(SignOff(
            case_id=case.id, slug=slug, earlier_id=pair[0], later_id=pair[1], root=papers.root,
            secret=papers.secret, engine_release=RELEASE, seen=dict(reading.seen),
            statement=signature.statement, by_id=actor.id, by_name=actor.name, at=now,
            save_id=save_id, document=canonical(papers.parts).decode(), page=papers.page,
            pdf=papers.pdf))
        record_change(case.id, "signed", f"sign-off:{signed.id}", actor, now, root=papers.root,
                      earlier=pair[0], later=pair[1])
        events.comparison_signed.send(signed, actor=actor, now=now)
    return signed


def supersede(revision: Revision, *, actor: User, now: datetime, **_: object) -> None:
    """Note beside each signature over an assessment that somebody added to it; a listener."""
    sides = select(Revision.id).where(Revision.assessment_id == revision.assessment_id)
    signed = select(SignOff).where(
        or_(SignOff.earlier_id.in_(sides), SignOff.later_id.in_(sides)),
        ~SignOff.superseded.has())
    for one in db.session.scalars(signed.order_by(SignOff.id)).all():
        inserted(SignOffSuperseded(sign_off_id=one.id, revision_id=revision.id, at=now))
        db.session.expire(one, ["superseded"])
        record(chain=chain_of(one.case_id), action="superseded", actor=actor, at=now,
               subject=f"sign-off:{one.id}", details={"revision": revision.id})


def _checked(
    actor: User, found: Compared, digest: str, read_it: bool, explanations: Mapping[str, str]
) -> Reading:
    """What is signed, once it is certain that it may be and was read."""
    refused = refusal(actor, found)
    if refused is not None:
        raise refused
    if not read_it:
        raise Refused(f"Tick “{STATEMENT}”, or go back", field="read_it")
    reading = read(found)
    if reading.digest != digest:
        raise Conflict(_MOVED_ON)
    names = {one.name for one in reading.flags}
    for name, text in _given(explanations).items():
        if name not in names:
            raise Refused("There is no such flag in this comparison.", field=name)
        if problem := problem_of_text(text):
            raise Refused(f"This text {problem}", field=name)
        if not says_something(text):
            raise Refused("Explain it in words, or leave it blank", field=name)
    return reading


def _given(explanations: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in explanations.items() if text.strip()}


def _papers(found: Compared, reading: Reading, signature: Signature) -> _Papers:
    """All that takes long, made before the transaction begins."""
    parts = {**reading.parts, **signature_parts(reading.signable, signature)}
    secret = secrets.token_bytes(32)
    root = root_of(parts, secret)
    return _Papers(parts, secret, root, written(draw(found.in_words)),
                   signed_pdf(parts, root, found.case.young_person.name, signature.at))


def _check_nothing_newer(actor: User, found: Compared, reading: Reading) -> None:
    """Nobody else writes about the case from here on."""
    refused = refusal(actor, found)
    if isinstance(refused, Refused):
        raise Conflict(_MOVED_ON)
    if refused is not None:
        raise refused
    comments = [one.id for one in queries.comments_on(pair_of(found))]
    known = [one.id for one in reading.comments]
    if queries.on_record(found.case.id) != reading.seen or comments != known:
        raise Conflict(_MOVED_ON)
