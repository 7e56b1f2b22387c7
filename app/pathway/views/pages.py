"""What the pages of this room share: the record that they looked, what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import actor
from app.accounts.page_form import PageForm
from app.audit.operations import record_read
from app.cases import panels
from app.cases.access import chain_of
from app.cases.models import Case
from app.clock import now, today_in_london
from app.engine.council_route import Act
from app.errors import Conflict, Refused
from app.pathway.gate import Gate
from app.pathway.operations import GateShut
from app.pathway.pages import GatePage, told_shortfalls
from app.reviews import queries as reviews

__all__ = ["actor"]

Written = TypeVar("Written")

blueprint = Blueprint("pathway", __name__)


def looked_at(case: Case, what: str) -> None:
    """Record that the actor read something of the case."""
    place = chain_of(case.id)
    record_read(chain=place, action=f"viewed {what} of", actor=actor(), at=now(), subject=place)


def show(
    template: str, case: Case, what: str, form: PageForm | None = None, **context: Any
) -> ResponseReturnValue:
    """A page of a case, once it is recorded that the actor viewed it; 422 where its form is shown
    again with what is wrong."""
    looked_at(case, what)
    context |= {"case": case, "person": case.young_person, "links": panels.links(case, actor()),
                "now": now(), "today": today_in_london(now())}
    if form is None:
        return render_template(template, **context)
    gate = context.get("page")
    listed = listed_errors(form, gate.gate if gate else None)
    page = render_template(template, form=form, error_summary=listed, **context)
    return page, 422 if form.errors or listed else 200


def page_of(gate: Gate, act: Act) -> GatePage:
    """A gate as it is shown to the actor."""
    whole = gate.pair is None or reviews.sees_all(actor(), gate.case.id, *gate.pair)
    return GatePage(gate, actor(), whole, act)


def attempt(form: PageForm, write: Callable[[], Written]) -> Written | None:
    """What an operation gives; None where it refused, which the form then shows."""
    try:
        return write()
    except GateShut as error:
        form.shut = error
    except (Refused, Conflict) as error:
        form.refuse(error)
    return None


def listed_errors(form: PageForm, gate: Gate | None) -> list[dict[str, str | None]]:
    """What the summary of errors lists: what falls short row by row, each leading to its row of the
    comparison, and whatever belongs to no field."""
    shut: GateShut | None = getattr(form, "shut", None)
    lines: list[dict[str, str | None]] = [{"text": text, "href": None} for text in form.refusals]
    for told in told_shortfalls(shut.verdict.shortfalls) if shut else ():
        lines.append({"text": f"{told.words}. {told.next}", "href": None})
        lines += [{"text": row.label, "href": row_url(gate, row.key) if gate else None}
                  for row in told.rows]
    return lines


def row_url(gate: Gate, key: str) -> str | None:
    """The address of a row of the comparison that a decision rests on."""
    if gate.pair is None:
        return None
    earlier, later = gate.pair
    return url_for("reviews.compare", case_id=gate.case.id, earlier=earlier, later=later,
                   show="everything", _anchor=f"row-{key}")
