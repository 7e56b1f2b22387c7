"""A question of a comparison with what is said of it, and asking for something to be added."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.cases import queries as cases
from app.cases.access import CASEWORKERS
from app.cases.withholding import keys_withheld
from app.clock import now
from app.definitions.queries import definition_of
from app.engine.comparison import Visibility
from app.reviews import operations, queries
from app.reviews.forms import ChangesForm, CommentForm, WithdrawForm, changes_form
from app.reviews.lines import Line
from app.reviews.models import ChangeRequest, ChangeRequestWithdrawal, RowComment
from app.reviews.operations.commenting import row_of
from app.reviews.panels import asked_for
from app.reviews.queries import Compared
from app.reviews.signable import pair_of
from app.reviews.views.pages import actor, attempt, blueprint, looked_at, named_pair, show


@blueprint.route("/cases/<int:case_id>/compare/row/<key>", methods=["GET", "POST"])
@access(*CASEWORKERS)
def row(case_id: int, key: str) -> ResponseReturnValue:
    """One question on both sides, how it came to be so, what was said of it, and a box for more."""
    found = queries.compared(actor(), case_id, *named_pair(case_id))
    line, form, pair = Line.of(row_of(found, key)), CommentForm(), pair_of(found)
    if form.validate_on_submit() and attempt(form, lambda: _comment(found, key, form)):
        flash("Your comment is saved.", "success")
        return redirect(url_for(
            "reviews.row", case_id=case_id, key=key, earlier=pair[0], later=pair[1]))
    _looked(found, question=key)
    side = found.later if line.row.after else found.earlier
    return show(
        "reviews/row.html", found.case, form, compared=found, line=line,
        history=queries.answer_history(actor(), found.case, key, side.revision.version),
        comments=queries.comments_on(pair, key), may_ask=actor().is_(Role.REVIEWER),
        elsewhere=queries.comments_elsewhere(actor(), found.case, pair, line.row.keys))


@blueprint.route("/cases/<int:case_id>/compare/changes", methods=["GET", "POST"])
@access(Role.REVIEWER)
def request_changes(case_id: int) -> ResponseReturnValue:
    """A box for every flagged question and for those that were chosen besides."""
    found = queries.compared(actor(), case_id, *named_pair(case_id))
    form = _changes_form(found)
    more = "another_question" in request.form
    if form.validate_on_submit() and not more:
        asked = attempt(form, lambda: _ask(found, form))
        if asked is not None:
            flash("Sent. It stands on the case page until it is added to.", "success")
            return redirect(url_for(
                "reviews.change_request", case_id=case_id, request_id=asked.id))
    _looked(found)
    flags = {row.key: line.flags for line in found.in_words.lines if (row := line.row).flags}
    return show("reviews/changes.html", found.case, form, compared=found, flags=flags)


@blueprint.get("/cases/<int:case_id>/change-requests/<int:request_id>")
@access(*CASEWORKERS)
def change_request(case_id: int, request_id: int) -> ResponseReturnValue:
    """What was asked for, and what became of it."""
    case = cases.get_case(actor(), case_id)
    found = queries.get_change_request(case, request_id)
    looked_at(case_id, "viewed", f"change-request:{found.id}")
    definition = definition_of(found.assessment.version)
    return show("reviews/change_request.html", case, asked=found,
                withheld=keys_withheld(actor(), case, definition),
                questions=asked_for(actor(), found),
                may_withdraw=found.open and actor().is_(Role.REVIEWER))


@blueprint.route(
    "/cases/<int:case_id>/change-requests/<int:request_id>/withdraw", methods=["GET", "POST"])
@access(Role.REVIEWER)
def withdraw_change_request(case_id: int, request_id: int) -> ResponseReturnValue:
    """Say why it is no longer asked for."""
    case, form = cases.get_case(actor(), case_id), WithdrawForm()
    found = queries.get_change_request(case, request_id)
    if form.validate_on_submit() and attempt(form, lambda: _withdraw(found, form)):
        flash("Withdrawn. What was asked stays on record.", "success")
        return redirect(url_for("reviews.change_request", case_id=case_id, request_id=request_id))
    looked_at(case_id, "viewed", f"change-request:{found.id}")
    return show("reviews/withdraw_request.html", case, form, asked=found)


def _changes_form(found: Compared) -> ChangesForm:
    """The boxes that are shown: flagged questions, those in the address, those already there."""
    rows = [row for row in found.comparison.rows
            if row.after is not None and row.visibility is Visibility.SHOWN]
    flagged = (row.key for row in rows if row.flags)
    there = (name.removeprefix("ask/") for name in request.form if name.startswith("ask/"))
    chosen = (*request.args.getlist("question"), request.form.get("another", ""))
    return changes_form(rows, {*flagged, *there, *chosen})


def _comment(found: Compared, key: str, form: CommentForm) -> RowComment:
    earlier, later = pair_of(found)
    return operations.comment_on_row(
        actor=actor(), now=now(), case_id=found.case.id, earlier_id=earlier, later_id=later,
        key=key, text=form.text.data or "", save_id=form.save_id.data or "")


def _ask(found: Compared, form: ChangesForm) -> ChangeRequest:
    earlier, later = pair_of(found)
    return operations.request_changes(
        actor=actor(), now=now(), case_id=found.case.id, earlier_id=earlier, later_id=later,
        questions=form.questions, save_id=form.save_id.data or "")


def _withdraw(found: ChangeRequest, form: WithdrawForm) -> ChangeRequestWithdrawal:
    return operations.withdraw_request(
        actor=actor(), now=now(), case_id=found.case_id, request_id=found.id,
        reason=form.reason.data or "")


def _looked(found: Compared, **details: object) -> None:
    pair = pair_of(found)
    looked_at(found.case.id, "viewed", "comparison:{}-{}".format(*pair), earlier=pair[0],
              later=pair[1], **details)
