"""A signed document as a file, and whether a file still says what was signed. Needs no database.

The file is the canonical JSON (RFC 8785) of the parts, each with its salt and hash, and of the hash
of the whole. It must be exactly that writing, so that no byte of it can be changed.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from msgspec import Struct, field

from app.engine import merkle
from app.engine.canonical import canonical
from app.engine.signed_document import Parts

FORMAT = "waymark-sign-off-2"
"""What a file says of itself; another number where a file is made otherwise."""
_COUNTED = "waymark-sign-off-1"
"""The same where a comment had a part of its own, and an explanation only where there was one."""

_SHOWN = {"content", "hash", "name", "salt"}
_WITHHELD = {"hash"}
_HEX = re.compile("[0-9a-f]{64}")
_NAMED = re.compile(rb'"hash":"[^"]*","name":"([^"]*)","salt":')
_UNREADABLE = (ValueError, TypeError, RecursionError)
"""What reading or writing JSON raises that is none, or is more than a file of ours holds."""


class Checked(Struct, frozen=True):
    """What a file says, and `problem`, a sentence, where it is not what was signed.

    Nothing may be said of `parts` while there is a problem. `withheld` is how many parts only
    their hash is left of.
    """

    problem: str = ""
    root: str = ""
    parts: Parts = field(default_factory=dict)
    withheld: int = 0

    @property
    def sound(self) -> bool:
        """Whether every byte is as it was signed."""
        return not self.problem


class _Broken(Exception):
    """A file that is not what was signed; the message says what is wrong with which part."""


def root_of(parts: Parts, secret: bytes) -> str:
    """The hash of the whole, which the audit trail and every page of the paper name."""
    return merkle.root(merkle.salted(secret, parts))


def export(parts: Parts, secret: bytes, withheld: frozenset[str] = frozenset()) -> bytes:
    """The file. Of the parts named in `withheld` only the hash is left, and it still verifies."""
    leaves = merkle.salted(secret, parts)
    told = [
        {"hash": leaf.hash.hex()} if leaf.name in withheld else
        {"content": leaf.content, "hash": leaf.hash.hex(), "name": leaf.name,
         "salt": leaf.salt.hex()}
        for leaf in leaves]
    made = FORMAT if "comments/besides" in parts else _COUNTED
    return canonical({"format": made, "parts": told, "root": merkle.root(leaves)})


def check(data: bytes, root: str | None = None) -> Checked:
    """Whether a file is what was signed; `root` is the hash that one has from elsewhere.

    Without it only the file itself is checked: that nothing in it was changed after it was made.
    """
    try:
        return _checked(data, root)
    except _Broken as broken:
        return Checked(str(broken))


def _checked(data: bytes, root: str | None) -> Checked:
    document = _read(data)
    told = _told(document)
    hashes = [_checked_hash(number, part) for number, part in enumerate(told, start=1)]
    _check_root(hashes, document["root"], root)
    _check_writing(data, document)
    parts = {part["name"]: part["content"] for part in told if "name" in part}
    return Checked("", document["root"], parts, len(told) - len(parts))


def _read(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        place = len(error.doc[:error.pos].encode("utf-8", "replace")) if error.doc else 0
        raise _Broken(f"The file cannot be read from byte {place + 1} on, "
                      f"{_near(data, place)}.") from None
    except _UNREADABLE:
        raise _Broken("The file cannot be read.") from None


def _told(document: Any) -> Sequence[Mapping[str, Any]]:
    """The parts of a file; raises _Broken where it is no file of ours."""
    if not isinstance(document, dict) or document.keys() != {"format", "parts", "root"}:
        raise _Broken("This is not a sign-off as Waymark exports it.")
    if document["format"] not in (FORMAT, _COUNTED):
        raise _Broken("The format of this file is not one that can be checked here.")
    told = document["parts"]
    if not isinstance(told, list) or not told:
        raise _Broken("The file holds no parts.")
    return told


def _checked_hash(number: int, part: Any) -> bytes:
    """The hash of one part, once what it says has been held against it."""
    if not isinstance(part, dict) or part.keys() not in (_SHOWN, _WITHHELD):
        raise _Broken(f"Part {number} is not written as a part is.")
    name = part.get("name")
    where = f"Part “{name}”" if isinstance(name, str) else f"Part {number}"
    given = _from_hex(part["hash"], where)
    if part.keys() == _WITHHELD:
        return given
    if not isinstance(name, str) or not _says(part, _from_hex(part["salt"], where), given):
        raise _Broken(f"{where} does not say what was signed.")
    return given


def _from_hex(written: Any, where: str) -> bytes:
    if not isinstance(written, str) or not _HEX.fullmatch(written):
        raise _Broken(f"{where} does not say what was signed.")
    return bytes.fromhex(written)


def _says(part: Mapping[str, Any], salt: bytes, given: bytes) -> bool:
    try:
        found = merkle.Leaf(part["name"], part["content"], salt).hash
    except _UNREADABLE:
        return False
    return hmac.compare_digest(found, given)


def _check_root(hashes: list[bytes], named: Any, root: str | None) -> None:
    if merkle.root_of_hashes(hashes) != named:
        raise _Broken("The parts do not give the hash of the whole: that hash, or the hash of a "
                      "part that is withheld, was changed, or a part was put in or taken out.")
    if root is not None and root.strip().lower() != named:
        raise _Broken("The file is whole, but it is not the one with the hash that you gave.")


def _check_writing(data: bytes, document: Any) -> None:
    """The same words may be written in many ways; only one of them was signed."""
    written = canonical(document)
    if written != data:
        place = next(_differs(written, data))
        raise _Broken(f"The file is not written as it was from byte {place + 1} on, "
                      f"{_near(data, place)}.")


def _differs(one: bytes, other: bytes) -> Iterator[int]:
    yield from (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    yield min(len(one), len(other))


def _near(data: bytes, place: int) -> str:
    """Which part a byte stands in: a part's name comes after what it says."""
    found = _NAMED.search(data, place)
    return f"in part “{found[1].decode('utf-8', 'replace')}”" if found else "after the last part"
