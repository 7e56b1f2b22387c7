"""Who has a case, and to whom it is open."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.accounts.queries import teams
from app.cases import operations, panels, queries
from app.cases.access import CASEWORKERS, check_may_allocate, check_may_restrict, may_see
from app.cases.forms import AllocationForm, RestrictionForm, choice, people
from app.cases.models import Case
from app.cases.queries import get_case
from app.cases.views.pages import actor, attempt, blueprint, show
from app.clock import now
from app.database import db

panels.register_link(80, "Allocation", "cases.allocation")


@blueprint.get("/cases/<int:case_id>/allocation")
@access(*CASEWORKERS)
def allocation(case_id: int) -> ResponseReturnValue:
    """Who had the case, since when and why."""
    case = get_case(actor(), case_id)
    return show(
        "cases/allocation.html",
        case,
        "the allocation",
        allocations=queries.allocations_of(case),
        restrictions=queries.restrictions_of(case),
        conflicts=queries.conflicts_of(case),
    )


@blueprint.route("/cases/<int:case_id>/allocate", methods=["GET", "POST"])
@access(*CASEWORKERS)
def allocate(case_id: int) -> ResponseReturnValue:
    """Hand the case to somebody else."""
    case = get_case(actor(), case_id)
    check_may_allocate(actor(), case)
    form = _allocation_form(case)
    if form.validate_on_submit() and attempt(form, lambda: _allocate(case, form)):
        flash("The allocation is saved.", "success")
        return redirect(_after(case_id))
    return show("cases/allocate.html", case, form=form)


@blueprint.route("/cases/<int:case_id>/restrict", methods=["GET", "POST"])
@access(*CASEWORKERS)
def restrict(case_id: int) -> ResponseReturnValue:
    """Close the case to the rest of the team, or open it again."""
    case = get_case(actor(), case_id)
    check_may_restrict(actor(), case)
    form = RestrictionForm(version=case.version)
    restricted = not case.restricted
    if form.validate_on_submit() and attempt(
        form,
        lambda: operations.restrict(
            actor=actor(),
            now=now(),
            case_id=case_id,
            restricted=restricted,
            reason=form.reason.data,
            version=form.read_version(),
        ),
    ):
        flash(f"The case is {'restricted' if restricted else 'open to the team'}.", "success")
        return redirect(url_for("cases.front", case_id=case_id))
    return show("cases/restrict.html", case, form=form)


def _allocate(case: Case, form: AllocationForm) -> object:
    """A case that goes to another team goes there without people: they are for it to choose."""
    team_id = form.team_id.data or case.team_id
    stays = team_id == case.team_id
    return operations.allocate(
        actor=actor(),
        now=now(),
        case_id=case.id,
        team_id=team_id,
        worker_id=form.worker_id.data if stays else None,
        reviewer_id=form.reviewer_id.data if stays else None,
        reason=form.reason.data,
        version=form.read_version(),
    )


def _allocation_form(case: Case) -> AllocationForm:
    form = AllocationForm(obj=case)
    workers = {user.id: user for user in queries.possible_workers(case.team_id)}
    if case.worker:
        workers.setdefault(case.worker.id, case.worker)
    form.worker_id.choices = people(workers.values(), "Nobody yet")
    form.reviewer_id.choices = people(queries.possible_reviewers(case.team_id), "Nobody yet")
    offered = teams() if actor().is_(Role.REVIEWER) else [case.team]
    form.team_id.choices = [
        choice(team.id, f"{team.name}, {team.district}") for team in offered
    ]
    return form


def _after(case_id: int) -> str:
    """The case, or the list where the actor has just given it away."""
    case = db.session.get_one(Case, case_id)
    return url_for("cases.front", case_id=case_id) if may_see(actor(), case) else (
        url_for("cases.case_list")
    )
