"""Whether a text says anything, whether two say the same, and what of one a page can hold.

How two texts differ is in `text_diff`; whether what is said is true is for people to judge.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

_ENOUGH = 2
_BEGINNING = 24
_BESIDES = {code: None for code in range(128) if not chr(code).isalnum()}
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """A text with a mark where a control character stands: a page can hold none."""
    return _HIDDEN.sub("\ufffd", text)


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
    return _begin_alike(one, other) and _bare(one) == _bare(other)


def _begin_alike(one: str, other: str) -> bool:
    first, second = _bare(one[:_BEGINNING]), _bare(other[:_BEGINNING])
    return first.startswith(second) or second.startswith(first)


def _bare(text: str) -> str:
    """The letters, digits and what is written on them."""
    if text.isascii():
        return text.lower().translate(_BESIDES)
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(char for char in plain if char.isalnum() or unicodedata.category(char)[0] == "M")
