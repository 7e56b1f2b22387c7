"""A version that waits: what it changes, who approves it, and when it comes into use."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.clock import now
from app.definitions import approvals, drafts, operations, queries
from app.definitions.forms import ApprovalForm, PublishForm, ToolkitForm
from app.definitions.models import Capacity, DefinitionVersion
from app.definitions.states import State, state_of
from app.definitions.views.impact import shown_of_version
from app.definitions.views.pages import actor, attempt, blueprint, deciding, show
from app.engine.authoring.changes import Consequence
from app.engine.authoring.summing_up import consequence_explained, consequence_words, summary
from app.errors import NotFound

_WAITING = "/toolkits/<slug>/<int:number>/review"


@blueprint.get(_WAITING)
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def review(slug: str, number: int) -> ResponseReturnValue:
    """What stops it, what it changes for whom, its approvals, and how it comes into use."""
    return _show(queries.version(slug, number))


@blueprint.post(f"{_WAITING}/approve/<capacity>")
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def approve(slug: str, number: int, capacity: str) -> ResponseReturnValue:
    """Approve it in one capacity, or turn it down. Raises NotFound for one that nobody holds."""
    if capacity not in [*Capacity]:
        raise NotFound("Nobody approves a version in this capacity.")
    version, form = queries.version(slug, number), ApprovalForm(prefix=capacity)
    if form.validate_on_submit() and attempt(form, lambda: operations.approve(
            version=version, capacity=Capacity(capacity), approved=form.approved.data == "yes",
            note=form.note.data or "", actor=actor(), now=now())):
        return redirect(url_for("definitions.review", slug=slug, number=number))
    return _show(version, approving=form)


@blueprint.post(f"{_WAITING}/publish")
@access(Role.ADMINISTRATOR)
def publish(slug: str, number: int) -> ResponseReturnValue:
    """Publish it, at once or from a day on."""
    version, form, at = queries.version(slug, number), PublishForm(), now()
    if form.validate_on_submit() and attempt(form, lambda: operations.publish(
            version=version, actor=actor(), now=at, note=form.note.data or "",
            effective_at=form.effective_at(at), grace_days=form.grace_days.data or 0,
            replaces=form.replaces.data)):
        return redirect(url_for("definitions.toolkit", slug=slug))
    return _show(version, publishing=form)


def _show(
    version: DefinitionVersion, approving: ApprovalForm | None = None,
    publishing: PublishForm | None = None,
) -> ResponseReturnValue:
    at = now()
    found = shown_of_version(version)
    proposal = found["proposal"]
    sent: ToolkitForm | None = approving or publishing
    return show(
        "definitions/review.html", f"toolkit:{version.slug}", sent, version=version,
        state=state_of(version, at), State=State, difference=proposal and proposal.difference,
        predecessor=proposal and proposal.before, Consequence=Consequence, **found,
        sentences=summary(proposal.difference) if proposal else (),
        consequence_words=consequence_words, explained=consequence_explained,
        needed=approvals.approvals_needed(version, at), draft=drafts.draft_of(version),
        missing=approvals.approvals_missing(version, at), live=queries.live_version(
            version.slug, at),
        waiting=deciding(version, approving), publishing=publishing or PublishForm(formdata=None),
        publishes=actor().is_(Role.ADMINISTRATOR), named=operations.named, Capacity=Capacity)
