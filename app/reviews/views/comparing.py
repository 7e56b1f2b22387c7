"""The page of a comparison, and the comparison to take away."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.models import Role
from app.cases import panels
from app.cases import queries as cases
from app.clock import EVER, now, today_in_london
from app.engine.telling import Filter
from app.errors import NotFound
from app.reviews import exports, operations, queries
from app.reviews.moment import read_day
from app.reviews.pages import page_of
from app.reviews.queries import Compared
from app.reviews.views.pages import blueprint

_KINDS = {
    "pdf": (exports.as_pdf, "application/pdf"),
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "json": (exports.as_json, "application/json"),
}


@blueprint.get("/cases/<int:case_id>/compare")
@access(Role.PRACTITIONER, Role.REVIEWER)
def compare(case_id: int) -> ResponseReturnValue:
    """Two assessments side by side; the last two where none are named."""
    found = _compared(case_id)
    drawn = operations.view(actor=current_user, now=now(), found=found)
    shown = _filter(request.args.get("show"))
    moment = found.moment
    return render_template(
        "reviews/compare.html", **page_of(found, drawn, shown), case=found.case,
        links=panels.links(found.case, current_user), revisions=found.complete, moment=moment,
        since=queries.since_compared(found, moment.until) if moment else None,
        signed=queries.signed_by_then(found, moment.until if moment else EVER),
    )


@blueprint.get("/cases/<int:case_id>/compare.<kind>")
@access(Role.PRACTITIONER, Role.REVIEWER)
def export(case_id: int, kind: str) -> ResponseReturnValue:
    """The comparison to take away, everything in it."""
    if kind not in _KINDS:
        raise NotFound("A comparison can be had as PDF, CSV or JSON.")
    found = _compared(case_id)
    operations.record_look(
        actor=current_user, now=now(), found=found, action=f"exported as {kind}")
    make, content_type = _KINDS[kind]
    name = f"comparison-{found.earlier.revision.id}-{found.later.revision.id}.{kind}"
    return Response(make(found, now()), content_type=content_type, headers={
        "Content-Disposition": f'attachment; filename="{name}"'})


def _compared(case_id: int) -> Compared:
    earlier = request.args.get("earlier", type=int)
    later = request.args.get("later", type=int)
    if "on" in request.args:
        return queries.compared_as_it_was(
            current_user, case_id, earlier, later, read_day(request.args["on"]),
            today_in_london(now()))
    if earlier is None or later is None:
        cases.get_case(current_user, case_id)
        earlier, later = queries.latest_pair(case_id)
    return queries.compared(current_user, case_id, earlier, later)


def _filter(name: str | None) -> Filter:
    """The filter asked for; what needs attention where none is, or one we do not have."""
    return next((one for one in Filter if one.value == name), Filter.ATTENTION)
