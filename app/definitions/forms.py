"""What the pages of toolkits take, other than the editor's. Whether it may be is for operations."""

from __future__ import annotations

import secrets
from datetime import datetime

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from app.accounts.page_form import PageForm
from app.clock import start_of_day, today_in_london
from app.date_field import DateInputField

LONGEST_LINE = 500
LONGEST_TEXT = 20_000


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() else None


class ToolkitForm(PageForm):
    """A form about a toolkit."""


class RetireForm(ToolkitForm):
    """Why a version goes out of use."""

    note = TextAreaField("Why it is not used any more", [
        DataRequired("Say why it is not used any more"), Length(max=LONGEST_TEXT)])


class CloseDraftForm(ToolkitForm):
    """Why a draft is put away."""

    reason = TextAreaField("Why it is put away", [
        DataRequired("Say why it is put away"), Length(max=LONGEST_TEXT)])


class NewToolkitForm(ToolkitForm):
    """A toolkit begun from nothing."""

    title = StringField("What is the toolkit called?", [
        DataRequired("Enter what the toolkit is called"), Length(max=LONGEST_LINE)])
    slug = StringField("Short name in addresses", [
        Optional(), Length(max=200),
        Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
               message="Use lower-case letters, digits and hyphens, such as cse-risk-assessment")])
    kind = RadioField("What is it for?", [InputRequired("Choose what it is for")], choices=[
        ("assessment", "Assessment: completed, submitted and reviewed"),
        ("screening", "Screening: a short first look")])


class ApprovalForm(ToolkitForm):
    """Somebody's decision on a version that waits for approval."""

    approved = RadioField(
        "Your decision", [InputRequired("Choose whether you approve it")],
        choices=[("yes", "I approve it"), ("no", "I turn it down")])
    note = TextAreaField("What you want to say about it", [Length(max=LONGEST_TEXT)])

    def prefixes(self, name: str) -> bool:
        """Whether this is the form whose fields begin with a name."""
        return self._prefix == f"{name}-"

    def validate_note(self, field: TextAreaField) -> None:
        """A version that is turned down comes with a reason."""
        if self.approved.data == "no" and not (field.data or "").strip():
            raise ValidationError("Say why you turn it down, so that it can be put right")


class PublishForm(ToolkitForm):
    """When a version comes into use, and what practitioners are told."""

    when = RadioField("When does it come into use?", [
        InputRequired("Choose when it comes into use")], choices=[
        ("now", "At once"), ("date", "At the start of a day")])
    day = DateInputField("The day")
    grace_days = IntegerField("Days of grace for assessments under way", [
        InputRequired("Enter a number of days, 0 or more"),
        NumberRange(0, 366, "Enter a number of days from 0 to 366")], default=14)
    note = TextAreaField("Note to practitioners", [
        DataRequired("Say to practitioners what changed"), Length(max=LONGEST_TEXT)])
    replaces = IntegerField("The version it replaces", [Optional()])

    def validate_day(self, field: DateInputField) -> None:
        """A later day is needed where that is what was chosen."""
        if self.when.data == "date" and field.data is None and not field.errors:
            raise ValidationError("Enter the day on which it comes into use, such as 27 3 2026")

    def effective_at(self, now: datetime) -> datetime:
        """The moment it comes into use: now, or midnight in London at the start of the day."""
        day = self.day.data
        if self.when.data == "now" or day is None or day == today_in_london(now):
            return now
        return start_of_day(day)


class DraftForm(ToolkitForm):
    """Names the revision that a page was made from, and the save, so that it counts once."""

    base_number = HiddenField(filters=[_number])
    save_id = HiddenField(default=lambda: secrets.token_hex(16))


class RestoreForm(DraftForm):
    """Going back to an earlier revision."""


class SendForm(DraftForm):
    """Sending a draft for approval."""
