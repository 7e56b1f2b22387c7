"""Adding a young person with a case, and what is known of them."""

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.accounts.queries import teams
from app.cases import operations, panels, queries
from app.cases.access import CASEWORKERS, check_may_see_particulars, may_see_particulars
from app.cases.facts import ETHNICITIES, GENDERS, LABELS, LOOKED_AFTER, changed_fields
from app.cases.finding import Found
from app.cases.forms import CaseOpeningForm, NewCaseForm, ParticularsForm, PersonForm, people
from app.cases.models import Case
from app.cases.operations import PossibleDuplicates
from app.cases.queries import get_case
from app.cases.views.pages import actor, attempt, blueprint, show, show_form
from app.clock import now, today_in_london
from app.errors import Conflict, Refused

panels.register_link(50, "Young person", "cases.person")


@blueprint.route("/cases/add", methods=["GET", "POST"])
@access(*CASEWORKERS)
def add() -> ResponseReturnValue:
    """A young person and a case about them; asks first whether they are known already."""
    form, found = _new_case_form(), None
    if form.validate_on_submit():
        try:
            case = _add(form)
            return redirect(url_for("cases.front", case_id=case.id))
        except PossibleDuplicates as duplicates:
            found = _ask_about(form, duplicates)
        except (Refused, Conflict) as error:
            form.refuse(error)
    today = today_in_london(now())
    return show_form("cases/add.html", form, found=found, today=today)


@blueprint.route("/cases/<int:case_id>/another", methods=["GET", "POST"])
@access(*CASEWORKERS)
def another(case_id: int) -> ResponseReturnValue:
    """A further case about a young person who is known already."""
    case, form = get_case(actor(), case_id), CaseOpeningForm(worker_id=_usual_worker())
    _offer_people(form)
    if form.validate_on_submit():
        opened = attempt(form, lambda: _open_another(case_id, form))
        if opened:
            return redirect(url_for("cases.front", case_id=opened.id))
    return show("cases/another.html", case, form=form)


@blueprint.get("/cases/<int:case_id>/person")
@access(*CASEWORKERS)
def person(case_id: int) -> ResponseReturnValue:
    """What is known of the young person, without the specific information."""
    case = get_case(actor(), case_id)
    return show(
        "cases/person.html",
        case,
        "the young person",
        labels=LABELS,
        looked_after=LOOKED_AFTER,
        may_see_particulars=may_see_particulars(actor(), case),
        others=queries.other_cases(actor(), case),
    )


@blueprint.route("/cases/<int:case_id>/person/edit", methods=["GET", "POST"])
@access(*CASEWORKERS)
def edit_person(case_id: int) -> ResponseReturnValue:
    """Correct or complete what is known; what somebody else saved meanwhile is shown beside it."""
    case = get_case(actor(), case_id)
    form = PersonForm(obj=case.young_person)
    _offer(form)
    return _edit(case, form, operations.update_person, case.young_person, "cases/edit_person.html")


@blueprint.get("/cases/<int:case_id>/person/particulars")
@access(*CASEWORKERS)
def particulars(case_id: int) -> ResponseReturnValue:
    """The specific information of S4.28; each look is recorded apart."""
    case = get_case(actor(), case_id)
    check_may_see_particulars(actor(), case)
    return show("cases/particulars.html", case, "the specific information", labels=LABELS)


@blueprint.route("/cases/<int:case_id>/person/particulars/edit", methods=["GET", "POST"])
@access(*CASEWORKERS)
def edit_particulars(case_id: int) -> ResponseReturnValue:
    """Correct or complete the specific information."""
    case = get_case(actor(), case_id)
    check_may_see_particulars(actor(), case)
    held = case.young_person.particulars
    return _edit(
        case,
        ParticularsForm(obj=held),
        operations.update_particulars,
        held,
        "cases/edit_particulars.html",
    )


def _edit(
    case: Case, form: Any, update: Callable[..., Any], record: Any, template: str
) -> ResponseReturnValue:
    """Save what was typed, or show it again beside what is recorded now."""
    recorded: dict[str, str] = {}
    if form.validate_on_submit():
        facts, version = form.facts(), form.read_version()
        try:
            update(actor=actor(), now=now(), case_id=case.id, facts=facts, version=version)
            flash("Saved.", "success")
            return redirect(url_for("cases.person", case_id=case.id))
        except Conflict as error:
            form.refuse(Conflict(f"{error.message} {BESIDE}"))
            form.version.data = str(record.version)
            recorded = {name: getattr(record, name) for name in changed_fields(facts, record)}
        except Refused as error:
            form.refuse(error)
    return show(template, case, form=form, recorded=recorded)


BESIDE = "What you typed is below, and what is recorded now stands beside it. Check it, then save."


def _add(form: NewCaseForm) -> Case:
    return operations.add_person_and_case(
        actor=actor(),
        now=now(),
        facts=form.facts(),
        title=form.title.data,
        worker_id=form.worker_id.data,
        reviewer_id=form.reviewer_id.data,
        acknowledged=form.acknowledged(),
        save_id=form.save_id.data,
    )


def _ask_about(form: NewCaseForm, duplicates: PossibleDuplicates) -> Found:
    """Show who may be the same, and ask."""
    form.looked_at.data = ",".join(map(str, sorted(duplicates.to_acknowledge)))
    form.different.data = False
    form.different.errors = ["Say whether this is a different young person"]
    return duplicates.found


def _open_another(case_id: int, form: CaseOpeningForm) -> Case:
    return operations.open_another_case(
        actor=actor(),
        now=now(),
        case_id=case_id,
        title=form.title.data,
        worker_id=form.worker_id.data,
        reviewer_id=form.reviewer_id.data,
        save_id=form.save_id.data,
    )


def _new_case_form() -> NewCaseForm:
    form = NewCaseForm(worker_id=_usual_worker(), district=actor().team.district)
    _offer_people(form)
    _offer(form)
    return form


def _usual_worker() -> int | None:
    return actor().id if actor().is_(Role.PRACTITIONER) else None


def _offer_people(form: CaseOpeningForm) -> None:
    team_id = actor().team_id
    form.worker_id.choices = people(queries.possible_workers(team_id), "Nobody yet")
    form.reviewer_id.choices = people(queries.possible_reviewers(team_id), "Nobody yet")


def _offer(form: PersonForm) -> None:
    form.offer(
        gender=current_app.config.get("GENDERS", GENDERS),
        ethnicity=current_app.config.get("ETHNICITIES", ETHNICITIES),
        district=sorted({team.district for team in teams() if team.district}),
    )
