"""Assessments to take away: one as PDF, CSV or JSON, many as CSV, and blank toolkits for paper."""

from __future__ import annotations

from flask import Response, current_app, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.assessments import answers_report, exports, queries
from app.assessments.pages.reading import Reading, reading
from app.assessments.views.pages import actor, blueprint, live, looked_at
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.cases.access import CASEWORKERS
from app.clock import now, today_in_london
from app.definitions.queries import definition_of
from app.delivery.csv import csv_parts
from app.errors import NotFound
from app.rendering.compiler import compiled
from app.rendering.markdown import markdown
from app.rendering.page_state import PageState

_KINDS = {
    "pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "json": "application/json",
}


@blueprint.get("/assessments/<int:assessment_id>.<kind>")
@access(*CASEWORKERS)
def export(assessment_id: int, kind: str) -> ResponseReturnValue:
    """One assessment as it stands, or one revision of it (`?revision=`)."""
    found = queries.get_assessment(actor(), assessment_id)
    if kind not in _KINDS:
        raise NotFound("An assessment can be had as PDF, CSV or JSON.")
    number = request.args.get("revision", type=int)
    shown = reading(queries.computed_for(
        actor(), found, number, today=today_in_london(now())))
    looked_at(found, f"exported as {kind}")
    name = f"assessment-{found.id}-{shown.computed.revision.number}.{kind}"
    return _download(_made(shown, kind), _KINDS[kind], name)


@blueprint.get("/reports/answers.csv")
@access(*CASEWORKERS)
def answers() -> ResponseReturnValue:
    """Every submitted assessment of a toolkit that the actor may see, line by line."""
    slug = live(request.args.get("toolkit", "")).slug
    record_read(chain=SYSTEM, action="exported the answers of", actor=actor(), at=now(),
                subject=f"toolkit:{slug}"[:200])
    made = stream_with_context(csv_parts(answers_report.lines(actor(), slug)))
    return _download(made, _KINDS["csv"], f"answers-{slug}.csv")


@blueprint.get("/toolkits/<slug>/blank")
@access(*Role)
def blank(slug: str) -> ResponseReturnValue:
    """The toolkit to print and fill in with a pen: all its questions and nobody's data (S0.27)."""
    return render_template("assessments/blank.html", **_blank(slug))


@blueprint.get("/toolkits/<slug>/blank.pdf")
@access(*Role)
def blank_pdf(slug: str) -> ResponseReturnValue:
    """The same as a PDF."""
    from app.delivery.pdf import render_pdf

    pdf = render_pdf(render_template("pdf/blank.html", **_blank(slug)))
    return _download(pdf, _KINDS["pdf"], f"{slug}-blank.pdf")


def _made(shown: Reading, kind: str) -> bytes:
    if kind == "json":
        return exports.as_json(shown, now())
    if kind == "csv":
        return exports.as_csv(shown)
    from app.delivery.pdf import render_pdf

    case = shown.computed.assessment.case
    return render_pdf(render_template(
        "pdf/assessment.html", reading=shown, case=case, person=case.young_person, made_at=now()))


def _blank(slug: str) -> dict[str, object]:
    version = live(slug)
    definition = definition_of(version)
    record_read(chain=SYSTEM, action="printed a blank", actor=actor(), at=now(),
                subject=f"toolkit:{slug}"[:200], details={"version": version.number})
    markup = compiled(definition, current_app.jinja_env).render_all(PageState(blank=True))
    return {"version": version, "definition": definition, "markup": markup, "markdown": markdown}


def _download(body: object, content_type: str, name: str) -> Response:
    response = Response(body, content_type=content_type)  # type: ignore[arg-type]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
