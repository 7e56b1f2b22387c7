"""What was signed, put in order for a page and for paper. From the parts alone, never worked out.

So a signature reads the same after the toolkit, the rules and this program have changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.clock import show_date
from app.engine.flagged import FlagExplained, explained
from app.engine.reading import WITHHELD
from app.engine.signed_document import OF_THE_LEVEL, Parts, comments_of, rows_of

_CAUSES = {
    "answers": "What was answered",
    "information": "Information gained or lost",
    "not_applicable": "No longer applicable or asked",
    "time": "Passage of time",
    "questions": "Questions added or removed",
    "rules": "Rules of the toolkit",
}


class SideSheet(Struct, frozen=True):
    """One assessment: what was recorded of it, its level, and the standards it was held to."""

    side: Mapping[str, Any]
    level: Mapping[str, Any]
    reason: str
    standards: Mapping[str, Any]

    @property
    def on(self) -> date:
        """The day it speaks of."""
        return date.fromisoformat(self.side["assessed_on"])

    @property
    def at(self) -> datetime:
        """When it was recorded."""
        return datetime.fromisoformat(self.side["recorded_at"])

    @property
    def recorded(self) -> str:
        """The level that stands."""
        return str(self.level["recorded"]["title"]) if self.level["recorded"] else "None"


class MeasureSheet(Struct, frozen=True):
    """A measure on both sides, and by cause what it changed by, at least and at most."""

    title: str
    before: str
    after: str
    causes: tuple[tuple[str, str, str], ...] = ()


class CommentSheet(Struct, frozen=True):
    """A comment, with the question it was written to."""

    question: str
    text: str
    by: str
    at: datetime


class Sheet(Struct, frozen=True):
    """A signed comparison to be read from the top. Rows by section are what was signed of each,
    None where the reader may not see it; `withheld` is how many parts that holds for."""

    about: Mapping[str, Any]
    earlier: SideSheet
    later: SideSheet
    highest: str
    summary: Sequence[str]
    alerts: Sequence[Mapping[str, str]]
    measures: Sequence[MeasureSheet]
    known: Sequence[Mapping[str, Any]]
    flags: Sequence[FlagExplained]
    sections: Sequence[tuple[str, Sequence[Mapping[str, Any] | None]]]
    comments: Sequence[CommentSheet]
    signed_by: str
    signed_at: datetime
    statement: str
    withheld: int

    @property
    def harm(self) -> str:
        """What is said of actual harm; blank where none is on record."""
        return next((one["words"] for one in self.alerts if one["alert"] == "actual_harm"), "")


def sheet_of(
    parts: Parts, gone: frozenset[str] = frozenset(),
    flags: Sequence[FlagExplained] | None = None,
) -> Sheet:
    """The sheet of the whole parts of a signature, without those named in `gone`.

    `flags` are those with what was said of them since; without it, as when it was signed.
    """
    said = _Signed(parts, gone)
    return Sheet(
        about=parts["about"], earlier=said.side("earlier"), later=said.side("later"),
        highest=_highest(parts["highest"]),
        summary=() if "summary" in gone else parts["summary"]["sentences"],
        alerts=said.alerts(), measures=list(said.measures()), known=list(said.known()),
        flags=list(said.flags(flags or explained(parts, said.explaining()))),
        sections=said.sections(), comments=list(said.comments()),
        signed_by=parts["signature"]["name"],
        signed_at=datetime.fromisoformat(parts["signature"]["at"]),
        statement=parts["statement"]["text"], withheld=len(gone))


class _Signed(Struct, frozen=True):
    """The parts, and the names of those that are not told."""

    parts: Parts
    gone: frozenset[str]

    def called(self, beginning: str) -> Iterator[tuple[str, Any]]:
        """The parts whose name begins so, in order."""
        return ((name, self.parts[name]) for name in sorted(self.parts)
                if name.startswith(beginning))

    def side(self, name: str) -> SideSheet:
        """One of the two sides."""
        reason = f"reason/{name}"
        return SideSheet(
            self.parts[f"side/{name}"], self.parts[f"level/{name}"],
            WITHHELD if reason in self.gone else self.parts[reason]["text"],
            self.parts[f"standards/{name}"])

    def alerts(self) -> list[Mapping[str, str]]:
        """What to beware of; of what is told only in part, what follows from the levels."""
        return [one for one in self.parts["warnings"]["alerts"]
                if "warnings" not in self.gone or one["alert"] in OF_THE_LEVEL]

    def flags(self, found: Sequence[FlagExplained]) -> Iterator[FlagExplained]:
        """The flags that are told, without what was written to them and is not."""
        told = {f"alert/{one['alert']}" for one in self.alerts()}
        told |= {f"row/{row['key']}" for row in self.rows() if row is not None}
        for one in found:
            if one.flagged.name in told:
                hidden = f"explanation/{one.flagged.name}" in self.gone
                yield replace(one, at_signing=WITHHELD) if hidden else one

    def measures(self) -> Iterator[MeasureSheet]:
        """Every measure."""
        for name, said in self.called("measure/"):
            yield (MeasureSheet(said["title"], WITHHELD, WITHHELD) if name in self.gone
                   else _measure(said))

    def known(self) -> Iterator[Mapping[str, Any]]:
        """How much was known."""
        for name, said in self.called("known/"):
            hidden = {"before": WITHHELD, "after": WITHHELD, "less": False, "more": False}
            yield said | hidden if name in self.gone else said

    def rows(self) -> list[Mapping[str, Any] | None]:
        """The rows, None for each that is not told."""
        return [None if name in self.gone else said for name, said in self.called("row/")]

    def sections(self) -> list[tuple[str, list[Mapping[str, Any] | None]]]:
        """The rows by the title of their section."""
        titled = zip((row["section"] for row in rows_of(self.parts)), self.rows(), strict=True)
        return [(str(title), [row for _, row in found])
                for title, found in groupby(titled, key=lambda pair: pair[0])]

    def explaining(self) -> dict[str, tuple[str, ...]]:
        """By the key of a row, what reviewers had commented when it was signed."""
        found: dict[str, tuple[str, ...]] = {}
        for _, said in comments_of(self.parts):
            if said["as_reviewer"]:
                found[said["key"]] = (*found.get(said["key"], ()), said["text"])
        return found

    def comments(self) -> Iterator[CommentSheet]:
        """What was written to questions that are told."""
        asked = {row["key"]: row["question"] for row in rows_of(self.parts)}
        for name, said in comments_of(self.parts):
            if name not in self.gone:
                yield CommentSheet(asked.get(said["key"], said["key"]), said["text"], said["by"],
                                   datetime.fromisoformat(said["at"]))


def _highest(highest: Mapping[str, Any]) -> str:
    if highest["title"] is None:
        return "None recorded"
    return f"{highest['title']}, {show_date(date.fromisoformat(highest['on']))}"


def _measure(said: Mapping[str, Any]) -> MeasureSheet:
    before, after = (said[side]["words"] if said[side] else "not measured"
                     for side in ("before", "after"))
    causes = ((words, *said["because"][cause]) for cause, words in _CAUSES.items()
              if any(said["because"].get(cause, ())))
    return MeasureSheet(said["title"], before, after, tuple(
        (words, f"{low:+g}", f"{high:+g}") for words, low, high in causes))
