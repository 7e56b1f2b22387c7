"""Practice standards: what counts now, what counted when, and changing them as a form."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.definitions import operations, queries, standards
from app.definitions.forms import ApprovalForm, RetireForm, ToolkitForm
from app.definitions.models import Capacity, DefinitionVersion
from app.definitions.standards_forms import PublishStandardsForm, StandardsForm, starting_from
from app.definitions.states import State, state_of
from app.definitions.views.pages import actor, attempt, blueprint, deciding, show
from app.engine.problems import DefinitionRefused
from app.engine.standards_changes import changes
from app.engine.standards_document import SLUG
from app.engine.standards_words import STANDARDS, by_topic
from app.errors import Conflict, NotAllowed, NotFound, Refused

_SUBJECT = f"toolkit:{SLUG}"
_ONE = "/standards/<int:number>"


@blueprint.get("/standards/")
@access(*Role)
def practice_standards() -> ResponseReturnValue:
    """The standards in force, each with its unit, what it is for and where it comes from."""
    at = now()
    live = queries.live_version(SLUG, at)
    return show(
        "definitions/standards.html", _SUBJECT, live=live, values=standards.standards_at(at),
        document=standards.document_of(live) if live else None, topics=by_topic(),
        titles=_titles(), waiting=_waiting(), edits=actor().is_(Role.ADMINISTRATOR))


@blueprint.get("/standards/history")
@access(*Role)
def standards_history() -> ResponseReturnValue:
    """Every version: who made it, when, what they said, who approved it, when it counted."""
    versions, at = queries.versions(SLUG), now()
    return show(
        "definitions/standards_history.html", _SUBJECT, versions=versions,
        states={one.id: state_of(one, at) for one in versions},
        notes={one.id: standards.document_of(one).note for one in versions})


@blueprint.get("/standards/compare")
@access(*Role)
def compare_standards() -> ResponseReturnValue:
    """What two versions set differently, old value beside new."""
    found = (request.args.get(side, 0, int) for side in ("earlier", "later"))
    earlier, later = (_version(number) for number in sorted(found))
    return show(
        "definitions/standards_compare.html", _SUBJECT, earlier=earlier, later=later,
        changes=changes(
            standards.document_of(earlier), standards.document_of(later), _titles()))


@blueprint.get(_ONE)
@access(*Role)
def standards_version(number: int) -> ResponseReturnValue:
    """One version: what it changes, who approved it, and how it comes into use."""
    return _show(_version(number))


@blueprint.get(f"{_ONE}.json")
@access(*Role)
def standards_document(number: int) -> ResponseReturnValue:
    """The document of a version, byte for byte as it came in."""
    found = _version(number)
    record_read(chain=SYSTEM, action="downloaded", actor=actor(), at=now(), subject=_SUBJECT)
    return Response(queries.text_of(found), mimetype="application/json", headers={
        "Content-Disposition": f'attachment; filename="{SLUG}-{number}.json"'})


@blueprint.route("/standards/edit", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def edit_standards() -> ResponseReturnValue:
    """Every number, what episodes offer, and why it is changed."""
    base = standards.newest()
    form = StandardsForm(data=starting_from(standards.document_of(base) if base else None, base))
    recorded: dict[str, str] = {}
    if "more" in request.form:
        form.add_empty_rows()
    elif form.validate_on_submit():
        try:
            made = operations.propose_standards(text=form.document(), actor=actor(), now=now())
            return redirect(url_for("definitions.standards_version", number=made.number))
        except DefinitionRefused as error:
            form.refuse_document(error)
        except Conflict as error:
            form.refuse(error)
            recorded = _recorded_meanwhile(form, base)
        except (Refused, NotAllowed) as error:
            form.refuse(error)
    form.offer_toolkits(queries.live_versions(now()))
    return show("definitions/standards_edit.html", _SUBJECT, form, base=base, recorded=recorded,
                topics=by_topic())


@blueprint.post(f"{_ONE}/approve/<any(administrator, safeguarding_lead):capacity>")
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def approve_standards(number: int, capacity: str) -> ResponseReturnValue:
    """Approve a version in one capacity, or turn it down."""
    version, form = _version(number), ApprovalForm(prefix=capacity)
    if form.validate_on_submit() and attempt(form, lambda: operations.approve(
            version=version, capacity=Capacity(capacity), approved=form.approved.data == "yes",
            note=form.note.data or "", actor=actor(), now=now())):
        return redirect(url_for("definitions.standards_version", number=number))
    return _show(version, approving=form)


@blueprint.post(f"{_ONE}/publish")
@access(Role.ADMINISTRATOR)
def publish_standards(number: int) -> ResponseReturnValue:
    """Bring a version into use, at once or from a day on."""
    version, form, at = _version(number), PublishStandardsForm(), now()
    note = standards.document_of(version).note
    if form.validate_on_submit() and attempt(form, lambda: operations.publish(
            version=version, actor=actor(), now=at, note=note,
            effective_at=form.effective_at(at), grace_days=0)):
        return redirect(url_for("definitions.practice_standards"))
    return _show(version, publishing=form)


@blueprint.route(f"{_ONE}/withdraw", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def withdraw_standards(number: int) -> ResponseReturnValue:
    """Withdraw a version before it comes into use."""
    version, form = _version(number), RetireForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.retire(
            version=version, actor=actor(), now=now(), note=form.note.data or "")):
        return redirect(url_for("definitions.standards_version", number=number))
    return show("definitions/standards_withdraw.html", _SUBJECT, form, version=version)


def _show(
    version: DefinitionVersion, approving: ApprovalForm | None = None,
    publishing: PublishStandardsForm | None = None,
) -> ResponseReturnValue:
    at, sent = now(), approving or publishing
    publication = version.publication
    document = standards.document_of(version)
    base = _version(version.based_on) if version.based_on else None
    return show(
        "definitions/standards_version.html", _SUBJECT, sent, version=version, base=base,
        document=document, values=document.standards, topics=by_topic(), titles=_titles(),
        changes=changes(standards.document_of(base) if base else None, document, _titles()),
        state=state_of(version, at), State=State, named=operations.named,
        needed=standards.approvals_needed(
            version, publication.effective_at if publication else at),
        missing=standards.approvals_missing(version, at), deciding=deciding(version, approving),
        publishing=publishing or PublishStandardsForm(formdata=None),
        edits=actor().is_(Role.ADMINISTRATOR))


def _recorded_meanwhile(form: ToolkitForm, base: DefinitionVersion | None) -> dict[str, str]:
    """What somebody else published meanwhile and differs from what was typed, by field.

    From here on the form starts from that version: sent again, it is made from it.
    """
    assert base is not None
    form["based_on"].data = str(base.number)
    values = standards.document_of(base).standards
    return {one.name: one.value_in(values) for one in STANDARDS
            if form[one.name].data != getattr(values, one.name)}


def _version(number: int) -> DefinitionVersion:
    found = [one for one in queries.versions(SLUG) if one.number == number]
    if not found:
        raise NotFound(f"There is no version {number} of the practice standards.")
    return found[0]


def _waiting() -> list[tuple[DefinitionVersion, State]]:
    """The versions that are in review or come into use later."""
    at = now()
    found = ((one, state_of(one, at)) for one in queries.versions(SLUG))
    return [(one, state) for one, state in found
            if state in (State.IN_REVIEW, State.SCHEDULED)]


def _titles() -> dict[str, Any]:
    """What toolkits are called, by slug."""
    return {one.slug: one.title for one in queries.live_versions(now())}
