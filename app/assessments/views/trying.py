"""Trying a toolkit out before it is published, exactly as a practitioner will see it (S0.1).

Test answers travel with the page; nothing is stored, and no record of anybody is touched.
"""

from __future__ import annotations

from flask import current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.assessments.pages import trial as trials
from app.assessments.pages.trial import Trial, trial
from app.assessments.views.pages import actor, blueprint, secret
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now, today_in_london
from app.definitions import drafts, queries
from app.definitions.writing import opened
from app.engine.answers import NO_ANSWERS
from app.engine.definition import Definition
from app.errors import Refused
from app.rendering.compiler import compiled
from app.rendering.markdown import markdown
from app.rendering.posted import read_post
from app.security import HOLDS_A_FRAME, SHOWN_IN_A_FRAME

_DRAFT = "/toolkits/drafts/<int:draft_id>/preview"
_VERSION = "/toolkits/<slug>/<int:number>/preview"


@blueprint.route(_DRAFT, methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def preview_draft(draft_id: int) -> ResponseReturnValue:
    """A draft as it stands."""
    found = opened(drafts.draft(draft_id))
    if found.definition is None:
        raise Refused("There is something to put right in the draft before it can be tried. "
                      "“Check and send” says what.")
    return _page(found.definition, found.slug, url_for(
        "definitions.draft", draft_id=draft_id))


@blueprint.route(_VERSION, methods=["GET", "POST"])
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def preview_version(slug: str, number: int) -> ResponseReturnValue:
    """A version, published or not."""
    found = queries.version(slug, number)
    return _page(queries.definition_of(found), slug, url_for(
        "definitions.version", slug=slug, number=number))


@blueprint.get(f"{_DRAFT}/phone")
@access(Role.ADMINISTRATOR)
def preview_draft_phone(draft_id: int) -> ResponseReturnValue:
    """A draft in a frame as wide as a phone."""
    return _phone(url_for("assessments.preview_draft", draft_id=draft_id, bare=1))


@blueprint.get(f"{_VERSION}/phone")
@access(Role.ADMINISTRATOR, Role.REVIEWER)
def preview_version_phone(slug: str, number: int) -> ResponseReturnValue:
    """A version in a frame as wide as a phone."""
    return _phone(url_for("assessments.preview_version", slug=slug, number=number, bare=1))


def _phone(inner: str) -> ResponseReturnValue:
    wide = inner.replace("?bare=1", "")
    page = make_response(render_template("assessments/preview_phone.html", inner=inner, wide=wide))
    page.headers.update(HOLDS_A_FRAME)
    return page


def _page(definition: Definition, slug: str, back: str) -> ResponseReturnValue:
    found = _answered(definition) if request.method == "POST" else trial(
        definition, request.args.get("section"), NO_ANSWERS, today_in_london(now()))
    section = compiled(definition, current_app.jinja_env).section(found.section.key)
    record_read(chain=SYSTEM, action="tried", actor=actor(), at=now(), subject=f"toolkit:{slug}")
    bare = "bare" in request.args
    page = make_response(render_template(
        "assessments/preview.html", trial=found, definition=definition, markdown=markdown,
        markup=section.render(found.state), back=back, bare=bare, phone=f"{request.path}/phone",
        carried=trials.carried(secret(), found, section.displayed(found.state))))
    page.headers.update(SHOWN_IN_A_FRAME if bare else {})
    return page


def _answered(definition: Definition) -> Trial:
    """What was posted, and the section that was asked for with it."""
    answers, displayed = trials.read_carried(secret(), request.form.get("carried", ""), definition)
    answers = read_post(definition, displayed, request.form, answers)
    wanted = request.form.get("intent", "").removeprefix("section:")
    if wanted not in definition.sections_by_key and displayed.sections:
        wanted = displayed.sections[0]
    return trial(definition, wanted, answers, today_in_london(now()))
