"""Checking answers, submitting them, and sharing a draft that is not finished."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.assessments import operations, queries
from app.assessments.computing import Computed
from app.assessments.evidence_form import SubmitForm, submit_form
from app.assessments.forms import ReasonForm, SetAsideForm, ShareForm
from app.assessments.grace import grace_of
from app.assessments.immediate import asked_as, calling_now
from app.assessments.models import Assessment
from app.assessments.notices import notices_of
from app.assessments.pages.reading import problems, reading
from app.assessments.views.pages import actor, attempt, blueprint, section_url, show
from app.assessments.views.tasks import must_read_guidance
from app.cases.access import CASEWORKERS
from app.clock import now, today_in_london
from app.engine.validation import Finding
from app.errors import NotFound


@blueprint.get("/assessments/<int:assessment_id>/check")
@access(*CASEWORKERS)
def check(assessment_id: int) -> ResponseReturnValue:
    """Every answer on one page, and what is left before it can be submitted."""
    found = queries.get_assessment(actor(), assessment_id)
    if not queries.is_draft(found) or must_read_guidance(found):
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    worked_out = queries.computed_for(actor(), found, today=today_in_london(now()))
    return _check_page(found, worked_out, _submit_form(worked_out))


@blueprint.route("/assessments/<int:assessment_id>/submit", methods=["GET", "POST"])
@access(*CASEWORKERS)
def submit(assessment_id: int) -> ResponseReturnValue:
    """Submit what was checked; where something is missing, the page is shown again and says so."""
    found = queries.get_assessment(actor(), assessment_id)
    worked_out = queries.computed_for(actor(), found, today=today_in_london(now()))
    form = _submit_form(worked_out)
    if form.validate_on_submit():
        try:
            operations.submit(
                actor=actor(), now=now(), assessment_id=assessment_id,
                seen_number=form.seen_number.data or 0, save_id=form.save_id.data or "",
                evidence=form.said(), why_carried=form.why_carried.data or "")
            return redirect(url_for("assessments.submitted", assessment_id=assessment_id))
        except operations.Incomplete as error:
            return _check_page(found, worked_out, form, error.findings)
        except operations.GraceOver:
            return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    elif form.errors and queries.is_draft(found):
        return _check_page(found, worked_out, form)
    return redirect(url_for("assessments.check", assessment_id=assessment_id))


@blueprint.get("/assessments/<int:assessment_id>/submitted")
@access(*CASEWORKERS)
def submitted(assessment_id: int) -> ResponseReturnValue:
    """What was submitted, what it came to and what happens next."""
    found = queries.get_assessment(actor(), assessment_id)
    submission = queries.submission_of(found)
    if submission is None:
        raise NotFound("This assessment has not been submitted.")
    worked_out = queries.computed_for(actor(), found, submission.number)
    return show(
        "assessments/submitted.html", found, "viewed", reading=reading(worked_out),
        submission=submission, notices=notices_of(found, actor()),
        immediate=calling_now(worked_out.definition, worked_out.answers))


@blueprint.route("/assessments/<int:assessment_id>/share", methods=["GET", "POST"])
@access(*CASEWORKERS)
def share(assessment_id: int) -> ResponseReturnValue:
    """Give the manager a draft to read as it is."""
    found, form = queries.get_assessment(actor(), assessment_id), ShareForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.share_unfinished(
        actor=actor(), now=now(), assessment_id=assessment_id, note=form.note.data or "",
        save_id=form.save_id.data or "",
    )):
        flash("Shared with your manager as it stands, marked unfinished. Your draft goes on.",
              "success")
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    return show("assessments/share.html", found, "viewed", form)


@blueprint.route("/assessments/<int:assessment_id>/set-aside", methods=["GET", "POST"])
@access(*CASEWORKERS)
def set_aside(assessment_id: int) -> ResponseReturnValue:
    """Give up a draft, with the reason."""
    found, form = queries.get_assessment(actor(), assessment_id), SetAsideForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.set_aside(
        actor=actor(), now=now(), assessment_id=assessment_id, reason=form.reason.data or "",
        save_id=form.save_id.data or "",
    )):
        flash("The draft is set aside. What was entered stays in its history.", "success")
        return redirect(url_for("cases.front", case_id=found.case_id))
    return show("assessments/set_aside.html", found, "viewed", form)


@blueprint.route(
    "/assessments/<int:assessment_id>/calls/<int:call_id>", methods=["GET", "POST"])
@access(*CASEWORKERS)
def explain_call(assessment_id: int, call_id: int) -> ResponseReturnValue:
    """Say why an answer that called for action was changed."""
    found, form = queries.get_assessment(actor(), assessment_id), ReasonForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.withdraw_action_call(
        actor=actor(), now=now(), assessment_id=assessment_id, call_id=call_id,
        reason=form.reason.data or "",
    )):
        flash("The reason is recorded. What was recorded before stays in the history.", "success")
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    call = queries.get_action_call(found, call_id)
    if call.withdrawal is not None and not form.is_submitted():
        raise NotFound("Why this answer was changed is said already.")
    return show("assessments/explain.html", found, "viewed", form, call=call, asked=asked_as(call))


def _submit_form(worked_out: Computed) -> SubmitForm:
    """What is asked once nothing is missing; where an answer calls for action nothing of it is
    needed, because danger waits for nothing."""
    if worked_out.revision.complete or operations.findings_of(worked_out, actor()):
        return submit_form((), needed=False)
    calling = calling_now(worked_out.definition, worked_out.answers)
    return submit_form(operations.stale_evidence(worked_out), needed=not calling,
                       all_carried=operations.needs_why_carried(worked_out))


def _check_page(
    found: Assessment, worked_out: Computed, form: SubmitForm,
    findings: tuple[Finding, ...] = (),
) -> ResponseReturnValue:
    """What is missing is a list until somebody presses the button, and an error from then on."""
    tried = form.is_submitted()
    form.tell(findings)
    listed = problems(
        worked_out.definition, operations.findings_of(worked_out, actor()),
        partial(section_url, found, show="missing" if tried else None))
    if not tried:
        form.seen_number.data = worked_out.revision.number
    return show(
        "assessments/check.html", found, "checked the answers of", form if tried else None,
        submitting=form, reading=reading(worked_out),
        error_summary=listed if tried else [], missing=listed,
        change=partial(section_url, found), standards=worked_out.standards,
        immediate=calling_now(worked_out.definition, worked_out.answers),
        grace=grace_of(found, now()),
    )
