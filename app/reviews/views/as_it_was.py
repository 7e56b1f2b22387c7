"""A case, an assessment as they stood on a day. Comparisons are in `comparing`."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.immediate import asked_as
from app.assessments.pages.harm import label_of
from app.assessments.pages.reading import reading
from app.audit.operations import record_read
from app.cases import panels
from app.cases import queries as cases
from app.cases.access import CASEWORKERS, chain_of
from app.cases.listing import id_asked
from app.cases.models import Case
from app.cases.withholding import notes_withheld
from app.clock import now, today_in_london
from app.errors import Refused
from app.reviews import queries
from app.reviews.forms import AsItWasForm
from app.reviews.moment import read_day
from app.reviews.views.pages import blueprint

panels.register_link(95, "As it was", "reviews.as_it_was")
panels.register_panel(
    90, "reviews/panel_as_it_was.html", lambda case, actor, now: {"form": AsItWasForm()})


@blueprint.get("/cases/<int:case_id>/as-it-was")
@access(*CASEWORKERS)
def as_it_was(case_id: int) -> ResponseReturnValue:
    """The front page of the case at the end of a day (`?on=2025-03-31`), or asking for the day."""
    case, form = cases.get_case(_actor(), case_id), AsItWasForm(request.args)
    try:
        if "on" in request.args:
            return _front(case_id)
        if "on-day" in request.args and form.validate():
            return redirect(url_for("reviews.as_it_was", case_id=case_id, on=form.on.data))
    except Refused as error:
        form.on.errors = [error.message]
    return _ask(case, form)


@blueprint.get("/assessments/<int:assessment_id>/as-it-was")
@access(*CASEWORKERS)
def assessment_as_it_was(assessment_id: int) -> ResponseReturnValue:
    """An assessment at the end of a day (`?on=2025-03-31`)."""
    assessments.get_assessment(_actor(), assessment_id)
    found = queries.assessment_as_it_was(
        _actor(), assessment_id, read_day(request.args.get("on", "")), _today())
    case, computed = found.assessment.case, found.computed
    _looked_back(case, found.moment.on, f"assessment:{assessment_id}")
    return _show(
        "reviews/assessment_as_it_was.html", case, found=found, moment=found.moment,
        since=found.since, reading=reading(computed), definition=computed.definition,
        assessment=found.assessment)


def _front(case_id: int) -> ResponseReturnValue:
    found = queries.case_as_it_was(
        _actor(), case_id, read_day(request.args["on"]), _today(),
        notes_before=id_asked(request.args.get("before", type=int)))
    _looked_back(found.case, found.moment.on, chain_of(case_id))
    return _show(
        "reviews/as_it_was.html", found.case, found=found, moment=found.moment, since=found.since,
        withheld=notes_withheld(_actor(), found.case, found.past.notes.notes),
        panels=panels.panels_of("past", found.case, _actor(), found.moment.until),
        form=AsItWasForm(), asked_as=asked_as, label_of=label_of)


def _ask(case: Case, form: AsItWasForm) -> ResponseReturnValue:
    record_read(chain=chain_of(case.id), action="viewed", actor=_actor(), at=now(),
                subject=chain_of(case.id))
    page = _show("reviews/ask_as_it_was.html", case, form=form, moment=None)
    return page, 422 if form.errors else 200


def _looked_back(case: Case, on: date, subject: str) -> None:
    record_read(chain=chain_of(case.id), action=f"viewed as it was on {on}", actor=_actor(),
                at=now(), subject=subject)


def _show(template: str, case: Case, **context: Any) -> str:
    return render_template(
        template, case=case, person=case.young_person, links=panels.links(case, _actor()),
        today=_today(), **context)


def _actor() -> User:
    user: User = current_user._get_current_object()
    return user


def _today() -> date:
    return today_in_london(now())
