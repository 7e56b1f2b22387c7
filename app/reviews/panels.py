"""What cases and assessments show of this room: changes asked for, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from app.accounts.models import User
from app.assessments.models import Assessment
from app.assessments.notices import register_notice
from app.assessments.queries import standing_of
from app.assessments.withholding import withheld_in
from app.cases.models import Case
from app.cases.panels import register_panel
from app.definitions.queries import definition_of
from app.engine.withheld_rows import hides
from app.reviews import queries
from app.reviews.models import ChangeRequest, ChangeRequestQuestion


class Asked(NamedTuple):
    """A question that somebody may see is to be added to, and the section it stands in; None where
    it is gone."""

    question: ChangeRequestQuestion
    section: str | None


def register() -> None:
    """Add the panel to every case and the notices to every submitted assessment."""
    register_panel(5, "reviews/panel_changes.html", asked_in_case, slot="next")
    register_notice("reviews/notice_changes.html", asked_of)
    register_notice("reviews/notice_compared.html", compared_with_last)


def asked_in_case(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """The changes that are asked for in a case and not made yet."""
    return _listed(actor, queries.open_requests(case.id))


def asked_of(assessment: Assessment, actor: User) -> dict[str, Any] | None:
    """Those of one assessment."""
    return _listed(actor, queries.open_requests(assessment.case_id, assessment.id))


def compared_with_last(assessment: Assessment, actor: User) -> dict[str, Any] | None:
    """The two sides of the comparison of a review with the assessment before it."""
    previous = assessment.previous
    earlier, later = previous and standing_of(previous), standing_of(assessment)
    return {"earlier": earlier, "later": later} if earlier and later else None


def asked_for(actor: User, request: ChangeRequest) -> list[Asked]:
    """What was asked to be added to, answered or not, each with its section. What is withheld from
    the actor is left out."""
    definition = definition_of(request.assessment.version)
    withheld = withheld_in(actor, request.assessment.case, definition)
    sections = {key: section.key for key, section in definition.section_of.items()}
    return [Asked(one, sections.get(one.key)) for one in request.questions
            if not hides(withheld, one.key)]


def _listed(actor: User, requests: Sequence[ChangeRequest]) -> dict[str, Any] | None:
    asked = [(request, [one for one in asked_for(actor, request) if one.question.answer is None])
             for request in requests]
    shown = [(request, questions) for request, questions in asked if questions]
    return {"requests": shown} if shown else None
