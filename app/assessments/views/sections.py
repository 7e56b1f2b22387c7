"""Completing a section: the page, saving it by hand and by itself."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.accounts.access import access
from app.assessments import operations, queries
from app.assessments.computing import Computed, of_state
from app.assessments.immediate import calling_now
from app.assessments.models import KeptEdit
from app.assessments.operations import Edit, Saved
from app.assessments.pages import tokens
from app.assessments.pages.last_time import last_time
from app.assessments.pages.section import SectionPage, may_open, renewed, section_page
from app.assessments.pages.tokens import PageToken
from app.assessments.views.pages import (
    actor,
    blueprint,
    compiled_section,
    secret,
    section_url,
    show,
)
from app.assessments.withholding import withheld_in
from app.cases.access import CASEWORKERS
from app.clock import now, show_time, today_in_london
from app.definitions.queries import by_id, definition_of
from app.engine.answers import Answers
from app.engine.validation import draft_findings
from app.engine.withheld_rows import hides
from app.rendering.markdown import markdown
from app.rendering.names import question_id
from app.rendering.posted import read_post
from app.rendering.summary import error_summary

_ROWS = ("add-row:", "remove-row:")


@blueprint.get("/assessments/<int:assessment_id>/sections/<key>")
@access(*CASEWORKERS)
def section(assessment_id: int, key: str) -> ResponseReturnValue:
    """One section of a draft."""
    found = queries.get_assessment(actor(), assessment_id)
    page = section_page(actor(), found, key, today_in_london(now()), request.args.get("show", ""))
    if page.closed:
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    if not may_open(page):
        flash(f"{page.section.title} cannot start yet. The sections to complete first are named "
              "under it in the list.")
        called = request.args.get("called")
        return redirect(url_for(
            "assessments.assessment", assessment_id=assessment_id, called=called))
    return _show(page)


@blueprint.post("/assessments/<int:assessment_id>/sections/<key>")
@access(*CASEWORKERS)
def save_section(assessment_id: int, key: str) -> ResponseReturnValue:
    """Save what was entered; all of it is kept, whatever is wrong with it."""
    if request.form.get("intent") == "autosave":
        return _autosave(assessment_id, key)
    try:
        saved = _save(_token(assessment_id, key))
    except (operations.AlreadySubmitted, operations.MovedOn) as error:
        return _too_late(assessment_id, key, error)
    flash(request.form["save_id"], "acknowledged")
    return redirect(_after(saved, key, request.form.get("intent", "")))


def _autosave(assessment_id: int, key: str) -> ResponseReturnValue:
    """The same for a script: 400 where the page is out of date, 403 where it can save no more."""
    try:
        token = _token(assessment_id, key)
        return jsonify(_answer(_save(token), token, request.form))
    except tokens.OutOfDate as error:
        return jsonify(message=error.message), 400
    except operations.AlreadySubmitted as error:
        return jsonify(message=error.message), 403
    except operations.MovedOn as error:
        _keep(assessment_id, key)
        return jsonify(message=f"{error.message} What you typed on this page is kept: load the "
                               "page again to put it back."), 403


def _token(assessment_id: int, key: str) -> PageToken:
    try:
        return tokens.read(
            secret(), request.form.get("page", ""), assessment_id=assessment_id,
            user_id=actor().id, section=key)
    except tokens.OutOfDate:
        # Whoever may not see the assessment is told that, and it is recorded.
        queries.get_assessment(actor(), assessment_id)
        raise


def _save(token: PageToken) -> Saved:
    intent = request.form.get("intent", "")
    return operations.save(
        actor=actor(), now=now(), assessment_id=token.assessment_id, opened=token.opened,
        edit=edit_of(token, request.form), save_id=request.form.get("save_id", ""),
        explicit=intent != "autosave" and not intent.startswith(_ROWS))


def _too_late(
    assessment_id: int, key: str, error: operations.AlreadySubmitted | operations.MovedOn
) -> ResponseReturnValue:
    """Somebody submitted it in the meantime, or moved it to another version: what was typed is
    kept, to be added afterwards."""
    _keep(assessment_id, key)
    found = queries.get_assessment(actor(), assessment_id)
    kept = queries.kept_posts(actor(), found)[0]
    if isinstance(error, operations.MovedOn) or not kept.is_of(found.version_id):
        flash(f"{error.message} What you typed is kept.")
        return redirect(url_for(
            "assessments.kept_page", assessment_id=assessment_id, kept_id=kept.id))
    flash(f"{error.message} What you typed is kept: add it below with your reason.")
    return redirect(url_for("assessments.add_to_section", assessment_id=assessment_id, key=key))


def _keep(assessment_id: int, key: str) -> None:
    operations.keep_post(
        user=actor(), now=now(), assessment_id=assessment_id, section=key,
        form=typed_in(request.form), version_id=version_of_page(request.form))


def version_of_page(form: MultiDict[str, str]) -> int | None:
    """The version that a posted page was of, where it says so."""
    token = tokens.of_page(secret(), form.get("page", ""))
    return token.version_id if token else None


def typed_in(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What was posted, without what belongs to the session."""
    return [(name, value) for name, value in form.items(multi=True) if name != "csrf_token"]


