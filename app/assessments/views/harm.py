"""Recording that actual harm no longer takes place."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.assessments import operations
from app.assessments.background import get_harm
from app.assessments.forms import HarmEndingForm
from app.assessments.views.pages import actor, attempt, blueprint, show
from app.cases.queries import get_case
from app.clock import now
from app.definitions.queries import load
from app.definitions.standards import standards_at
from app.errors import NotFound


@blueprint.route("/cases/<int:case_id>/harm/<int:harm_id>/end", methods=["GET", "POST"])
@access(Role.REVIEWER)
def end_harm(case_id: int, harm_id: int) -> ResponseReturnValue:
    """Since when it no longer takes place, what shows it, and what protects now (X19)."""
    case = get_case(actor(), case_id)
    harm, form = get_harm(case.id, harm_id), HarmEndingForm()
    if harm.ending is not None and not form.is_submitted():
        raise NotFound("The end of this harm is recorded already.")
    if form.validate_on_submit() and attempt(form, lambda: operations.end_harm(
        actor=actor(), now=now(), case_id=case_id, harm_id=harm_id, **form.facts()
    )):
        flash("Recorded. What was recorded before stays, and so does the highest level ever.",
              "success")
        return redirect(url_for("cases.front", case_id=case_id))
    question = load(harm.version_id).questions[harm.question_key]
    return show(
        "assessments/end_harm.html", harm.revision.assessment, "viewed harm in", form,
        harm=harm, question=question, months=standards_at(now()).past_harm_months)
