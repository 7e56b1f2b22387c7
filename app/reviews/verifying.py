"""Whether the signatures in the database are what was signed. A file is checked by the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import orjson
from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.audit import queries as audit
from app.database import db
from app.engine.verifying import root_of
from app.reviews.models import SignOff

_UNREADABLE = (ValueError, TypeError, AttributeError, RecursionError)
"""What reading a document raises that somebody wrote anew."""


class Checked(NamedTuple):
    """A signature that was looked at; `problem` ends a sentence, and is blank where it is sound."""

    sign_off_id: int
    problem: str


def check_all() -> Iterator[Checked]:
    """Every signature in order, and after them those that only the audit trail knows of."""
    named = dict(_named_in_the_trail())
    found = select(SignOff).options(undefer(SignOff.document)).order_by(SignOff.id)
    for one in db.session.scalars(found.execution_options(yield_per=100)):
        yield Checked(one.id, _problem(one, named.pop(one.id, "")))
    for id_ in sorted(named):
        yield Checked(id_, "is in the audit trail and is no longer there")


def _problem(one: SignOff, named: str) -> str:
    try:
        root = root_of(orjson.loads(one.document), one.secret)
    except _UNREADABLE:
        root = ""
    if root != one.root:
        return "does not say what was signed"
    return "" if one.root == named else "is not the one that the audit trail names"


def _named_in_the_trail() -> Iterator[tuple[int, str]]:
    """By the id of a signature, its hash when it was made."""
    for event in audit.in_order():
        if "root" in event.details and event.subject.startswith("sign-off:"):
            yield int(event.subject.removeprefix("sign-off:")), event.details["root"]
