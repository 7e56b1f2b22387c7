"""What the pages of a case share: the record that they looked, what was refused."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.access import actor
from app.accounts.page_form import attempt
from app.audit.operations import record_read
from app.cases import panels
from app.cases.access import chain_of
from app.cases.forms import CaseForm
from app.cases.models import Case
from app.clock import now, today_in_london

__all__ = ["actor", "attempt"]

blueprint = Blueprint("cases", __name__)


def show(
    template: str, case: Case, looked_at: str = "", form: CaseForm | None = None, **context: Any
) -> ResponseReturnValue:
    """A page of a case, once it is recorded that the actor viewed it.

    `looked_at` says which part of the case, for "Amara Khan viewed the notes of case 12".
    """
    at = now()
    action = f"viewed {looked_at} of" if looked_at else "viewed"
    place = chain_of(case.id)
    record_read(chain=place, action=action, actor=actor(), at=at, subject=place)
    links = panels.links(case, actor())
    context |= {"case": case, "person": case.young_person, "links": links}
    context |= {"now": at, "today": today_in_london(at)}
    return show_form(template, form, **context) if form else render_template(template, **context)


def show_form(template: str, form: CaseForm, **context: Any) -> ResponseReturnValue:
    """A page with a form: 422 where it is shown again with what is wrong."""
    listed = [{"text": text, "href": None} for text in form.refusals]
    page = render_template(template, form=form, error_summary=listed, **context)
    return page, 422 if form.errors or listed else 200


def added_to(case: Case, done: str) -> str:
    """What to tell whoever added something: `done`, and what does not follow in a closed case."""
    if not case.is_closed:
        return done
    return f"{done} The case stays closed, and nobody is asked to review it."
