"""The list of cases and finding a person. Neither puts a name into an address."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.queries import teams
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.cases.access import CASEWORKERS
from app.cases.finding import Search, find
from app.cases.forms import FindForm
from app.cases.listing import Filters, Order, case_page
from app.cases.views.pages import actor, blueprint, show_form
from app.clock import now, today_in_london


@blueprint.get("/cases/")
@access(*CASEWORKERS)
def case_list() -> ResponseReturnValue:
    """The cases the actor may see, a page at a time: overdue and soonest due first."""
    at, filters, order = now(), _filters(), _order()
    page = case_page(
        actor(),
        today=today_in_london(at),
        filters=filters,
        order=order,
        after=request.args.get("after", ""),
        before=request.args.get("before", ""),
        last=request.args.get("last") == "1",
    )
    _record("viewed", "list of cases", [row.summary.case_id for row in page.rows])
    return render_template(
        "cases/list.html",
        page=page,
        filters=filters,
        order=order,
        asked=_asked(filters, order),
        districts=_districts(),
        today=today_in_london(at),
    )


@blueprint.route("/cases/find", methods=["GET", "POST"])
@access(*CASEWORKERS)
def find_person() -> ResponseReturnValue:
    """Look somebody up by name, date of birth or identifier; every search is recorded."""
    form, found = FindForm(), None
    if form.validate_on_submit():
        search = Search(form.name.data, form.date_of_birth.data, form.identifier.data)
        found = find(actor(), search)
        _record("searched", "list of cases", found.case_ids, restricted_hint=found.restricted)
    today = today_in_london(now())
    return show_form("cases/find.html", form, found=found, today=today)


def _record(action: str, subject: str, case_ids: list[int], **more: object) -> None:
    record_read(
        chain=SYSTEM,
        action=action,
        actor=actor(),
        at=now(),
        subject=subject,
        details={"cases": case_ids, **more},
    )


def _filters() -> Filters:
    asked = request.args
    return Filters(
        mine=asked.get("mine") == "1",
        overdue=asked.get("overdue") == "1",
        district=asked.get("district", "")[:200].replace("\0", ""),
        closed=asked.get("closed") == "1",
    )


def _order() -> Order:
    return Order.NAME if request.args.get("order") == Order.NAME else Order.DUE


def _asked(filters: Filters, order: Order) -> dict[str, str]:
    """The filters as an address repeats them."""
    flags = {name: "1" for name in ("mine", "overdue", "closed") if getattr(filters, name)}
    district = {"district": filters.district} if filters.district else {}
    return {**flags, **district, **({"order": order.value} if order is Order.NAME else {})}


def _districts() -> list[str]:
    return sorted({team.district for team in teams() if team.district})
