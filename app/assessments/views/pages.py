"""What the pages of an assessment share: the record that they looked, refusals."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import actor
from app.accounts.page_form import attempt
from app.assessments.forms import AssessmentForm
from app.assessments.models import Assessment
from app.audit.operations import record_read
from app.cases.access import chain_of
from app.clock import now, today_in_london
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, live_version
from app.errors import NotFound
from app.rendering.compiler import CompiledSection, compiled
from app.rendering.markdown import markdown

__all__ = ["actor", "attempt"]

blueprint = Blueprint("assessments", __name__)


def secret() -> str:
    """What signs the pages of a draft."""
    return str(current_app.config["SECRET_KEY"])


def compiled_section(assessment: Assessment, key: str) -> CompiledSection:
    """A section of the assessment's toolkit, ready to be filled."""
    definition = definition_of(assessment.version)
    return compiled(definition, current_app.jinja_env).section(key)


def live(slug: str) -> DefinitionVersion:
    """The live version of a toolkit; raises NotFound."""
    version = live_version(slug, now()) if slug.isprintable() else None
    if version is None:
        raise NotFound("There is no such toolkit in use.")
    return version


def section_url(assessment: Assessment, key: str, **given: Any) -> str:
    """The address of the page of a section."""
    return url_for("assessments.section", assessment_id=assessment.id, key=key, **given)


def looked_at(assessment: Assessment, action: str) -> None:
    """Record that the actor read something of the assessment."""
    record_read(
        chain=chain_of(assessment.case_id), action=action, actor=actor(), at=now(),
        subject=f"assessment:{assessment.id}",
    )


def show(
    template: str, assessment: Assessment, action: str, form: AssessmentForm | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """A page of an assessment, once it is recorded that the actor viewed it."""
    looked_at(assessment, action)
    case = assessment.case
    context |= {
        "assessment": assessment, "case": case, "person": case.young_person,
        "definition": definition_of(assessment.version), "markdown": markdown,
        "now": now(), "today": today_in_london(now()),
    }
    if form is None:
        return render_template(template, **context)
    return show_form(template, form, **context)


def show_form(template: str, form: AssessmentForm, **context: Any) -> ResponseReturnValue:
    """A page with a form: 422 where it is shown again with what is wrong."""
    listed = [*context.pop("error_summary", []),
              *({"text": text, "href": None} for text in form.refusals)]
    page = render_template(template, form=form, error_summary=listed, **context)
    return page, 422 if form.errors or listed else 200
