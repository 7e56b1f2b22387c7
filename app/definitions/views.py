"""Pages that show which toolkits there are and what each version asks. None of them edits."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.models import Role
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.definitions import queries
from app.rendering.markdown import markdown

blueprint = Blueprint("definitions", __name__)


@blueprint.get("/toolkits/")
@access(*Role)
def toolkits() -> ResponseReturnValue:
    """Every toolkit with its versions, the live one marked."""
    listed = [
        (queries.versions(toolkit.slug), queries.live_version(toolkit.slug, now()))
        for toolkit in queries.toolkits()
    ]
    _record("viewed", "list of toolkits")
    return render_template("definitions/toolkits.html", listed=listed)


@blueprint.get("/toolkits/<slug>/<int:number>")
@access(*Role)
def version(slug: str, number: int) -> ResponseReturnValue:
    """What one version asks, section by section."""
    found = queries.version(slug, number)
    _record("viewed", f"toolkit:{slug}")
    return render_template(
        "definitions/version.html", version=found, definition=queries.definition_of(found),
        live=queries.live_version(slug, now()), markdown=markdown,
    )


def _record(action: str, subject: str) -> None:
    record_read(chain=SYSTEM, action=action, actor=current_user, at=now(), subject=subject)
