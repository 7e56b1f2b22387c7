"""The lines of the exceptions report. No names of children: it is read beyond the team."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from app.accounts.models import User
from app.cases.access import may_see
from app.clock import show_date, show_datetime
from app.delivery.csv import csv_text
from app.engine.reduction import shortfall_of
from app.engine.reduction_words import shortfall_words
from app.pathway.models import Decision

NOT_THESE_WORDS = "Not shown, because this is a case of another team"

_HEADINGS = (
    "decision", "case", "team", "what", "from", "to", "what fell short", "reason", "action",
    "owner", "due", "decided by", "decided at", "sign-off", "verdict sha256",
)


class ExceptionLine(Struct, frozen=True):
    """One decision of the report; `seen` says whether the reader may open its case. To others only
    the facts are told, and not the words of whoever decided."""

    decision: Decision
    fell_short: tuple[str, ...]
    seen: bool

    def words(self, said: str) -> str:
        """What whoever decided wrote, for this reader."""
        return said if self.seen or not said else NOT_THESE_WORDS


def line_of(decision: Decision, actor: User) -> ExceptionLine:
    """A decision as the report tells it, with what fell short by the verdict that was kept."""
    return ExceptionLine(decision, fell_short(decision), may_see(actor, decision.case))


def fell_short(decision: Decision) -> tuple[str, ...]:
    """What fell short when it was decided, in sentences without their full stops."""
    if not decision.verdict:
        return ()
    kept = json.loads(decision.verdict)["shortfalls"]
    return tuple(shortfall_words(shortfall_of(one)) for one in kept)


def as_csv(lines: Iterable[ExceptionLine]) -> bytes:
    """The report for a spreadsheet."""
    return csv_text([_HEADINGS, *map(_cells, lines)]).encode("utf-8-sig")


def _cells(line: ExceptionLine) -> tuple[object, ...]:
    one = line.decision
    return (
        one.id, one.case_id, one.case.team.name, one.kind.words, one.from_title or "",
        one.to_title or "", "; ".join(line.fell_short),
        *map(line.words, (one.reason, one.action, one.owner)),
        show_date(one.due_on) if one.due_on else "", one.by_name, show_datetime(one.at),
        one.sign_off_id or "", one.verdict_sha256,
    )
