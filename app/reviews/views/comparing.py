"""The page of a comparison, and the comparison to take away."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.models import Role
from app.cases import panels
from app.cases import queries as cases
from app.clock import now, today_in_london
from app.errors import NotFound
from app.reviews import exports, operations, queries
from app.reviews.computing import DifferentToolkits
from app.reviews.moment import Moment, read_day
from app.reviews.pages import page_of
from app.reviews.queries import Compared
from app.reviews.signature import signature_of
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
    try:
        found = _compared(case_id)
    except DifferentToolkits:
        if "on" in request.args:
            raise
        return _levels_alone(case_id)
    drawn = operations.view(actor=current_user, now=now(), found=found)
    moment = found.moment
    return render_template(
        "reviews/compare.html", **page_of(found, drawn, request.args.get("show")), case=found.case,
        links=panels.links(found.case, current_user), revisions=found.complete,
        **(_as_it_was(found, moment) if moment else _as_it_is(found)),
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


def _levels_alone(case_id: int) -> ResponseReturnValue:
    """Two of different toolkits: their levels by rank, and that it is no more than that (X2)."""
    found = queries.across(current_user, case_id, *_asked(case_id))
    operations.record_look(actor=current_user, now=now(), found=found, action="viewed")
    return render_template(
        "reviews/across.html", compared=found, case=found.case, person=found.case.young_person,
        links=panels.links(found.case, current_user), revisions=found.complete)


def _as_it_is(found: Compared) -> dict[str, Any]:
    return {"moment": None, "signature": signature_of(found, current_user, now())}


def _as_it_was(found: Compared, moment: Moment) -> dict[str, Any]:
    return {"moment": moment, "since": queries.since_compared(found, moment.until),
            "signed": queries.signed_by_then(found, moment.until),
            "remarks": queries.comments_by_then(found, moment.until)}


def _compared(case_id: int) -> Compared:
    if "on" in request.args:
        cases.get_case(current_user, case_id)
        return queries.compared_as_it_was(
            current_user, case_id, request.args.get("earlier", type=int),
            request.args.get("later", type=int), read_day(request.args["on"]),
            today_in_london(now()))
    return queries.compared(current_user, case_id, *_asked(case_id))


def _asked(case_id: int) -> tuple[int, int]:
    """The ids of the two revisions that are asked for; of the last two where none are."""
    earlier = request.args.get("earlier", type=int)
    later = request.args.get("later", type=int)
    if earlier is None or later is None:
        cases.get_case(current_user, case_id)
        return queries.latest_pair(case_id)
    return earlier, later
