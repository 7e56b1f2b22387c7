"""What the pages of this room take. Whether it may be kept is for operations to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from wtforms import BooleanField, Form, HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Regexp

from app.accounts.page_form import PageForm
from app.date_field import DateInputField
from app.engine.comparison import Row
from app.engine.flagged import Flagged
from app.engine.signed_document import STATEMENT

_NONE = ""


class ReviewForm(PageForm):
    """A form about a comparison; `save_id` names the page, so that sent twice it is saved once."""

    save_id = HiddenField(
        default=lambda: uuid4().hex,
        validators=[Regexp("^[0-9a-f]{32}$", message="Copy what you typed, and load the page again")
                    ])


class CommentForm(ReviewForm):
    """A comment on a question."""

    text = TextAreaField("Your comment", [InputRequired("Write your comment")])


class WithdrawForm(PageForm):
    """Why changes are no longer asked for."""

    reason = TextAreaField("Why is it withdrawn?", [InputRequired("Say why it is withdrawn")])


class SigningForm(ReviewForm):
    """That somebody read a comparison, and what they say to its flags; `digest` is what they read.

    Made with `signing_form`, which adds a box for every flag, by the flag's name.
    """

    digest = HiddenField()
    read_it = BooleanField(STATEMENT)

    @property
    def explanations(self) -> dict[str, str]:
        """What was written, by the name of the flag."""
        return {name: field.data or "" for name, field in self._fields.items() if "/" in name}

    def renew(self, digest: str) -> None:
        """Name what the page shows now."""
        self.digest.data, self.save_id.data, self.read_it.data = digest, uuid4().hex, False


class AsItWasForm(Form):
    """A day to look back to. It changes nothing, so that it is fetched and stands in an address."""

    on = DateInputField("As it was on", [DataRequired("Enter a date to look back to")])


def signing_form(flags: Iterable[Flagged]) -> SigningForm:
    """A form with a box for each of these flags."""
    boxes = {one.name: TextAreaField(one.question or one.flags[0]) for one in flags}
    return type("_Signing", (SigningForm,), boxes)()


class ChangesForm(ReviewForm):
    """What is asked to be added to: a box for each question shown, by its key after "ask/".

    Made with `changes_form`. `another` shows one more question.
    """

    another = SelectField("Another question", default=_NONE, validate_choice=False)

    @property
    def questions(self) -> dict[str, str]:
        """What was written, by the key of the question; a question left blank is not asked about.
        """
        return {name.removeprefix("ask/"): field.data for name, field in self._fields.items()
                if name.startswith("ask/") and (field.data or "").strip()}

    def refuse(self, error: Any) -> None:
        """Operations name a question by its key."""
        if f"ask/{error.details.get('field')}" in self._fields:
            error.details["field"] = f"ask/{error.details['field']}"
        super().refuse(error)


def changes_form(rows: Sequence[Row], shown: Iterable[str]) -> ChangesForm:
    """A form that asks about these questions of a comparison, and offers the rest by section."""
    asked = frozenset(shown)
    boxes = {f"ask/{row.key}": TextAreaField(row.label) for row in rows if row.key in asked}
    form: ChangesForm = type("_Changes", (ChangesForm,), boxes)()
    form.another.choices = _offered(rows, asked)
    return form


def _offered(rows: Sequence[Row], asked: frozenset[str]) -> Mapping[str, list[SelectChoice]]:
    offered: dict[str, list[SelectChoice]] = {"": [SelectChoice(_NONE, "Choose a question")]}
    for row in rows:
        if row.key not in asked:
            offered.setdefault(row.section, []).append(SelectChoice(row.key, row.label))
    return offered
