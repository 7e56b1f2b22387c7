"""What the small pages of this room take. The questions of a toolkit are read by app.rendering."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import HiddenInput

from app.accounts.page_form import PageForm
from app.assessments.models import Purpose
from app.date_field import DateInputField


class AssessmentForm(PageForm):
    """A form of an assessment, beside its questions."""


class BeginForm(AssessmentForm):
    """Before the first question: that the guidance was read, and what the toolkit is for."""

    purpose = RadioField(
        "How is it used?", default=Purpose.ONGOING.value, validate_choice=False,
        choices=[
            SelectChoice(Purpose.ONGOING.value, "As an ongoing assessment, with reviews"),
            SelectChoice(Purpose.SINGLE.value, "Once, at a single point in time")],
    )
    read = BooleanField("I have read this guidance")

    def chosen_purpose(self) -> Purpose:
        """Ongoing, unless somebody says otherwise."""
        return Purpose.SINGLE if self.purpose.data == Purpose.SINGLE.value else Purpose.ONGOING


class GuidanceForm(AssessmentForm):
    """That the guidance was read."""

    read = BooleanField(
        "I have read this guidance", [DataRequired("Say that you have read the guidance")])


class ShareForm(AssessmentForm):
    """A draft to be read by the manager as it is."""

    note = TextAreaField("What do you want your manager to look at?")
    save_id = HiddenField(default=lambda: uuid4().hex)


class ReasonForm(AssessmentForm):
    """Why an answer that called for action was changed."""

    reason = TextAreaField("Why was the answer changed?", [InputRequired("Say why it was changed")])


class SetAsideForm(AssessmentForm):
    """Why a draft is given up."""

    reason = TextAreaField(
        "Why is this draft set aside?", [InputRequired("Say why it is set aside")])
    save_id = HiddenField(default=lambda: uuid4().hex)


class UndoUpgradeForm(AssessmentForm):
    """Moving a draft back; names the revision whose answers were shown."""

    seen_number = IntegerField(widget=HiddenInput())
    save_id = HiddenField(default=lambda: uuid4().hex)

    def renew(self, number: int) -> None:
        """Name the revision that is shown now."""
        self.seen_number.data, self.save_id.data = number, uuid4().hex


class UpgradeForm(AssessmentForm):
    """Moving a draft to another version; names that, and the revision whose answers were shown."""

    to_number = IntegerField(widget=HiddenInput())
    seen_number = IntegerField(widget=HiddenInput())
    save_id = HiddenField(default=lambda: uuid4().hex)

    def renew(self, number: int, to_number: int) -> None:
        """Name the revision and the version that are shown now."""
        self.seen_number.data, self.to_number.data = number, to_number
        self.save_id.data = uuid4().hex


class AddendumForm(AssessmentForm):
    """Why something is added after submission."""

    reason = TextAreaField(
        "Why are you adding this?", [InputRequired("Say why you are adding to it")])
    page = HiddenField()
    save_id = HiddenField(default=lambda: uuid4().hex)


class HarmEndingForm(AssessmentForm):
    """That actual harm no longer takes place."""

    last_happened = DateInputField(
        "When did it last happen?", [DataRequired("Enter the date it last happened")])
    evidence = TextAreaField(
        "What shows that it no longer takes place?",
        [InputRequired("Say what shows that it no longer takes place")])
    protects_now = TextAreaField(
        "What protects the young person now?",
        [InputRequired("Say what protects the young person now")])

    def facts(self) -> dict[str, Any]:
        """What was entered; call it once the form is valid."""
        return {name: self._fields[name].data
                for name in ("last_happened", "evidence", "protects_now")}
