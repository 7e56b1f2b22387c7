"""Which stored page is of which comparison. Reads only; they are written in `operations`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import orjson
from sqlalchemy import bindparam, select

from app.database import db
from app.engine import RELEASE
from app.reviews.drawn import Drawn, read
from app.reviews.models import StoredComparison

_APP = Path(__file__).parents[1]
_MADE_BY = ("clock.py", "engine", "definitions", "assessments", "reviews")
"""The code that has a say in what a comparison shows."""

# Written once: every page of a comparison asks it.
_BODY = select(StoredComparison.body).where(StoredComparison.digest == bindparam("digest"))


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
