"""What the pages of the gate show, and the same as JSON. No reading of the record, no HTML."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from msgspec import Struct

from app.accounts.models import Role, User
from app.engine.council_route import ROUTE, Act
from app.engine.grounds import Rung
from app.engine.reduction import Kind, RowNamed, Shortfall, Verdict
from app.engine.reduction_words import (
    next_step,
    noted_words,
    shortfall_words,
    verdict_document,
)
from app.pathway.gate import Gate


class Told(Struct, frozen=True):
    """A shortfall, or something seen beside a reduction, in words: what to do, and the rows."""

    words: str
    next: str
    rows: tuple[RowNamed, ...]


class GatePage(Struct, frozen=True, dict=True):
    """A gate as it is shown to somebody. `whole` says whether they see all of the comparison: to
    others no more is told than that."""

    gate: Gate
    actor: User
    whole: bool
    act: Act

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on the least that may be decided here: one level down, or closing."""
        gate = self.gate
        if self.act is Act.CLOSE:
            return gate.closing
        return gate.verdict_on(self.act, gate.lower_levels[0] if gate.lower_levels else None)

    @property
    def shown(self) -> bool:
        """Whether the comparison shows a reduction, whatever the council’s route asks besides."""
        return self.verdict.kinds <= ROUTE | {Kind.TWO_LEVELS}

    @property
    def not_agreed(self) -> bool:
        """Whether the agreement of the multi-agency discussion is missing."""
        return bool(self.verdict.kinds & ROUTE)

    @property
    def shortfalls(self) -> list[Told]:
        """What falls short, one by one."""
        return told_shortfalls(self.verdict.shortfalls)

    @property
    def noted(self) -> list[Told]:
        """What is to be seen beside it."""
        return [Told(noted_words(one), "", one.rows) for one in self.verdict.noted]

    @property
    def only_not_agreed(self) -> bool:
        """Whether that is all that bars every route."""
        return self.verdict.kinds & self.act.never <= ROUTE

    @property
    def never(self) -> bool:
        """Whether no route is open to anybody before something else is dealt with."""
        return bool(self.verdict.kinds & self.act.never)

    @cached_property
    def too_near(self) -> str:
        """Why the actor, being a senior, may not use the exceptional route; blank for others."""
        return self.gate.too_near(self.actor) if self.actor.senior else ""

    @property
    def signed_too(self) -> bool:
        """Whether the actor signed the comparison that they would decide on."""
        cited = self.gate.cited
        return cited is not None and cited.by_id == self.actor.id

    @property
    def may_be_exceptional(self) -> bool:
        """Whether the actor may use the exceptional route."""
        return self.actor.senior and not self.too_near and not self.never

    @property
    def open(self) -> bool:
        """Whether the form is open to the actor."""
        if not (self.actor.is_(Role.REVIEWER) and self.whole) or self.never:
            return False
        return not self.verdict.needs_exceptional or self.may_be_exceptional


def told_shortfalls(shortfalls: Iterable[Shortfall]) -> list[Told]:
    """Shortfalls in words."""
    return [Told(shortfall_words(one), next_step(one), one.rows) for one in shortfalls]


def gate_document(page: GatePage) -> dict[str, Any]:
    """The verdict before anything is decided, as the API tells it."""
    gate = page.gate
    stands, recorded, cited = gate.in_force, gate.recorded, gate.cited
    return {
        "case": gate.case.id,
        "level": {"in_force": _level(stands.level if stands else None),
                  "agreed": bool(stands and stands.agreed),
                  "recorded": _level(recorded.level if recorded else None)},
        "earlier": gate.pair[0] if gate.pair else None,
        "later": gate.pair[1] if gate.pair else None,
        "cited": {"sign_off": cited.id, "root": cited.root, "by": cited.by_name,
                  "at": cited.at.isoformat()} if cited else None,
        "verdict": verdict_document(page.verdict) if page.whole else None,
        "levels": [_level(one) for one in gate.lower_levels],
        "open_to_you": page.open,
        "exceptional_route_open_to_you": page.whole and page.may_be_exceptional,
    }


def _level(rung: Rung | None) -> dict[str, Any] | None:
    return {"id": rung.id, "title": rung.title, "rank": rung.rank} if rung else None