def edit_of(token: PageToken, form: MultiDict[str, str]) -> Edit:
    """What a posted page did to the answers it showed, in terms of the version it was of."""
    def edit(shown: Answers) -> Answers:
        found = queries.at_hand(token.assessment_id)
        other = token.version_id not in (None, found.version_id)
        version = by_id(token.version_id or 0) if other else found.version
        definition, last = definition_of(version), last_time(found, version)
        questions = definition.sections_by_key[token.section].questions()
        earlier = last.entries(questions) if last else None
        return read_post(definition, token.displayed, form, shown, earlier=earlier)
    return edit


def _show(page: SectionPage) -> ResponseReturnValue:
    found = page.assessment
    compiled = compiled_section(found, page.section.key)
    displayed = compiled.displayed(page.state)
    return show(
        "assessments/section.html", found, "viewed",
        page=page, section=page.section, markup=compiled.render(page.state),
        token=tokens.signed(secret(), page.token(displayed)), save_id=uuid4().hex,
        draft_id=f"{actor().id}:{found.id}:{page.section.key}",
        draft_key=tokens.draft_key(secret(), actor().id, found.id),
        error_summary=error_summary(page.definition, page.findings),
        immediate=page.immediate, full_screen="called" in request.args,
    )


def _answer(saved: Saved, token: PageToken, form: MultiDict[str, str]) -> dict[str, object]:
    """What the page is told about an autosave."""
    new = renewed(token, saved, form)
    answer: dict[str, object] = {
        "saved_at": show_time(saved.state.revision.at if saved.state.revision else now()),
        "page": tokens.signed(secret(), new),
        "conflicts": [_conflict(saved, edit) for edit in _seen_conflicts(saved)],
        **_asked(saved, token),
    }
    if new.immediate != token.immediate:
        answer["immediate"] = render_template(
            "assessments/_immediate.html", full_screen=True, case=saved.assessment.case,
            markdown=markdown,
            immediate=calling_now(saved.definition, saved.state.answers))
    return answer


def _asked(saved: Saved, token: PageToken) -> dict[str, list[str]]:
    """Which questions of the section are shown now, where anything decides about that."""
    section = saved.definition.sections_by_key[token.section]
    withheld = withheld_in(actor(), saved.assessment.case, saved.definition)
    ruled = [question.key for question in section.questions()
             if question.rules and question.key not in withheld]
    if not ruled:
        return {}
    hidden = _worked_out(saved).effective.hidden
    return {"hidden": [key for key in ruled if key in hidden],
            "shown": [key for key in ruled if key not in hidden]}


def _seen_conflicts(saved: Saved) -> list[KeptEdit]:
    """Those that whoever saved may see: they may have had the case until their page was open, and
    that somebody answers otherwise now is not theirs to know. What they typed is kept all the same,
    for the worker to decide."""
    withheld = withheld_in(actor(), saved.assessment.case, saved.definition)
    return [edit for edit in saved.conflicts if not hides(withheld, edit.address)]


def _conflict(saved: Saved, edit: KeptEdit) -> dict[str, str]:
    question = saved.definition.questions.get(edit.address.partition("/")[0])
    head = saved.state.revision
    who = f"{head.author_name} saved" if head and head.author_id != edit.author_id else "There is"
    return {
        "address": edit.address, "label": question.label if question else "",
        "url": url_for("assessments.conflicts", assessment_id=saved.assessment.id),
        "message": f"{who} a different answer. Both are kept.",
    }


def _after(saved: Saved, key: str, intent: str) -> str:
    """Where somebody goes on after they saved by hand."""
    found = saved.assessment
    called: dict[str, Any] = {"called": 1} if saved.calls else {}
    if intent.startswith(_ROWS):
        place = intent.partition(":")[2].partition("/")[0]
        return section_url(found, key, _anchor=question_id(place))
    if _seen_conflicts(saved):
        return url_for("assessments.conflicts", assessment_id=found.id)
    section = saved.definition.sections_by_key[key]
    page = SectionPage(actor(), _worked_out(saved), section)
    if draft_findings(saved.definition, page.computed.answers, section):
        return section_url(found, key, show="problems", **called)
    if intent == "save-continue" and page.following:
        return section_url(found, page.following.key, **called)
    if intent == "save-continue":
        return url_for("assessments.check", assessment_id=found.id)
    return url_for("assessments.assessment", assessment_id=found.id, **called)


def _worked_out(saved: Saved) -> Computed:
    assert saved.state.revision is not None
    found = of_state(
        saved.assessment, saved.definition, saved.state.revision, saved.state.answers,
        today_in_london(now()))
    return found.without(withheld_in(actor(), saved.assessment.case, saved.definition))
