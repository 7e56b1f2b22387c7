"""Stepping down and closing: the verdict first, then the form where it is open to whoever asks."""

from __future__ import annotations


from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from app.accounts.access import access
from app.cases.access import CASEWORKERS
from app.cases.models import Case
from app.cases.queries import get_case
from app.clock import now
from app.engine.council_route import Act
from app.errors import Refused
from app.pathway import operations, queries
from app.pathway.forms import CloseForm, GateForm, ReasonForm, StepDownForm
from app.pathway.gate import Gate, bars, gate_of
from app.pathway.models import Decision
from app.pathway.pages import gate_document, told_shortfalls
from app.pathway.schemas import decision_document, read_step_down
from app.pathway.views.pages import (
    actor,
    attempt,
    blueprint,
    looked_at,
    page_of,
    row_url,
    show,
)

_SHOWN = {Act.STEP_DOWN: "the step-down", Act.CLOSE: "the closing"}
_NOTHING = "No assessment was submitted in this case, so there is nothing to step down from."


@blueprint.route("/cases/<int:case_id>/step-down", methods=["GET", "POST"])
@access(*CASEWORKERS)
def step_down(case_id: int) -> ResponseReturnValue:
    """What the signed comparison shows and what falls short; then the decision (S3.35)."""
    case, form = get_case(actor(), case_id), StepDownForm()
    gate = gate_of(case, now())
    if gate is None:
        raise Refused(_NOTHING)
    form.offer(gate.lower_levels)
    if form.validate_on_submit() and attempt(form, lambda: _step_down(case_id, form)):
        flash("Stepped down. The decision and what it rests on are recorded.", "success")
        return redirect(url_for("pathway.decisions", case_id=case_id))
    return _show_gate("pathway/step_down.html", case, form, gate, Act.STEP_DOWN)


@blueprint.get("/cases/<int:case_id>/step-down.json")
@access(*CASEWORKERS)
def step_down_verdict(case_id: int) -> ResponseReturnValue:
    """The same verdict for a program."""
    gate = gate_of(get_case(actor(), case_id), now())
    if gate is None:
        raise Refused(_NOTHING)
    looked_at(gate.case, "the step-down")
    return jsonify(gate_document(page_of(gate, Act.STEP_DOWN)))


@blueprint.post("/cases/<int:case_id>/step-down.json")
@access(*CASEWORKERS)
def step_down_by_program(case_id: int) -> ResponseReturnValue:
    """The same decision by a program, through the same gate."""
    get_case(actor(), case_id)
    sent = read_step_down(request.get_json(silent=True))
    decision = operations.step_down(actor=actor(), now=now(), case_id=case_id, **sent)
    return jsonify(decision_document(decision)), 201


@blueprint.route("/cases/<int:case_id>/close", methods=["GET", "POST"])
@access(*CASEWORKERS)
def close(case_id: int) -> ResponseReturnValue:
    """The same for closing (S3.35, S3.36); a case never assessed needs a reason alone."""
    case = get_case(actor(), case_id)
    gate = gate_of(case, now())
    if gate is None:
        return _close_unassessed(case)
    form = CloseForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.close(
        actor=actor(), now=now(), case_id=case_id, cited=form.read_cited(), said=form.said(),
        exceptional=form.exceptional.data,
    )):
        return _closed(case_id)
    return _show_gate("pathway/close.html", case, form, gate, Act.CLOSE)


@blueprint.route("/cases/<int:case_id>/reopen", methods=["GET", "POST"])
@access(*CASEWORKERS)
def reopen(case_id: int) -> ResponseReturnValue:
    """Open a closed case again, with a reason."""
    case, form = get_case(actor(), case_id), ReasonForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.reopen(
        actor=actor(), now=now(), case_id=case_id, said=form.said(),
    )):
        flash("The case is open again. Its level stands where it stood.", "success")
        return redirect(url_for("cases.front", case_id=case_id))
    return show("pathway/reopen.html", case, "the reopening", form)


def _step_down(case_id: int, form: StepDownForm) -> Decision:
    return operations.step_down(
        actor=actor(), now=now(), case_id=case_id, level_id=form.level_id.data,
        cited=form.read_cited(), said=form.said(), exceptional=form.exceptional.data)


def _show_gate(
    template: str, case: Case, form: GateForm, gate: Gate, act: Act
) -> ResponseReturnValue:
    """The page of a gate as it is by now. It names the signature that it shows, whatever was
    posted."""
    gate = replace(gate)
    page = page_of(gate, act)
    form.cited.data = str(gate.cited.id) if gate.cited else ""
    return show(template, case, _SHOWN[act], form, page=page, row_url=row_url,
                highest=queries.highest_ever(case.id))


def _close_unassessed(case: Case) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.close(
        actor=actor(), now=now(), case_id=case.id, cited=None, said=form.said(),
    )):
        return _closed(case.id)
    barred = told_shortfalls(bars(case, now()).shortfalls)
    return show("pathway/close_unassessed.html", case, "the closing", form, barred=barred)


def _closed(case_id: int) -> ResponseReturnValue:
    flash("The case is closed. The decision and its reason are recorded.", "success")
    return redirect(url_for("cases.front", case_id=case_id))
