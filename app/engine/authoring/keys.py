"""Keys made from the first wording of a thing, and never changed after. Who may use them is not
decided here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_LONGEST = 48


def key_from(wording: str, taken: Container[str] = (), *, otherwise: str = "item") -> str:
    """A key of lower case letters, digits and underscores that is not taken.

    `otherwise` serves where the wording has no letter of our alphabet.
    """
    plain = unicodedata.normalize("NFKD", wording).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    return free(_joined(words) or otherwise, taken)


def free(key: str, taken: Container[str], joint: str = "_") -> str:
    """The key, with a number behind it where it is taken."""
    number, candidate = 2, key
    while candidate in taken:
        candidate = f"{key}{joint}{number}"
        number += 1
    return candidate


def _joined(words: list[str]) -> str:
    """As many of the words as make a key of bearable length."""
    key = "_".join(words)
    if len(key) <= _LONGEST:
        return key
    return key[: _LONGEST + 1].rpartition("_")[0] or key[:_LONGEST]
