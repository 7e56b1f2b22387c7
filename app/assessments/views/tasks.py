"""The front page of an assessment: the task list of a draft, or what was submitted."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.assessments import queries
from app.assessments.carrying import LeftBehind
from app.assessments.computing import Computed
from app.assessments.grace import grace_of
from app.assessments.immediate import asked_as, calling_now, taken_back
from app.assessments.models import Assessment, KeptEdit
from app.assessments.notices import notices_of
from app.assessments.pages.harm import on_record
from app.assessments.pages.last_time import LastTime, last_time
from app.assessments.pages.reading import reading
from app.assessments.pages.section import task_list
from app.assessments.views.pages import actor, blueprint, show
from app.assessments.withholding import withheld_in
from app.cases.access import CASEWORKERS
from app.clock import now, today_in_london
from app.definitions.queries import definition_of
from app.engine.withheld_rows import hides


@blueprint.get("/assessments/<int:assessment_id>")
@access(*CASEWORKERS)
def assessment(assessment_id: int) -> ResponseReturnValue:
    """Where a draft stands and what is left to do; or the assessment as it was submitted."""
    found = queries.get_assessment(actor(), assessment_id)
    if queries.is_submitted(found):
        return _submitted(found)
    if not queries.is_draft(found):
        return redirect(url_for(
            "assessments.revision", assessment_id=assessment_id,
            number=queries.head_of(found).number))
    if must_read_guidance(found):
        return redirect(url_for("assessments.guidance", assessment_id=assessment_id))
    return _draft(found)


def must_read_guidance(found: Assessment) -> bool:
    """Whether the actor has not yet acknowledged the guidance of the toolkit (S1.1)."""
    return bool(definition_of(found.version).guidance) and not queries.has_read_guidance(
        actor(), found.version_id)


def _draft(found: Assessment) -> ResponseReturnValue:
    worked_out = queries.computed_for(actor(), found, today=today_in_london(now()))
    last, calls = last_time(found), queries.action_calls(found)
    return show(
        "assessments/tasks.html", found, "viewed",
        computed=worked_out, journey=task_list(actor(), worked_out), last=last,
        due=queries.review_due_of(found.previous) if last and found.previous else None,
        immediate=calling_now(worked_out.definition, worked_out.answers),
        taken_back=taken_back(worked_out.definition, worked_out.answers, calls),
        conflicts=_undecided(worked_out), kept=queries.kept_posts(actor(), found),
        head=worked_out.revision, grace=grace_of(found, now()), asked_as=asked_as,
        moved=queries.standing_upgrade(found), left_behind=_left_behind(found, last),
    )


def _undecided(found: Computed) -> list[KeptEdit]:
    """The answers between which somebody has to decide, of those that the actor may see."""
    return [edit for edit in queries.unresolved_edits(found.assessment)
            if not hides(found.withheld, edit.address)]


def _left_behind(found: Assessment, last: LastTime | None) -> list[LeftBehind]:
    """What could not be carried over, of the answers that the actor may see."""
    if last is None:
        return []
    withheld = withheld_in(actor(), found.case, last.pairing.earlier)
    return [one for one in last.left_behind if not hides(withheld, one.entry.key)]


def _submitted(found: Assessment) -> ResponseReturnValue:
    submission = queries.submission_of(found)
    addenda = [one for one in queries.revisions_of(found)
               if one.complete and one.id != (submission.id if submission else None)]
    return show(
        "assessments/read.html", found, "viewed",
        reading=reading(queries.computed_for(actor(), found)), submission=submission,
        addenda=addenda,
        harm=on_record(found), may_end_harm=actor().is_(Role.REVIEWER),
        kept=queries.kept_posts(actor(), found), notices=notices_of(found, actor()),
    )
