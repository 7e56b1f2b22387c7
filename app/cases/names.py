"""How names are compared: what sorts a list and what finds a person. Pure."""

import unicodedata

LONGEST = 200


def fold(text: str) -> str:
    """One spelling for what reads the same: no accents, no case, no invisible characters."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    seen = (char for char in plain if unicodedata.category(char)[0] != "M")
    shown = ("" if unicodedata.category(char) == "Cf" else char for char in seen)
    return " ".join("".join(shown).split())[:LONGEST]


def words(text: str) -> list[str]:
    """The words by which somebody is looked for: O'Brien-Khan gives obrien and khan."""
    joined = fold(text).replace("'", "").replace("\u2019", "")
    apart = (" " if unicodedata.category(char)[0] in "PZC" else char for char in joined)
    return list(dict.fromkeys("".join(apart).split()))


def is_blank(text: str) -> bool:
    """Whether nothing of it would show on a page."""
    return not fold(text)
