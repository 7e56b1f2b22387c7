"""How far a multi-agency discussion has come, in words, and what whoever looks may do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from app.accounts.models import Role, User
from app.cases.models import Case
from app.clock import show_date
from app.engine.council_route import Act
from app.pathway import queries
from app.pathway.agreement import acts_discussed
from app.pathway.models import Discussion, DiscussionRequest


class AskedPage(Struct, frozen=True):
    """An act that needs a discussion, or was asked for, as it is shown to somebody; nothing is
    open in a closed case."""

    case: Case
    actor: User
    act: Act
    request: DiscussionRequest | None
    needed: bool

    @property
    def words(self) -> str:
        """How far it has come, in sentences."""
        if self.request is None:
            return f"Nobody has asked for a discussion on {self.act.doing}."
        said, last = _asked(self.request), self.request.last
        return f"{said} {_last(last, self.act)}" if last else f"{said} {_UNRECORDED}"

    @property
    def may_ask(self) -> bool:
        """Whether it may be asked for now."""
        return self.needed and self.request is None and not self.case.is_closed

    @property
    def for_managers(self) -> bool:
        """Whether two managers have to discuss it first."""
        last = self.request.last if self.request else None
        return last is not None and not last.agreed and last.managers is None

    @property
    def discussed(self) -> bool:
        """Whether something was decided on it already."""
        return self.request is not None and self.request.last is not None

    @property
    def agreed(self) -> bool:
        """Whether the last word was an agreement; what it is worth now is for the gate to say."""
        last = self.request.last if self.request else None
        return last is not None and last.agreed

    @property
    def too_near(self) -> bool:
        """Whether the actor asked for it or recommended it, so that another records it."""
        one = self.request
        return one is not None and self.actor.id in (one.by_id, one.recommended_by_id)

    @property
    def may_record(self) -> bool:
        """Whether the actor may record what a discussion decided."""
        return self._open and not self.for_managers and not self.too_near

    @property
    def may_record_managers(self) -> bool:
        """Whether the actor may record what two managers came to."""
        return self._open and self.for_managers

    @property
    def may_withdraw(self) -> bool:
        """Whether the actor may take back what was asked for."""
        one = self.request
        return one is not None and (self._open or self.actor.id == one.by_id)

    @property
    def _open(self) -> bool:
        return (self.request is not None and self.actor.is_(Role.REVIEWER)
                and not self.case.is_closed)


_UNRECORDED = "What the discussion decided is not recorded yet."


def asked_pages(case: Case, actor: User, now: datetime) -> Sequence[AskedPage]:
    """The acts that need a discussion by the standards of the day, or were asked for."""
    needed, standing = acts_discussed(now), queries.standing_requests(case.id)
    return [AskedPage(case, actor, act, standing.get(act), act in needed)
            for act in Act if act in needed or act in standing]


def _asked(request: DiscussionRequest) -> str:
    return (f"On {show_date(request.at)} {request.by_name} asked for a discussion on "
            f"{request.act.doing}. {request.recommended_by_name} recommends it.")


def _last(one: Discussion, act: Act) -> str:
    said = f"The discussion of {show_date(one.held_on)}"
    if one.agreed:
        return f"{said} agreed. Whether that still holds stands on the page for {act.doing}."
    if one.managers is None:
        return f"{said} did not agree, and the two managers have not discussed it yet."
    return (f"{said} did not agree. On {show_date(one.managers.held_on)} two managers put it to "
            f"the discussion again. {_UNRECORDED}")
