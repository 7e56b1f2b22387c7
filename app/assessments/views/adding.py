"""Adding to a submitted assessment, with the reason."""

from __future__ import annotations


from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from app.accounts.access import access
from app.assessments import operations, queries
from app.assessments.forms import AddendumForm
from app.assessments.history import State
from app.assessments.models import Revision
from app.assessments.notices import notices_of
from app.assessments.operations.changing import Changing
from app.assessments.operations.joining import as_typed
from app.assessments.operations.keeping import form_of
from app.assessments.pages import tokens
from app.assessments.pages.section import SectionPage, section_page
from app.assessments.views.pages import (
    actor,
    blueprint,
    compiled_section,
    secret,
    show,
)
from app.assessments.views.sections import edit_of
from app.cases.access import CASEWORKERS
from app.clock import now
from app.engine.validation import Finding
from app.errors import Conflict, Refused
from app.rendering.summary import error_summary, messages


@blueprint.get("/assessments/<int:assessment_id>/add")
@access(*CASEWORKERS)
def add(assessment_id: int) -> ResponseReturnValue:
    """Choose the section to add to."""
    found = queries.get_assessment(actor(), assessment_id)
    if not queries.is_submitted(found):
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    return show("assessments/add.html", found, "viewed", notices=notices_of(found, actor()))


@blueprint.route("/assessments/<int:assessment_id>/add/<key>", methods=["GET", "POST"])
@access(*CASEWORKERS)
def add_to_section(assessment_id: int, key: str) -> ResponseReturnValue:
    """Add to one section. Nothing is kept until the reason is there, so this page saves by hand."""
    found = queries.get_assessment(actor(), assessment_id)
    if not queries.is_submitted(found):
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    submission = queries.submission_of(found)
    assert submission is not None
    page = section_page(actor(), found, key, submission.assessed_on)
    kept = _kept(page)
    form = AddendumForm(reason=kept.get("reason") if kept else None)
    if form.validate_on_submit():
        try:
            _add(page, form)
            flash("Added. What was submitted stays as it was.", "success")
            return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
        except operations.Incomplete as error:
            return _show(page, form, error.findings)
        except (Refused, Conflict) as error:
            form.refuse(error)
    return _show(page, form, ())


def _add(page: SectionPage, form: AddendumForm) -> Revision:
    token = _token(page, request.form)
    added = operations.add_addendum(
        actor=actor(), now=now(), assessment_id=page.assessment.id, opened=token.opened,
        edit=edit_of(token, request.form), reason=form.reason.data or "",
        save_id=form.save_id.data or "")
    if page.kept_post is not None:
        operations.discard_kept_post(
            actor=actor(), now=now(), assessment_id=page.assessment.id,
            kept_post_id=page.kept_post.id)
    return added


def _typed(page: SectionPage) -> MultiDict[str, str] | None:
    """What was just sent, or what was sent before somebody else submitted the assessment."""
    return request.form if request.method == "POST" else _kept(page)


def _kept(page: SectionPage) -> MultiDict[str, str] | None:
    return MultiDict(form_of(page.kept_post)) if page.kept_post else None


def _standing(page: SectionPage) -> Changing:
    found = page.computed
    return Changing(page.assessment, page.definition, State(found.revision, found.answers))


def _token(page: SectionPage, form: MultiDict[str, str]) -> tokens.PageToken:
    return tokens.read(
        secret(), form.get("page", ""), assessment_id=page.assessment.id, user_id=actor().id,
        section=page.section.key)


def _show(
    page: SectionPage, form: AddendumForm, findings: tuple[Finding, ...]
) -> ResponseReturnValue:
    """The page, with what was typed still in it where something stands against adding it."""
    state, typed = page.state, _typed(page)
    compiled = compiled_section(page.assessment, page.section.key)
    if typed is not None:
        token = _token(page, typed)
        answers = as_typed(_standing(page), token.opened, edit_of(token, typed))
        answers = answers.without(page.computed.withheld)
        state = replace(state, answers=answers, messages=messages(findings))
    return show(
        "assessments/add_to_section.html", page.assessment, "viewed", form,
        section=page.section, markup=compiled.render(state),
        token=tokens.signed(secret(), page.token(compiled.displayed(page.state))),
        notices=notices_of(page.assessment, actor()),
        error_summary=error_summary(page.definition, findings))
