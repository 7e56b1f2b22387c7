"""What was signed, put in order for a page and for paper. From the parts alone, never worked out.

So a signature reads the same after the toolkit, the rules and this program have changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from app.clock import show_date
from app.engine.flagged import FlagExplained, explained
from app.engine.signed_document import Parts, rows_of

_CAUSES = {
    "answers": "What was answered",
    "information": "Information gained or lost",
    "not_applicable": "No longer applicable or asked",
    "time": "Passage of time",
    "questions": "Questions added or removed",
    "rules": "Rules of the toolkit",
}


@dataclass(frozen=True, slots=True)
class SideSheet:
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


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """A measure on both sides, and by cause what it changed by, at least and at most."""

    title: str
    before: str
    after: str
    causes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CommentSheet:
    """A comment, with the question it was written to."""

    question: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """A signed comparison to be read from the top; rows by section are dicts of their parts."""

    about: Mapping[str, Any]
    earlier: SideSheet
    later: SideSheet
    highest: str
    summary: Sequence[str]
    alerts: Sequence[Mapping[str, str]]
    measures: Sequence[MeasureSheet]
    known: Sequence[Mapping[str, Any]]
    flags: Sequence[FlagExplained]
    sections: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]
    comments: Sequence[CommentSheet]
    signed_by: str
    signed_at: datetime
    statement: str

    @property
    def harm(self) -> str:
        """What is said of actual harm; blank where none is on record."""
        return next((one["words"] for one in self.alerts if one["alert"] == "actual_harm"), "")


def sheet_of(parts: Parts) -> Sheet:
    """The sheet of the parts of a signature; all of them are there."""
    rows = rows_of(parts)
    comments = [said for _, said in _called(parts, "comment/")]
    return Sheet(
        about=parts["about"], earlier=_side(parts, "earlier"), later=_side(parts, "later"),
        highest=_highest(parts["highest"]), summary=parts["summary"]["sentences"],
        alerts=parts["warnings"]["alerts"],
        measures=[_measure(said) for _, said in _called(parts, "measure/")],
        known=[said for _, said in _called(parts, "known/")],
        flags=explained(parts, _explaining(comments)),
        sections=[(title, list(found))
                  for title, found in groupby(rows, key=lambda row: str(row["section"]))],
        comments=[_comment(said, rows) for said in comments],
        signed_by=parts["signature"]["name"],
        signed_at=datetime.fromisoformat(parts["signature"]["at"]),
        statement=parts["statement"]["text"])


def _called(parts: Parts, beginning: str) -> Iterator[tuple[str, Any]]:
    return ((name, parts[name]) for name in sorted(parts) if name.startswith(beginning))


def _side(parts: Parts, name: str) -> SideSheet:
    return SideSheet(parts[f"side/{name}"], parts[f"level/{name}"], parts[f"reason/{name}"]["text"],
                     parts[f"standards/{name}"])


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


def _explaining(comments: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """By the key of a row, what reviewers had commented when it was signed."""
    found: dict[str, tuple[str, ...]] = {}
    for said in comments:
        if said["as_reviewer"]:
            found[said["key"]] = (*found.get(said["key"], ()), said["text"])
    return found


def _comment(said: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> CommentSheet:
    question = next((row["question"] for row in rows if row["key"] == said["key"]), said["key"])
    return CommentSheet(question, said["text"], said["by"], datetime.fromisoformat(said["at"]))
