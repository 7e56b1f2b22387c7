"""Immediate danger: recording it, saying whom to call, adding what is learned, withdrawing it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.cases import operations
from app.cases.access import CASEWORKERS
from app.cases.forms import DangerAdditionForm, DangerForm, WithdrawalForm
from app.cases.operations.recording import DANGER_LABELS
from app.cases.queries import danger_records, get_case, get_danger
from app.cases.views.pages import actor, attempt, blueprint, show
from app.clock import now


@blueprint.route("/cases/<int:case_id>/danger", methods=["GET", "POST"])
@access(*CASEWORKERS)
def record_danger(case_id: int) -> ResponseReturnValue:
    """One short page, with nothing to read or to acknowledge before it (S1.17)."""
    case, form = get_case(actor(), case_id), DangerForm()
    if form.validate_on_submit():
        danger = attempt(
            form,
            lambda: operations.record_immediate_danger(
                actor=actor(),
                now=now(),
                case_id=case_id,
                facts=form.facts(),
                save_id=form.save_id.data,
            ),
        )
        if danger:
            return redirect(url_for("cases.danger", case_id=case_id, danger_id=danger.id))
    return show("cases/danger_record.html", case, form=form)


@blueprint.route("/cases/<int:case_id>/danger/<int:danger_id>", methods=["GET", "POST"])
@access(*CASEWORKERS)
def danger(case_id: int, danger_id: int) -> ResponseReturnValue:
    """Whom to call now, what is kept, and a place for what is learned later."""
    case = get_case(actor(), case_id)
    found, form = get_danger(case, danger_id), DangerAdditionForm()
    if form.validate_on_submit() and attempt(
        form,
        lambda: operations.add_to_immediate_danger(
            actor=actor(),
            now=now(),
            case_id=case_id,
            danger_id=danger_id,
            facts=form.facts(),
            save_id=form.save_id.data,
        ),
    ):
        flash("Added to the record.", "success")
        return redirect(url_for("cases.danger", case_id=case_id, danger_id=danger_id))
    return show(
        "cases/danger.html", case, "immediate danger", form=form, danger=found, labels=DANGER_LABELS
    )


@blueprint.route("/cases/<int:case_id>/danger/<int:danger_id>/withdraw", methods=["GET", "POST"])
@access(*CASEWORKERS)
def withdraw_danger(case_id: int, danger_id: int) -> ResponseReturnValue:
    """Say that a recorded danger no longer holds, and why."""
    case = get_case(actor(), case_id)
    found, form = get_danger(case, danger_id), WithdrawalForm()
    if form.validate_on_submit() and attempt(
        form,
        lambda: operations.withdraw_immediate_danger(
            actor=actor(),
            now=now(),
            case_id=case_id,
            danger_id=danger_id,
            reason=form.reason.data,
        ),
    ):
        flash("The record is withdrawn. It stays in the history.", "success")
        return redirect(url_for("cases.front", case_id=case_id))
    return show("cases/danger_withdraw.html", case, form=form, danger=found)


@blueprint.get("/cases/<int:case_id>/dangers")
@access(*CASEWORKERS)
def dangers(case_id: int) -> ResponseReturnValue:
    """Every record of immediate danger, withdrawn ones too."""
    case = get_case(actor(), case_id)
    return show(
        "cases/dangers.html",
        case,
        "immediate danger",
        dangers=danger_records(case),
        labels=DANGER_LABELS,
    )
