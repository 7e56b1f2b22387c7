"""Building one test of a condition: what is looked at, how it is compared, with which answers."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.definitions import drafts
from app.definitions.pages.conditions import answers_for, operators, subjects
from app.definitions.pages.titles import title_of
from app.definitions.pages.unit_posts import errors_of
from app.definitions.views.editing import DRAFT
from app.definitions.views.pages import blueprint
from app.definitions.views.saving import page_of, save
from app.definitions.writing import Draft, opened
from app.engine.authoring.predicates import BOUNDS
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_fields import Settings, lines_of, text_of
from app.engine.authoring.settings import settings_of, with_settings
from app.errors import NotFound

TITLES = {"rule": "When is it asked?", "required_when": "When is it required?",
          "when": "When does it apply?"}
MOST = 60
"""Tests in one condition."""


@blueprint.route(f"{DRAFT}/condition", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def edit_condition(draft_id: int) -> ResponseReturnValue:
    """One test of a condition; without a subject, the question it looks at is chosen first."""
    address, of = request.args.get("at", ""), request.args.get("of", "")
    found = opened(drafts.draft(draft_id))
    shown = _settings(found, address, of)
    number = _number(shown, of, request.args.get("number", ""))
    start = f"{of}.{number}"
    given = _given(shown, start)
    if request.method == "GET":
        return _page(found, address, of, given)
    posted: Settings = {f"{start}.{name}": value for name, value in given.items()}
    title = title_of(found.outline, address)
    made = save(draft_id, lambda outline: with_settings(outline, address, posted),
                f"Changed a condition: {title}")
    if made.saved is None:
        errors = {"": made.stopped} if made.stopped else errors_of(found.outline, address, posted)
        wrong = {name.rpartition(".")[2]: text for name, text in errors.items()}
        return _page(found, address, of, given, wrong)
    if made.saved.kept:
        return redirect(url_for(
            "definitions.kept_edit", draft_id=draft_id, kept_id=made.saved.kept[0].id))
    return redirect(url_for("definitions.edit_unit", draft_id=draft_id, at=address,
                            _anchor=f"condition-{of}"))


def _settings(found: Draft, address: str, of: str) -> Settings:
    try:
        shown = settings_of(found.outline, address)
    except EditRefused:
        raise NotFound("It is no longer in the draft.") from None
    if of not in TITLES or f"{of}.join" not in shown:
        raise NotFound("This condition was written by hand, or there is none here.")
    return shown


def _number(shown: Settings, of: str, wanted: str) -> int:
    """Which test it is; the one after the last where it is new."""
    there = sum(name.startswith(f"{of}.") and name.endswith(".subject") for name in shown)
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else there
    return min(number, there, MOST)


def _given(shown: Settings, start: str) -> dict[str, str | tuple[str, ...]]:
    """What was posted or chosen in the address, over what is set."""
    subject = request.values.get("subject") or text_of(shown.get(f"{start}.subject", ""))
    same = subject == shown.get(f"{start}.subject")
    operator = text_of(shown.get(f"{start}.operator", "")) if same else ""
    answers = lines_of(shown.get(f"{start}.answers", ())) if same else ()
    if request.method == "POST":
        operator = request.form.get("operator", "")
        answers = lines_of(request.form.getlist("answers"))
        if operator in BOUNDS:
            answers = lines_of(request.form.get("number", ""))
        elif operator.endswith("answered") or operator == "skipped":
            answers = ()
    return {"subject": subject, "operator": operator, "answers": answers}


def _page(
    found: Draft, address: str, of: str, given: dict[str, str | tuple[str, ...]],
    wrong: dict[str, str] | None = None,
) -> ResponseReturnValue:
    subject = text_of(given["subject"])
    known = subject in found.outline.units and request.args.get("pick") != "1"
    return page_of(
        "definitions/editor/condition.html", found, wrong, address=address, of=of,
        heading=TITLES[of], title=title_of(found.outline, address), looked_at=subject,
        looked_at_title=title_of(found.outline, subject) if known else "", known=known,
        subjects=() if known else subjects(found.outline),
        operators=operators(found.outline, subject) if known else (),
        answers=answers_for(found.outline, subject) if known else (), given=given,
        bounds=BOUNDS, wrong=wrong or {}, number=request.args.get("number", "new"))
