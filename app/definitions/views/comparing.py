"""Two versions of a toolkit side by side, on the screen and as a PDF for those who approve one."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.definitions import approvals, queries
from app.definitions.models import DefinitionVersion
from app.definitions.views.pages import actor, blueprint, show
from app.delivery.pdf import render_pdf
from app.engine.authoring.changes import Consequence
from app.engine.authoring.summing_up import (
    approval_words,
    consequence_explained,
    consequence_words,
    summary,
)

_PAIR = "/toolkits/<slug>/compare/<int:earlier>/<int:later>"


@blueprint.get("/toolkits/<slug>/compare")
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def choose_versions(slug: str) -> ResponseReturnValue:
    """From the two versions chosen on the page of a toolkit to the page that compares them."""
    numbers = [request.args.get(side, type=int) for side in ("earlier", "later")]
    if None in numbers or numbers[0] == numbers[1]:
        return redirect(url_for("definitions.toolkit", slug=slug))
    earlier, later = sorted(number for number in numbers if number is not None)
    return redirect(url_for(
        "definitions.compare_versions", slug=slug, earlier=earlier, later=later))


@blueprint.get(_PAIR)
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def compare_versions(slug: str, earlier: int, later: int) -> ResponseReturnValue:
    """What differs between two versions: only the changes, or everything."""
    pair = queries.version(slug, earlier), queries.version(slug, later)
    return show("definitions/compare.html", f"toolkit:{slug}", action="compared versions of",
                everything=request.args.get("show") == "everything", **_compared(*pair))


@blueprint.get(f"{_PAIR}.pdf")
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def compare_versions_pdf(slug: str, earlier: int, later: int) -> ResponseReturnValue:
    """The same as a PDF, for the board that approves it: the changes, every one of them."""
    pair = queries.version(slug, earlier), queries.version(slug, later)
    at = now()
    record_read(chain=SYSTEM, action="printed a comparison of versions of", actor=actor(), at=at,
                subject=f"toolkit:{slug}")
    page = render_template("pdf/versions.html", made_at=at, made_by=actor().name,
                           **_compared(*pair))
    return Response(render_pdf(page, made_at=at), mimetype="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="{slug}-{earlier}-to-{later}.pdf"'})


def _compared(earlier: DefinitionVersion, later: DefinitionVersion) -> dict[str, Any]:
    found = approvals.between(earlier, later)
    return {
        "earlier": earlier, "later": later, "difference": found, "Consequence": Consequence,
        "sentences": summary(found), "approval": approval_words(found),
        "consequence_words": consequence_words, "explained": consequence_explained,
    }
