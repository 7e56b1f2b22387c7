"""How alike two short texts are. What follows from that, and telling what differs, is elsewhere.

RapidFuzz is loaded when it is first asked: most processes never do, and it takes 4 MB and 7 ms.
"""

from __future__ import annotations


def alike_in_letters(one: str, other: str) -> float:
    """0 for nothing in common, 100 for the same, by the letters and their order."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def alike_in_words(one: str, other: str) -> float:
    """The same, whatever the order of the words."""
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(one, other)


def is_slip(one: str, other: str) -> bool:
    """Whether one letter is missing, too many, another, or has changed places with the next."""
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other) == 1
