"""What must not be overlooked in a comparison, one by one, and what was written to it.

A flag is explained when somebody who signs wrote to it, or when a reviewer commented its row. The
name of one is "alert/" and the alert, or "row/" and the key: all flags of a row are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from app.engine.comparison import Comparison
from app.engine.signed_document import Parts, rows_of
from app.engine.telling import flag_words, warning_words
from app.engine.wording import says_something


class Flagged(Struct, frozen=True):
    """A row, or the whole, with its flags in sentences.

    `key` is the row's and `question` its words, both blank where the flag is on the whole.
    """

    name: str
    key: str
    question: str
    flags: tuple[str, ...]


class FlagExplained(Struct, frozen=True):
    """A flag, and what was written to it: at signing, or as comments to its row."""

    flagged: Flagged
    at_signing: str
    comments: tuple[str, ...]

    @property
    def explained(self) -> bool:
        """Whether anything was that says something."""
        return any(map(says_something, (self.at_signing, *self.comments)))


def flagged(comparison: Comparison) -> tuple[Flagged, ...]:
    """The flags of a comparison: those on the whole, then row by row."""
    return tuple(_of_whole((one.value, warning_words(one)) for one in comparison.warnings)) + tuple(
        Flagged(f"row/{row.key}", row.key, row.label, tuple(map(flag_words, row.flags)))
        for row in comparison.rows if row.flags)


def flagged_in(parts: Parts) -> tuple[Flagged, ...]:
    """The same of what was signed."""
    alerts = parts["warnings"]["alerts"]
    return tuple(_of_whole((one["alert"], one["words"]) for one in alerts)) + tuple(
        Flagged(f"row/{row['key']}", row["key"], row["question"],
                tuple(flag["words"] for flag in row["flags"]))
        for row in rows_of(parts) if row["flags"])


def explained(parts: Parts, later: Mapping[str, tuple[str, ...]]) -> tuple[FlagExplained, ...]:
    """The flags of what was signed, with what was written to each; `later` are comments that
    reviewers made, by the key of the row, those that were signed among them."""
    return tuple(
        FlagExplained(one, parts.get(f"explanation/{one.name}", {}).get("text", ""),
                      later.get(one.key, ()) if one.key else ())
        for one in flagged_in(parts))


def _of_whole(alerts: Iterator[tuple[str, Any]]) -> Iterator[Flagged]:
    for alert, words in alerts:
        yield Flagged(f"alert/{alert}", "", "", (words,))
