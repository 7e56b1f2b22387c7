"""The front page of a case, who looked at it, and declaring a conflict of interest."""

from datetime import datetime, time
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.audit import queries as audit
from app.cases import operations, panels, queries
from app.cases.access import CASEWORKERS, chain_of, may_allocate, may_restrict
from app.cases.forms import ConflictForm
from app.cases.listing import id_asked
from app.cases.models import CaseSummary
from app.cases.queries import get_case
from app.cases.views.pages import actor, attempt, blueprint, show
from app.clock import LONDON, now

panels.register_link(0, "Case", "cases.front")
panels.register_link(90, "Who has viewed", "cases.viewed")


@blueprint.get("/cases/<int:case_id>")
@access(*CASEWORKERS)
def front(case_id: int) -> ResponseReturnValue:
    """What has to be known about the case now, and what comes next."""
    case, at = get_case(actor(), case_id), now()
    slots: dict[str, Any] = {
        slot: panels.panels_of(slot, case, actor(), at) for slot in panels.SLOTS
    }
    summary = queries.summary_of(case)
    since = _since(summary)
    return show(
        "cases/front.html",
        case,
        summary=summary,
        dangers=queries.standing_danger(case),
        conflicted=queries.worker_has_conflict(case),
        notes=queries.count_notes(case, since),
        since=since,
        may_allocate=may_allocate(actor(), case),
        may_restrict=may_restrict(actor(), case),
        **slots,
    )


@blueprint.get("/cases/<int:case_id>/viewed")
@access(*CASEWORKERS)
def viewed(case_id: int) -> ResponseReturnValue:
    """Who looked at the case or was refused it, newest first."""
    case = get_case(actor(), case_id)
    before = id_asked(request.args.get("before", type=int))
    trail = audit.who_has_viewed(chain_of(case.id), before=before)
    return show("cases/viewed.html", case, "who has viewed", trail=trail)


@blueprint.route("/cases/<int:case_id>/conflict", methods=["GET", "POST"])
@access(*CASEWORKERS)
def declare_conflict(case_id: int) -> ResponseReturnValue:
    """I know this family."""
    case, form = get_case(actor(), case_id), ConflictForm()
    if form.validate_on_submit() and attempt(
        form,
        lambda: operations.declare_conflict(actor=actor(), now=now(), case_id=case_id),
    ):
        flash("Your conflict of interest is recorded. The case is closed to you now.", "success")
        return redirect(url_for("cases.case_list"))
    return show("cases/conflict.html", case, form=form)


def _since(summary: CaseSummary) -> datetime | None:
    """The beginning of the day in London that the level is from."""
    return datetime.combine(summary.as_at, time.min, LONDON) if summary.as_at else None
