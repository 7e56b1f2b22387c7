"""Why there is no answer. Unknown is not "no": these are kept apart everywhere (design, idea 4)."""

from __future__ import annotations

from enum import StrEnum


class Absence(StrEnum):
    """Why nothing is known at an address."""

    NOT_ASKED = "not_asked"
    BLANK = "blank"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"
    REVISIT = "revisit"
    SKIPPED = "skipped"

    @property
    def words(self) -> str:
        """What a screen, a print and a PDF call it."""
        return _WORDS[self]


_WORDS = {
    Absence.NOT_ASKED: "Not asked",
    Absence.BLANK: "Not answered",
    Absence.NOT_KNOWN: "Not known",
    Absence.NOT_APPLICABLE: "Not applicable",
    Absence.REVISIT: "Revisit later",
    Absence.SKIPPED: "Skipped",
}
