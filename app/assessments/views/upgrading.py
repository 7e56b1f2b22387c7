"""Moving a draft to the version in use and back, and what was typed on a page from before."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.accounts.access import access
from app.assessments import history, operations, queries
from app.assessments.forms import UndoUpgradeForm, UpgradeForm
from app.assessments.grace import grace_of
from app.assessments.models import Assessment
from app.assessments.operations.keeping import form_of
from app.assessments.pages import tokens
from app.assessments.pages.kept import kept_page as kept_page_of
from app.assessments.pages.reading import changed_between
from app.assessments.upgrading import Upgrade, upgraded
from app.assessments.views.pages import actor, attempt, blueprint, secret, show
from app.assessments.views.sections import edit_of
from app.assessments.withholding import withheld_in
from app.cases.access import CASEWORKERS
from app.clock import now
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, pairing
from app.engine.answers import Answers
from app.errors import NotFound


@blueprint.route("/assessments/<int:assessment_id>/upgrade", methods=["GET", "POST"])
@access(*CASEWORKERS)
def upgrade(assessment_id: int) -> ResponseReturnValue:
    """What becomes of each answer in the version in use, and the button that moves the draft."""
    found, form = queries.get_assessment(actor(), assessment_id), UpgradeForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.upgrade(
        actor=actor(), now=now(), assessment_id=assessment_id,
        to_number=form.to_number.data or 0, seen_number=form.seen_number.data or 0,
        save_id=form.save_id.data or "",
    )):
        flash("Moved. Every answer from before stays in the history.", "success")
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    found = queries.get_assessment(actor(), assessment_id)
    grace = grace_of(found, now()) if queries.is_draft(found) else None
    if grace is None:
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    state = history.latest(found, definition_of(found.version))
    form.renew(state.number, grace.live.number)
    return show(
        "assessments/upgrade.html", found, "looked at moving", form, grace=grace,
        moved=_moved(found, state.answers, grace.live), number=state.number)


@blueprint.route("/assessments/<int:assessment_id>/upgrade/undo", methods=["GET", "POST"])
@access(*CASEWORKERS)
def undo_upgrade(assessment_id: int) -> ResponseReturnValue:
    """What was answered since a draft was moved, and the button that moves it back."""
    found, form = queries.get_assessment(actor(), assessment_id), UndoUpgradeForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.undo_upgrade(
        actor=actor(), now=now(), assessment_id=assessment_id,
        seen_number=form.seen_number.data or 0, save_id=form.save_id.data or "",
    )):
        flash("Moved back. The answers are as they were before; what was answered since stays in "
              "the history.", "success")
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    found = queries.get_assessment(actor(), assessment_id)
    last = queries.standing_upgrade(found)
    if last is None or not queries.is_draft(found):
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    head = queries.head_of(found)
    form.renew(head.number)
    return show(
        "assessments/undo_upgrade.html", found, "looked at moving back", form, last=last,
        earlier=queries.revision(found, last.number - 1),
        since=changed_between(found, last.number, head.number, _withheld(found, found.version)))


def _moved(found: Assessment, answers: Answers, to: DefinitionVersion) -> Upgrade:
    """What becomes of the answers that the actor may see."""
    return upgraded(
        answers.without(_withheld(found, found.version)), pairing(found.version, to))


def _withheld(found: Assessment, version: DefinitionVersion) -> frozenset[str]:
    return withheld_in(actor(), found.case, definition_of(version))


@blueprint.get("/assessments/<int:assessment_id>/kept/<int:kept_id>")
@access(*CASEWORKERS)
def kept_page(assessment_id: int, kept_id: int) -> ResponseReturnValue:
    """What was typed on a page of another version, and where it would go."""
    found = queries.get_assessment(actor(), assessment_id)
    post = queries.get_kept_post(actor(), found, kept_id)
    form: MultiDict[str, str] = MultiDict(form_of(post))
    token = tokens.of_page(secret(), form.get("page", ""))
    if token is None:
        raise NotFound("What was kept cannot be read any more.")
    return show(
        "assessments/kept_page.html", found, "viewed",
        kept=kept_page_of(found, post, token.opened, edit_of(token, form)),
        draft=queries.is_draft(found))
