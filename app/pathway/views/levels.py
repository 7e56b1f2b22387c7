"""Agreeing a level or keeping it, and every decision about a case."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.assessments.withholding import anything_withheld
from app.cases.access import CASEWORKERS
from app.cases.queries import get_case
from app.clock import now
from app.errors import Refused
from app.pathway import operations, queries
from app.pathway.forms import AGREE, LevelForm
from app.pathway.models import Decision
from app.pathway.reports import fell_short
from app.pathway.views.pages import actor, attempt, blueprint, show


@blueprint.route("/cases/<int:case_id>/level", methods=["GET", "POST"])
@access(*CASEWORKERS)
def level(case_id: int) -> ResponseReturnValue:
    """The level recorded and the one that the case stands at; then what a manager decides."""
    case, form = get_case(actor(), case_id), LevelForm()
    recorded, stands = queries.recorded(case_id), queries.in_force(case_id)
    if recorded is None or stands is None:
        raise Refused("There is no level to agree yet. Submit an assessment first.")
    form.offer(recorded.level, stands.level)
    if form.validate_on_submit() and attempt(form, lambda: _decide(case_id, form)):
        flash("The decision is recorded.", "success")
        return redirect(url_for("pathway.decisions", case_id=case_id))
    form.level_id.data = recorded.level.id
    return show("pathway/level.html", case, "the level agreed", form,
                recorded=recorded, stands=stands, highest=queries.highest_ever(case_id))


@blueprint.get("/cases/<int:case_id>/decisions")
@access(*CASEWORKERS)
def decisions(case_id: int) -> ResponseReturnValue:
    """Every decision about a case, what it rests on and why. The words of it and what fell short
    could give away what is withheld from a colleague."""
    case = get_case(actor(), case_id)
    return show("pathway/decisions.html", case, "the decisions",
                decisions=queries.decisions_of(case), fell_short=fell_short,
                withheld=anything_withheld(actor(), case))


def _decide(case_id: int, form: LevelForm) -> Decision:
    if form.choice.data == AGREE:
        return operations.agree_level(
            actor=actor(), now=now(), case_id=case_id, level_id=form.level_id.data or "",
            said=form.said())
    return operations.keep_level(actor=actor(), now=now(), case_id=case_id, said=form.said())
