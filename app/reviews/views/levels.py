"""The page of everything over time, and the same to take away."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.models import Role
from app.cases import panels
from app.clock import now, today_in_london
from app.errors import NotFound
from app.reviews import operations, queries
from app.reviews.over_time import exports
from app.reviews.over_time.page import Shown, page_of
from app.reviews.over_time.account import Account
from app.reviews.views.pages import blueprint

_KINDS = {
    "pdf": (exports.as_pdf, "application/pdf"),
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "json": (exports.as_json, "application/json"),
}

panels.register_link(30, "Over time", "reviews.levels")


@blueprint.get("/cases/<int:case_id>/levels")
@access(Role.PRACTITIONER, Role.REVIEWER)
def levels(case_id: int) -> ResponseReturnValue:
    """Levels, measures, what was done and every indicator over all reviews, with tables of it."""
    at = now()
    found = queries.over_time_of(current_user, case_id, request.args.get("toolkit"))
    made = operations.view_trajectory(actor=current_user, now=at, found=found)
    shown = Shown(request.args.get("show") == "everything", request.args.get("section", ""))
    return render_template(
        "reviews/levels.html", **page_of(Account.of(found, made), shown, today_in_london(at)),
        links=panels.links(found.case, current_user), highest=queries.highest_ever(case_id))


@blueprint.get("/cases/<int:case_id>/levels.<kind>")
@access(Role.PRACTITIONER, Role.REVIEWER)
def export_levels(case_id: int, kind: str) -> ResponseReturnValue:
    """The same to take away, everything in it."""
    if kind not in _KINDS:
        raise NotFound("What is over time can be had as PDF, CSV or JSON.")
    at = now()
    found = queries.over_time_of(current_user, case_id, request.args.get("toolkit"))
    made = operations.export_trajectory(actor=current_user, now=at, found=found, kind=kind)
    make, content_type = _KINDS[kind]
    return Response(make(Account.of(found, made), at), content_type=content_type, headers={
        "Content-Disposition": f'attachment; filename="over-time-{case_id}.{kind}"'})
