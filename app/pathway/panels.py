"""What the front page of a case shows of decisions: the level agreed, beside the one recorded, and
how far a multi-agency discussion has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.accounts.models import Role, User
from app.assessments.withholding import anything_withheld
from app.cases.models import Case
from app.cases.panels import register_link, register_panel
from app.cases.queries import summary_of
from app.cases.withholding import register_told
from app.pathway import queries
from app.pathway.asked_page import asked_pages


def register() -> None:
    """Add the panels and the page of decisions to every case, and withhold the note of an agreement
    from whom the words of the discussion are withheld."""
    register_panel(5, "pathway/panel_level.html", level_agreed)
    register_panel(5, "pathway/panel_past.html", level_then, slot="past")
    register_panel(6, "pathway/panel_discussions.html", discussed)
    register_panel(6, "pathway/panel_discussed.html", discussed_then, slot="past")
    register_link(50, "Decisions", "pathway.decisions")
    register_told("discussion-request", anything_withheld)


def level_agreed(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """The level that the case stands at, by which decision, and what may be decided next."""
    stands, recorded = queries.in_force(case.id), summary_of(case)
    rank = recorded.level_rank
    return {
        "stands": stands, "decides": actor.is_(Role.REVIEWER),
        "reached": queries.reached(stands.set_by) if stands and stands.set_by else None,
        "lower": recorded.level_title if (
            stands and rank is not None and rank < stands.level.rank) else None,
    }


def discussed(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """The acts that need a discussion or for which one was asked; nothing where there are none."""
    asked = asked_pages(case, actor, now)
    return {"asked": asked} if asked else None


def level_then(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """The level that the case stood at and what had been decided, at an earlier moment."""
    stands = queries.in_force(case.id, now)
    return {
        "stands": stands,
        "reached": queries.reached(stands.set_by) if stands and stands.set_by else None,
        "withheld": anything_withheld(actor, case),
        "decisions": [one for one in queries.decisions_of(case) if one.at <= now],
    }


def discussed_then(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """What had been asked for and discussed by an earlier moment; nothing where nothing had."""
    requests = [one for one in queries.discussion_requests(case) if one.at <= now]
    withheld = anything_withheld(actor, case)
    return {"requests": requests, "until": now, "withheld": withheld} if requests else None
