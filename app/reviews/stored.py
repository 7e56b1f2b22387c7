"""Which stored page is of which comparison, which stored step of which assessment. Reads only;
they are written in `operations`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import orjson
from sqlalchemy import bindparam, select

from app.database import db
from app.engine import RELEASE
from app.engine.trajectory_record import from_document, to_document
from app.engine.trajectory_steps import Step
from app.reviews.drawn import Drawn, read
from app.reviews.models import StoredComparison, StoredStep

_APP = Path(__file__).parents[1]
_FASTEST = 1
"""Of zlib, as in `drawn`."""
_MADE_BY = ("clock.py", "engine", "definitions", "assessments", "reviews")
"""The code that has a say in what a comparison shows."""

# Written once: every page of a comparison or a trajectory asks them.
_BODY = select(StoredComparison.body).where(StoredComparison.digest == bindparam("digest"))
_BODIES = (
    select(StoredStep.digest, StoredStep.body)
    .where(StoredStep.digest.in_(bindparam("digests", expanding=True)))
)


class Pair(NamedTuple):
    """All that a comparison of two finished revisions depends on, but for the code.

    Revisions by id and root: a root stands for all that a revision says, and the practice standards
    that it is held to follow from when it was recorded. `between` are the ids of what was submitted
    of the toolkit between the two, oldest first. The highest level ever is no part of a comparison,
    the page shows it beside. `withheld` are the keys of what the reader may not see, in order.
    """

    earlier: tuple[int, str]
    later: tuple[int, str]
    between: tuple[int, ...]
    withheld: tuple[str, ...] = ()


def digest_of(pair: Pair) -> str:
    """What names the page of a pair, as this release of this code draws it."""
    return sha256(orjson.dumps([RELEASE, code(), *pair])).hexdigest()


def find(digest: str) -> Drawn | None:
    """The page stored under a digest; whoever calls has authorised both sides."""
    body = db.session.scalar(_BODY, {"digest": digest})
    return read(body) if body is not None else None


class Following(NamedTuple):
    """All that a step of a trajectory depends on: a revision and the one before, by id and root.

    None before the first. What is stored holds everything; what somebody may not see is taken away
    when steps are put together.
    """

    before: tuple[int, str] | None
    revision: tuple[int, str]


def digest_of_step(step: Following) -> str:
    """What names a step, as this release of this code makes it."""
    return sha256(orjson.dumps([RELEASE, code(), *step])).hexdigest()


def find_steps(digests: Sequence[str]) -> dict[str, Step]:
    """The steps stored under digests; whoever calls has authorised the case."""
    found = db.session.execute(_BODIES, {"digests": digests})
    return {digest: from_document(orjson.loads(zlib.decompress(body))) for digest, body in found}


def written_step(step: Step) -> bytes:
    """A step to be stored."""
    return zlib.compress(orjson.dumps(to_document(step)), _FASTEST)


@lru_cache(maxsize=1)
def code() -> str:
    """The hash of the code that works comparisons out and draws them.

    First asked for at start-up: a process that runs on while its files are replaced must not take
    the new ones for what it is made of.
    """
    hashed = sha256()
    for path in _files():
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def _files() -> Iterator[Path]:
    for name in _MADE_BY:
        path = _APP / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)
