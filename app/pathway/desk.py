"""What this room puts on the reviewer’s desk: discussions that were asked for."""

from __future__ import annotations

from collections.abc import Iterator

from app.cases.models import Case
from app.pathway import queries
from app.reviews.desk_items import Waiting, register_desk_source
from app.reviews.models.desk import Why


def register() -> None:
    """Add them to what the desk lists of every open case."""
    register_desk_source("discussions", waiting)


def waiting(case: Case) -> Iterator[Waiting]:
    """What was asked for and is not decided on, and what two managers have to discuss first."""
    for act, request in queries.standing_requests(case.id).items():
        last = request.last
        if last is None:
            yield Why.DISCUSSION, act.value, request.at
        elif last.managers is not None:
            yield Why.DISCUSSION, act.value, last.managers.at
        elif not last.agreed:
            yield Why.MANAGERS, act.value, last.at
