"""What the front page of a case, and its page of documents, show of its assessments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from app.accounts.models import User
from app.assessments import queries
from app.assessments.case_level import newest_of_each
from app.assessments.immediate import asked_as
from app.assessments.models import Assessment
from app.assessments.queries import Submitted
from app.cases.models import Case
from app.cases.panels import register_panel
from app.cases.withholding import keys_withheld
from app.clock import today_in_london
from app.definitions.queries import load
from app.definitions.standards import over_time
from app.engine.reading import WITHHELD


class Form(NamedTuple):
    """An assessment as a document: what it is in words, who saved or submitted it, and when."""

    assessment: Assessment
    words: str
    author: str
    on: date | datetime


def register() -> None:
    """Add the panels to every case."""
    register_panel(10, "assessments/panel_banner.html", banner, slot="banner")
    register_panel(10, "assessments/panel_next.html", following, slot="next")
    register_panel(10, "assessments/panel_list.html", listed)
    register_panel(10, "assessments/panel_documents.html", documents, slot="documents")


def banner(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """Answers in a draft that call for action now (S4.33)."""
    calls = [call for draft in queries.drafts_of(case.id)
             for call in queries.action_calls(draft.assessment)]
    if not calls:
        return None
    return {"calls": [(call, asked_as(call).label) for call in calls]}


def following(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """Drafts to go on with, reviews to start, a first toolkit to begin (S0.1).

    A review due by `announced` is announced, as long before as the practice standards say (S1.27).
    """
    drafts = queries.drafts_of(case.id)
    drafted = {draft.assessment.slug for draft in drafts}
    standards = over_time()
    reviews = [
        (one, queries.review_due(one.submission, standards))
        for one in newest_of_each(queries.submitted_assessments(case.id))
        if one.assessment.slug not in drafted
    ]
    if case.is_closed:
        reviews = []
    today = today_in_london(now)
    return {"drafts": drafts, "reviews": reviews, "today": today,
            "announced": today + timedelta(days=standards.at(now).review_reminder_days),
            "none": not drafts and not reviews and not case.is_closed}


def listed(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """Every submitted assessment, with boxes to choose two for comparing, and by its revision why
    the level was judged otherwise."""
    done = queries.submitted_assessments(case.id)
    reasons = {one.standing.id: _why_judged(case, actor, one) for one in done}
    return {"done": done, "reasons": reasons} if done else None


def documents(case: Case, actor: User, now: datetime) -> dict[str, Any] | None:
    """Drafts, then what was submitted, as documents of the case (S0.4)."""
    forms = [*_drafts(case), *_completed(case)]
    return {"forms": forms} if forms else None


def _drafts(case: Case) -> Iterator[Form]:
    for draft in queries.drafts_of(case.id):
        kind = draft.assessment.kind.words.lower()
        yield Form(draft.assessment, f"Draft, {kind}", draft.head.author_name, draft.head.at)


def _completed(case: Case) -> Iterator[Form]:
    for one in queries.submitted_assessments(case.id):
        kind = one.assessment.kind.words.lower()
        added = ", added to" if one.standing.id != one.submission.id else ""
        yield Form(one.assessment, f"Completed, {kind}{added}", one.submission.author_name,
                   one.submission.assessed_on)


def _why_judged(case: Case, actor: User, one: Submitted) -> str:
    summary, judgement = one.summary, load(one.standing.version_id).judgement
    if not summary.reason or summary.level_rank == summary.calculated_rank or judgement is None:
        return ""
    withheld = keys_withheld(actor, case, load(one.standing.version_id))
    return WITHHELD if judgement.reason_key in withheld else summary.reason
