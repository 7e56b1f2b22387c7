"""Choosing a toolkit, reading its guidance and beginning it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.assessments import operations, queries
from app.assessments.forms import BeginForm, GuidanceForm
from app.assessments.models import Assessment
from app.assessments.views.pages import actor, attempt, blueprint, live, show, show_form
from app.audit.operations import record_read
from app.cases.access import CASEWORKERS, chain_of
from app.cases.models import Case
from app.cases.queries import get_case
from app.clock import now
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, live_versions
from app.definitions.standards import offered_first
from app.rendering.markdown import markdown


@blueprint.get("/cases/<int:case_id>/assessments/new")
@access(*CASEWORKERS)
def choose(case_id: int) -> ResponseReturnValue:
    """The toolkits in use, those offered for this kind of case first, and where each stands."""
    case = get_case(actor(), case_id)
    _viewed(case, "viewed the toolkits for")
    offered = offered_first(case.title, now())
    listed = [
        (version, queries.draft_of(case.id, version.slug),
         queries.last_submitted(case.id, version.slug))
        for version in _in_order(live_versions(now()), offered)
    ]
    return render_template(
        "assessments/choose.html", case=case, person=case.young_person, listed=listed,
        offered=offered)


@blueprint.route("/cases/<int:case_id>/assessments/new/<slug>", methods=["GET", "POST"])
@access(*CASEWORKERS)
def begin(case_id: int, slug: str) -> ResponseReturnValue:
    """What the toolkit is for, its guidance to acknowledge once, and the way in (S1.1)."""
    case = get_case(actor(), case_id)
    version, last = live(slug), queries.last_submitted(case.id, slug)
    form = BeginForm()
    read = queries.has_read_guidance(actor(), version.id)
    if form.validate_on_submit() and _may_begin(form, version, read):
        started = attempt(form, lambda: _start(case, version, form, review=last is not None))
        if started:
            return redirect(url_for("assessments.assessment", assessment_id=started.id))
    _viewed(case, "viewed the guidance for")
    return show_form(
        "assessments/begin.html", form, case=case, person=case.young_person, version=version,
        definition=definition_of(version), last=last, read=read, markdown=markdown)


@blueprint.route("/assessments/<int:assessment_id>/guidance", methods=["GET", "POST"])
@access(*CASEWORKERS)
def guidance(assessment_id: int) -> ResponseReturnValue:
    """The guidance, for somebody who continues what another person began."""
    assessment, form = queries.get_assessment(actor(), assessment_id), GuidanceForm()
    if form.validate_on_submit():
        operations.acknowledge_guidance(
            actor=actor(), now=now(), version_id=assessment.version_id)
        return redirect(url_for("assessments.assessment", assessment_id=assessment_id))
    read = queries.has_read_guidance(actor(), assessment.version_id)
    return show("assessments/guidance.html", assessment, "viewed the guidance of", form, read=read)


def _in_order(
    versions: Iterable[DefinitionVersion], offered: Sequence[str]
) -> list[DefinitionVersion]:
    """What the practice standards offer for this kind of case, then everything else by name."""
    places = {slug: place for place, slug in enumerate(offered)}
    return sorted(versions, key=lambda one: places.get(one.slug, len(places)))


def _start(
    case: Case, version: DefinitionVersion, form: BeginForm, *, review: bool
) -> Assessment:
    """Begin it, or go on with what somebody has begun in the meantime."""
    given: dict[str, Any] = {
        "actor": actor(), "now": now(), "case_id": case.id, "slug": version.slug}
    if form.read.data:
        operations.acknowledge_guidance(actor=actor(), now=now(), version_id=version.id)
    try:
        if review:
            return operations.start_review(**given)
        return operations.start(**given, purpose=form.chosen_purpose())
    except operations.DraftExists as error:
        return error.draft


def _may_begin(form: BeginForm, version: DefinitionVersion, read: bool) -> bool:
    if form.read.data or read or not definition_of(version).guidance:
        return True
    form.read.errors = ["Say that you have read the guidance"]
    return False


def _viewed(case: Case, action: str) -> None:
    place = chain_of(case.id)
    record_read(chain=place, action=action, actor=actor(), at=now(), subject=place)
