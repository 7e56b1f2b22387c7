"""What a version that is not published would do to live cases, worked out from page to page."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.clock import now
from app.definitions import approvals, drafts, queries
from app.definitions.impact import Impact, Proposal, impact_of
from app.definitions.models import DefinitionVersion
from app.definitions.views.pages import actor, blueprint, show
from app.definitions.writing import Draft, opened
from app.engine.lineage import LineageRefused


@blueprint.get("/toolkits/<slug>/<int:number>/impact")
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def version_impact(slug: str, number: int) -> ResponseReturnValue:
    """Of a version that waits; the page goes on by itself until all is worked out."""
    version = queries.version(slug, number)
    back = url_for("definitions.review", slug=slug, number=number)
    return _page(slug, version.title, back, shown_of_version(version))


@blueprint.get("/toolkits/drafts/<int:draft_id>/impact")
@access(Role.ADMINISTRATOR)
def draft_impact(draft_id: int) -> ResponseReturnValue:
    """The same of a draft as it stands."""
    draft = opened(drafts.draft(draft_id))
    back = url_for("definitions.send_draft", draft_id=draft_id)
    return _page(draft.slug, draft.title, back, shown_of_draft(draft))


def shown_of_version(version: DefinitionVersion) -> dict[str, Any]:
    """What `definitions/_impact.html` shows of a version."""
    at = now()
    goes_on = url_for("definitions.version_impact", slug=version.slug, number=version.number)
    listed = url_for("assessments.moved_cases", slug=version.slug, number=version.number)
    found = _shown(approvals.proposal_of(version, at), goes_on)
    return {**found, "listed": listed if actor().safeguarding_lead and actor().is_(
        Role.REVIEWER) else None}


def shown_of_draft(draft: Draft) -> dict[str, Any]:
    """The same of a draft; nothing where there is nothing to compare it with."""
    try:
        proposal = approvals.proposal_of_draft(draft, now())
    except LineageRefused:
        proposal = None
    return _shown(proposal, url_for("definitions.draft_impact", draft_id=draft.id))


def _shown(proposal: Proposal | None, goes_on: str) -> dict[str, Any]:
    impact = impact_of(proposal, now()) if proposal else Impact()
    return {"proposal": proposal, "impact": impact, "goes_on": goes_on, "listed": None}


def _page(slug: str, title: str, back: str, found: dict[str, Any]) -> ResponseReturnValue:
    return show("definitions/impact.html", f"toolkit:{slug}", title=title, back=back, **found)
