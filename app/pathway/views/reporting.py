"""The exceptions report: every decision by the exceptional route, and what fell short."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.pathway import queries, reports
from app.pathway.reports import ExceptionLine
from app.pathway.views.pages import actor, blueprint


@blueprint.get("/exceptions")
@access(Role.REVIEWER)
def exceptions() -> ResponseReturnValue:
    """The report of the team; of every team for a senior."""
    return render_template("pathway/exceptions.html", lines=_lines("viewed"),
                           signed_too=queries.signed_too(actor()))


@blueprint.get("/exceptions.csv")
@access(Role.REVIEWER)
def exceptions_csv() -> ResponseReturnValue:
    """The same to take away."""
    return Response(
        reports.as_csv(_lines("exported as csv")), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="exceptions.csv"'})


def _lines(action: str) -> list[ExceptionLine]:
    lines = [reports.line_of(one, actor()) for one in queries.exceptions(actor())]
    record_read(chain=SYSTEM, action=action, actor=actor(), at=now(),
                subject="exceptions report",
                details={"decisions": [line.decision.id for line in lines]})
    return lines
