"""What the pages of this room share: which two, the record that they looked, refusals."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import actor
from app.accounts.page_form import PageForm, attempt
from app.audit.operations import record_read
from app.cases import panels
from app.cases.access import chain_of
from app.cases.models import Case
from app.cases.queries import get_case
from app.clock import now, today_in_london
from app.errors import NotFound

__all__ = ["actor", "attempt"]

blueprint = Blueprint("reviews", __name__)


def named_pair(case_id: int) -> tuple[int, int]:
    """The ids of the two revisions that the address names.

    Raises NotFound where it does not, and before that as `get_case` does.
    """
    earlier = request.args.get("earlier", type=int)
    later = request.args.get("later", type=int)
    if earlier is None or later is None:
        get_case(actor(), case_id)
        raise NotFound("This page is about two assessments, and its address does not say which.")
    return earlier, later


def looked_at(case_id: int, action: str, subject: str = "", **details: object) -> None:
    """Record that the actor read something of a case, before any of it is sent."""
    chain = chain_of(case_id)
    record_read(chain=chain, action=action, actor=actor(), at=now(), subject=subject or chain,
                details=details)


def show(
    template: str, case: Case, form: PageForm | None = None, **context: Any
) -> ResponseReturnValue:
    """A page of a case; 422 where its form is shown again with what is wrong."""
    listed = [{"text": text, "href": None} for text in form.refusals] if form else []
    context |= {"case": case, "person": case.young_person, "today": today_in_london(now()),
                "links": panels.links(case, actor())}
    if form is not None:
        context |= {"form": form, "error_summary": listed}
    page = render_template(template, **context)
    return page, 422 if listed or form is not None and form.errors else 200
