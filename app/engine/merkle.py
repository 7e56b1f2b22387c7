"""Hashes of a record from which parts can be withheld: a tree over salted leaves, one per part.

Whoever holds a redacted copy can check it against the hash that was recorded, and learns nothing
about what is withheld: each leaf has a salt that cannot be guessed. What a leaf holds is the
caller's affair.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from app.engine.canonical import canonical

_LEAF, _NODE, _ROOT = b"\x00", b"\x01", b"\x02"


class Leaf(Struct, frozen=True):
    """One part of a record: its name, what it says as plain JSON, and its salt."""

    name: str
    content: Any
    salt: bytes

    @property
    def hash(self) -> bytes:
        """SHA-256 over the salt and the RFC 8785 canonical form of name and content."""
        said = canonical([self.name, self.content])
        return hashlib.sha256(_LEAF + self.salt + said).digest()


def salted(secret: bytes, parts: Mapping[str, Any]) -> tuple[Leaf, ...]:
    """The leaves of a record, in the order of their names, each with a salt of its own.

    A salt follows from the secret and the name, so that only the secret need be kept; a salt that
    is shown gives neither the secret nor another salt away.
    """
    return tuple(
        Leaf(name, parts[name], hmac.digest(secret, name.encode(), "sha256"))
        for name in sorted(parts)
    )


def root(leaves: Iterable[Leaf]) -> str:
    """The hash of a whole record, in hexadecimal."""
    return root_of_hashes([leaf.hash for leaf in leaves])


def redacted(leaves: Iterable[Leaf], withheld: frozenset[str]) -> list[dict[str, Any]]:
    """The record as plain JSON with some parts withheld: of those only the hash is left."""
    return [
        {"hash": leaf.hash.hex()} if leaf.name in withheld else
        {"name": leaf.name, "content": leaf.content, "salt": leaf.salt.hex()}
        for leaf in leaves
    ]


def verifies(copy: Sequence[Mapping[str, Any]], root_hash: str) -> bool:
    """Whether a copy that `redacted` made, whole or in part, is of the record with this hash."""
    try:
        hashes = [_hash_of(part) for part in copy]
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return hmac.compare_digest(root_of_hashes(hashes), root_hash)


def root_of_hashes(hashes: list[bytes]) -> str:
    """The hash of a whole record from those of its leaves, in hexadecimal.

    The count goes in too, so that no branch can pass for a leaf nor a row be repeated.
    """
    count = len(hashes).to_bytes(8, "big")
    while len(hashes) > 1:
        # An odd one out rises as it is: paired with itself, two records would share a hash.
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        odd = hashes[-1:] if len(hashes) % 2 else []
        hashes = [hashlib.sha256(_NODE + left + right).digest() for left, right in pairs] + odd
    return hashlib.sha256(_ROOT + count + b"".join(hashes)).hexdigest()


def _hash_of(part: Mapping[str, Any]) -> bytes:
    if "hash" in part:
        return bytes.fromhex(part["hash"])
    return Leaf(part["name"], part["content"], bytes.fromhex(part["salt"])).hash
