"""Whether a text says anything, and whether two say the same: what a reason has to be to count.

How two texts differ is in `text_diff`; whether what is said is true is for people to judge.
"""

from __future__ import annotations

import unicodedata
from itertools import islice

_ENOUGH = 2
_BEGINNING = 24


def says_something(text: str) -> bool:
    """Whether it holds more than one letter or digit.

    A full stop, a dash or a character that nobody sees is typed to get past a box, and is no
    reason.
    """
    return len(list(islice(filter(str.isalnum, text), _ENOUGH))) == _ENOUGH


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same but for white space, punctuation, capitals and the Unicode
    form of their letters."""
    if one == other:
        return True
    # Most texts differ at once, and to take a long one apart takes long.
    first, second = _bare(one[:_BEGINNING]), _bare(other[:_BEGINNING])
    begins = first.startswith(second) or second.startswith(first)
    return begins and _bare(one) == _bare(other)


def _bare(text: str) -> str:
    """The letters, digits and what is written on them."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(char for char in plain if char.isalnum() or (
        not char.isascii() and unicodedata.category(char)[0] == "M"))
