"""Forms of pages, given back filled to somebody whose session ran out before they sent them.

Nothing is sent again by itself: they press the button, or discard what was kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple, TypeVar

from flask import Flask, Response, g, request, session
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from app.accounts.keeping import forget_form, form_of
from app.accounts.models import KeptForm, User
from app.accounts.queries import kept_forms
from app.clock import now
from app.errors import Conflict, Refused, WaymarkError
from app.typed import MARK, typed

Written = TypeVar("Written")

KEPT = "kept-forms"
"""In the session: whether to look for kept forms at all."""


class KeptHere(NamedTuple):
    """What was kept of the page that is shown; `filled` where its form holds it again."""

    kept: KeptForm
    filled: bool

    @property
    def words(self) -> list[str]:
        """What was typed, for a page whose form cannot be filled with it."""
        return [value for _, value in typed(form_of(self.kept))]


class PageForm(FlaskForm):
    """A form whose operation may still refuse something; `refusals` belong to no one field.

    `first` names fields that stand on the page before those of the forms it is derived from: what
    is wrong is listed in the order of the page.

    What its sender typed when their session had run out is in it again when they come back.
    """

    kept_form = HiddenField()
    first: ClassVar[tuple[str, ...]] = ()

    class Meta(FlaskForm.Meta):
        """Where the form takes its data from."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What is posted, or else what was kept of this page."""
            given = super().wrap_formdata(form, formdata)
            return _kept_for(form) if given is None else given

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in reversed(self.first):
            self._fields.move_to_end(name, last=False)
        self.refusals: list[str] = []
        if not self.kept_form.data:
            del self.kept_form

    def refuse(self, error: WaymarkError) -> None:
        """Show what the operation refused, beside its field where it names one."""
        field = self._fields.get(str(error.details.get("field")))
        if field is None:
            self.refusals.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


def attempt(form: PageForm, write: Callable[[], Written]) -> Written | None:
    """What an operation gives; None where it refused, which the form then shows."""
    try:
        return write()
    except (Refused, Conflict) as error:
        form.refuse(error)
        return None


def register(app: Flask) -> None:
    """Let pages show what was kept, and forget it once it is sent."""
    app.context_processor(lambda: {"kept_here": kept_here})
    app.after_request(_forget_what_was_sent)


def kept_here() -> KeptHere | None:
    """What was kept of the page that is being shown."""
    kept = _newest()
    return KeptHere(kept, g.get("kept_filled", False)) if kept else None


def look_for_kept(user: User) -> None:
    """Note in the session whether to look for kept forms, so that other pages need not ask."""
    session.pop(KEPT, None)
    if kept_forms(user):
        session[KEPT] = True


def _newest() -> KeptForm | None:
    if KEPT not in session or request.method != "GET" or not current_user.is_authenticated:
        return None
    if "kept_newest" not in g:
        g.kept_newest = next(iter(kept_forms(current_user, request.path)), None)
    found: KeptForm | None = g.kept_newest
    return found


def _kept_for(form: FlaskForm) -> MultiDict[str, str] | None:
    """What was kept for a form; nothing where it has not all the fields that were typed into."""
    kept = _newest()
    if kept is None:
        return None
    pairs, names = form_of(kept), {field.name for field in form}
    # A date is posted in three boxes, NAME-day and so on.
    if any(not {name, name.rpartition("-")[0]} & names for name, _ in typed(pairs)):
        return None
    g.kept_filled = True
    return MultiDict([*pairs, (MARK, str(kept.id))])


def _forget_what_was_sent(response: Response) -> Response:
    """A form that was filled with what was kept, and led on: its page would be shown again else."""
    done = request.method == "POST" and response.status_code in (302, 303)
    if done and KEPT in session and current_user.is_authenticated:
        kept_id = request.form.get(MARK, type=int)
        if kept_id is not None:
            forget_form(user=current_user, now=now(), kept_id=kept_id, sent=True)
            look_for_kept(current_user)
    return response
