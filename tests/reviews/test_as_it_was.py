"""What was known when: what is said of a day is what the queries said on that day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.background import standing_harm
from app.assessments.computing import Computed, computed
from app.assessments.pages.harm import held_words
from app.assessments.pages.reading import reading
from app.audit.models import AuditEvent
from app.cases import queries as cases
from app.cases.models import Case, CaseSummary
from app.clock import today_in_london
from app.database import db
from app.definitions.standards import standards_on
from app.errors import Refused
from app.pathway.queries import in_force
from app.reviews import queries
from app.reviews.schemas import comparison_document
from tests.assessments.conftest import Worker
from tests.reviews.goings_on import GoingsOn, paperless

__all__ = ["paperless"]

both = pytest.mark.both_databases
Snapshot = dict[str, Any]


def model_of(found: Computed) -> Any:
    """All that an assessment comes to, and every word of it."""
    result = found.result
    said = reading(found)
    return (
        found.revision.id, result.level and result.level.id, result.calculated.words,
        result.judged_reason, result.held, sorted(found.background.held),
        dict(found.background.last_known.values), found.background.earlier_harm,
        {name: str(one.interval) for name, one in result.measures.items()},
        found.standards, held_words(found), repr(said.sections), repr(said.not_asked),
    )


def as_it_is(case: Case, reviewer: User, now: Any) -> Snapshot:
    """What today's queries say."""
    today, summary = today_in_london(now), db.session.get_one(CaseSummary, case.id)
    done, drafts = assessments.submitted_assessments(case.id), assessments.drafts_of(case.id)
    return {
        "level": (summary.level_id, summary.level_title, summary.level_rank, summary.calculated,
                  summary.highest_title, summary.highest_rank, summary.highest_on, summary.as_at,
                  summary.review_due, summary.actual_harm),
        "submitted": [(one.assessment.id, one.submission.id, one.standing.id,
                       one.summary.calculated, assessments.review_due(one.submission))
                      for one in done],
        "drafts": [(one.assessment.id, one.head.id) for one in drafts],
        "models": {one.assessment.id: model_of(computed(one.assessment, today=today))
                   for one in (*done, *drafts)},
        "harm": [one.id for one in standing_harm(case.id)],
        "calls": [one.id for draft in drafts[::-1]
                  for one in assessments.action_calls(draft.assessment)],
        "danger": [one.id for one in cases.standing_danger(case)],
        "notes": [one.text for one in cases.notes_of(case).notes],
        "who": (case.team_id, case.worker_id, case.reviewer_id, case.restricted, case.closed_at),
        "highest": queries.highest_ever(case.id),
        "compared": compared(lambda: queries.compared(
            reviewer, case.id, *queries.latest_pair(case.id))),
        "standards": standards_on(today),
        "stands at": in_force(case.id),
        "signed": [(one.id, queries.standing(one, now))
                   for one in queries.sign_offs(reviewer, case.id)],
        "to sign": queries.baseline(case.id, slug_of(done)),
    }


def as_it_was(case: Case, reviewer: User, on: date, today: date) -> Snapshot:
    """What is said of a day afterwards."""
    found = queries.case_as_it_was(reviewer, case.id, on, today)
    level, past, until = found.level, found.past, found.moment.until
    told = {one.assessment.id: queries.assessment_as_it_was(
        reviewer, one.assessment.id, on, today) for one in (*found.submitted, *found.drafts)}
    return {
        "level": (level.level_id, level.level_title, level.level_rank, level.calculated,
                  level.highest_title, level.highest_rank, level.highest_on, level.as_at,
                  level.review_due, level.actual_harm),
        "submitted": [(one.assessment.id, one.submission.id, one.standing.id,
                       one.summary.calculated, told[one.assessment.id].review_due)
                      for one in found.submitted],
        "drafts": [(one.assessment.id, one.head.id) for one in found.drafts],
        "models": {number: model_of(one.computed) for number, one in told.items()},
        "harm": [one.id for one in found.harm],
        "calls": [one.id for one in found.calls],
        "danger": [one.id for one in past.dangers],
        "notes": [one.text for one in past.notes.notes],
        "who": (past.allocation.team_id, past.allocation.worker_id, past.allocation.reviewer_id,
                past.restricted, past.closed_at),
        "highest": queries.highest_ever(case.id, until),
        "compared": compared(lambda: queries.compared_as_it_was(
            reviewer, case.id, None, None, on, today)),
        "standards": standards_on(on),
        "stands at": in_force(case.id, until),
        "signed": [(one.id, how) for one, how in found.signed],
        "to sign": queries.baseline(case.id, slug_of(found.submitted), until),
    }


def slug_of(done: Any) -> str:
    return done[0].assessment.slug if done else ""


def compared(find: Any) -> Any:
    """The comparison of the last two as JSON; why there is none, where there is none."""
    try:
        return comparison_document(find())
    except Refused as refused:
        return refused.message


@both
@settings(max_examples=4)
@given(seed=st.integers(0, 10**6))
def test_what_is_said_of_a_day_is_what_was_said_on_that_day(
    app: Any, practitioner: User, reviewer: User, paperless: None, now: Any,
    seed: int,
) -> None:
    """Whatever happens afterwards, in the case or to its toolkit and the practice standards."""
    worker = Worker(practitioner, latest(now))
    story = GoingsOn(worker, reviewer, Random(seed))
    said: dict[date, Snapshot] = {}
    for _ in range(14):
        story.happen()
        said[today_in_london(worker.now)] = as_it_is(story.case, reviewer, worker.now)
    for on, then in said.items():
        afterwards = as_it_was(story.case, reviewer, on, today_in_london(worker.now))
        for what, words in then.items():
            assert afterwards[what] == words, (on, what)


def latest(now: Any) -> Any:
    """A time after all that was recorded so far: what is tried before shares the database."""
    last = db.session.scalar(select(func.max(AuditEvent.at)))
    return max(now, last + timedelta(days=2)) if last else now
