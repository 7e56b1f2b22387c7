"""The multi-agency discussion: asking for it, recording what it decided, what two managers said."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.assessments.withholding import anything_withheld
from app.cases.access import CASEWORKERS, chain_of
from app.cases.models import Case
from app.cases.queries import get_case, possible_reviewers
from app.clock import now
from app.engine.council_route import Act
from app.errors import NotFound
from app.pathway import operations, queries
from app.pathway.asked_page import AskedPage, asked_pages
from app.pathway.forms import AskForm, DiscussionForm, ManagersForm, ReasonForm
from app.pathway.gate import gate_of
from app.pathway.views.pages import actor, attempt, blueprint, page_of, show


@blueprint.get("/cases/<int:case_id>/discussions")
@access(*CASEWORKERS)
def discussions(case_id: int) -> ResponseReturnValue:
    """How far each has come and what comes next; then everything that was asked and decided."""
    case = get_case(actor(), case_id)
    return show("pathway/discussions.html", case, "the discussions",
                asked=asked_pages(case, actor(), now()),
                requests=queries.discussion_requests(case),
                withheld=anything_withheld(actor(), case))


@blueprint.route("/cases/<int:case_id>/discussions/<act>/ask", methods=["GET", "POST"])
@access(*CASEWORKERS)
def ask_for_discussion(case_id: int, act: str) -> ResponseReturnValue:
    """Ask for closure, or for a step down, which a manager recommends (S2.32)."""
    case, form = get_case(actor(), case_id), AskForm()
    asked = _asked(case, act)
    form.offer(possible_reviewers(case.team_id))
    if form.validate_on_submit() and attempt(form, lambda: operations.ask_for_discussion(
        actor=actor(), now=now(), case_id=case_id, act=asked.act, reason=form.reason.data,
        recommended_by_id=form.manager_id, save_id=form.page,
    )):
        return _done(case_id, "It is asked for. It is on the desk of the team’s managers.")
    return show("pathway/ask.html", case, "the asking for a discussion", form, asked=asked)


@blueprint.route("/cases/<int:case_id>/discussions/<act>/record", methods=["GET", "POST"])
@access(Role.REVIEWER)
def record_discussion(case_id: int, act: str) -> ResponseReturnValue:
    """What the discussion decided, with day, level, people and reason (S2.33)."""
    case, form = get_case(actor(), case_id), DiscussionForm()
    asked, gate = _asked(case, act), gate_of(case, now())
    form.offer(gate.levels if gate else ())
    if form.validate_on_submit() and attempt(form, lambda: operations.record_discussion(
        actor=actor(), now=now(), case_id=case_id, act=asked.act, facts=form.facts(),
        save_id=form.page,
    )):
        return _done(case_id, "What the discussion decided is recorded.")
    return show("pathway/record_discussion.html", case, "the recording of a discussion", form,
                asked=asked, page=page_of(gate, asked.act) if gate else None,
                highest=queries.highest_ever(case_id))


@blueprint.route("/cases/<int:case_id>/discussions/<act>/managers", methods=["GET", "POST"])
@access(Role.REVIEWER)
def record_managers(case_id: int, act: str) -> ResponseReturnValue:
    """What two managers came to where the discussion did not agree (S2.35)."""
    case = get_case(actor(), case_id)
    asked = _asked(case, act)
    last, request = asked.request.last if asked.request else None, asked.request
    form = ManagersForm(manager=last.by_name if last else "",
                        other_manager=request.recommended_by_name if request else "")
    if form.validate_on_submit() and attempt(form, lambda: operations.record_managers(
        actor=actor(), now=now(), case_id=case_id, act=asked.act, facts=form.facts(),
        save_id=form.page,
    )):
        return _done(case_id, "What the two managers came to is recorded.")
    return show("pathway/record_managers.html", case, "the recording of a discussion", form,
                asked=asked)


@blueprint.route("/cases/<int:case_id>/discussions/<act>/withdraw", methods=["GET", "POST"])
@access(*CASEWORKERS)
def withdraw_discussion(case_id: int, act: str) -> ResponseReturnValue:
    """Take back what was asked for, with a reason."""
    case, form = get_case(actor(), case_id), ReasonForm()
    asked = _asked(case, act)
    if form.validate_on_submit() and attempt(form, lambda: operations.withdraw_request(
        actor=actor(), now=now(), case_id=case_id, act=asked.act, reason=form.reason.data,
    )):
        return _done(case_id, "It is taken back. What was recorded stays.")
    return show("pathway/withdraw_discussion.html", case, "the taking back", form, asked=asked)


@blueprint.post("/cases/<int:case_id>/discussions/<int:discussion_id>/read")
@access(*CASEWORKERS)
def read_copy(case_id: int, discussion_id: int) -> ResponseReturnValue:
    """The manager who recommended it has read the copy of the note (S2.34)."""
    operations.read_copy(
        actor=actor(), now=now(), case_id=case_id, discussion_id=discussion_id)
    return _done(case_id, "That you read the copy is recorded.")


def _asked(case: Case, act: str) -> AskedPage:
    """How far the discussion on an act has come; raises NotFound for no act."""
    found = next((one for one in Act if one.value == act), None)
    if found is None:
        raise NotFound("There is no such page.", chain=chain_of(case.id),
                       subject=chain_of(case.id))
    pages = (one for one in asked_pages(case, actor(), now()) if one.act is found)
    return next(pages, AskedPage(case, actor(), found, None, False))


def _done(case_id: int, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("pathway.discussions", case_id=case_id))
