"""Deciding between two answers, and about what was sent while signed out."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.accounts.access import access
from app.assessments import operations, queries
from app.assessments.models import Assessment, KeptPost
from app.assessments.models.kept import Choice as Chosen
from app.assessments.operations.keeping import form_of
from app.assessments.pages import tokens
from app.assessments.pages.reading import Choice, choices, combined_unit
from app.assessments.views.pages import actor, blueprint, secret, section_url, show
from app.assessments.views.sections import edit_of
from app.cases.access import CASEWORKERS
from app.clock import now
from app.engine.merging import Unit
from app.errors import NotFound, Refused

_CHOICES = {one.value: one for one in (Chosen.THEIRS, Chosen.MINE, Chosen.COMBINED)}


@blueprint.get("/assessments/<int:assessment_id>/conflicts")
@access(*CASEWORKERS)
def conflicts(assessment_id: int) -> ResponseReturnValue:
    """The next question that two people answered differently, with both answers."""
    return _ask(queries.get_assessment(actor(), assessment_id))


@blueprint.post("/assessments/<int:assessment_id>/conflicts/<int:edit_id>")
@access(*CASEWORKERS)
def choose_answer(assessment_id: int, edit_id: int) -> ResponseReturnValue:
    """Take one of two answers, or a combined one."""
    found = queries.get_assessment(actor(), assessment_id)
    chosen = _CHOICES.get(request.form.get("choice", ""))
    if chosen is None:
        return _ask(found, edit_id)
    operations.resolve_conflict(
        actor=actor(), now=now(), assessment_id=assessment_id, kept_edit_id=edit_id,
        choice=chosen, seen_number=request.form.get("seen_number", 0, int),
        combined=_combined(found, edit_id) if chosen is Chosen.COMBINED else None)
    left = queries.unresolved_edits(found)
    flash("Your choice is saved. Both answers stay in the history.", "success")
    return redirect(url_for(
        f"assessments.{'conflicts' if left else 'assessment'}", assessment_id=assessment_id))


@blueprint.post("/assessments/<int:assessment_id>/kept/<int:kept_id>")
@access(*CASEWORKERS)
def kept(assessment_id: int, kept_id: int) -> ResponseReturnValue:
    """Put back what was sent while signed out, or offer it no longer."""
    found = queries.get_assessment(actor(), assessment_id)
    post = queries.get_kept_post(actor(), found, kept_id)
    given: dict[str, Any] = {
        "actor": actor(), "now": now(), "assessment_id": assessment_id, "kept_post_id": kept_id}
    if request.form.get("intent") == "discard":
        operations.discard_kept_post(**given)
        return redirect(_page_of(found, post))
    form: MultiDict[str, str] = MultiDict(form_of(post))
    token = tokens.read(
        secret(), form.get("page", ""), assessment_id=assessment_id, user_id=actor().id,
        section=post.section)
    saved = operations.put_back_kept_post(
        **given, opened=token.opened, edit=edit_of(token, form))
    flash("What you typed is back in the draft.", "success")
    if saved.conflicts:
        return redirect(url_for("assessments.conflicts", assessment_id=assessment_id))
    return redirect(_page_of(found, post))


def _ask(found: Assessment, edit_id: int | None = None) -> ResponseReturnValue:
    """The page of the first choice; of one that was sent without choosing, with what was typed."""
    worked_out = queries.computed_for(actor(), found)
    left = choices(found, worked_out)
    again = next((one for one in left if one.edit.id == edit_id), None)
    summary = [{"text": "Choose one of the two answers, or the combined one",
                "href": f"#choice-{edit_id}-theirs"}] if again else []
    page = make_response(show(
        "assessments/conflicts.html", found, "viewed", choice=again or next(iter(left), None),
        left=len(left), seen_number=worked_out.revision.number, error_summary=summary,
        typed=request.form if again else {}))
    page.status_code = 422 if again else 200
    return page


def _page_of(found: Assessment, post: KeptPost) -> str:
    """Where it was typed, or the task list where that is a page of another version."""
    if post.is_of(found.version_id):
        return section_url(found, post.section)
    return url_for("assessments.assessment", assessment_id=found.id)


def _combined(found: Assessment, edit_id: int) -> Unit:
    choice = _choice(found, edit_id)
    said = [
        (address, words) for number, (address, _, _) in enumerate(choice.combined)
        if (words := request.form.get(f"combined-{number}")) is not None
    ]
    if not any(words.strip() for _, words in said):
        raise Refused("Write the combined answer first.")
    return combined_unit(choice, [(a, words.replace("\r\n", "\n")) for a, words in said])


def _choice(found: Assessment, edit_id: int) -> Choice:
    for choice in choices(found, queries.computed_for(actor(), found)):
        if choice.edit.id == edit_id:
            return choice
    raise NotFound("There is no choice to make here. Somebody may have made it already.")
