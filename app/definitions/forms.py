"""What the pages of toolkits take, other than the editor's. Whether it may be is for operations."""

from __future__ import annotations

import secrets
from datetime import datetime

from wtforms import (
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from app.accounts.page_form import PageForm
from app.clock import start_of_day, today_in_london
from app.date_field import DateInputField
from app.engine.vocabulary import LONGEST_SLUG

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


SLUG = Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
              message="Use lower-case letters, digits and hyphens, such as cse-risk-assessment")


class NewToolkitForm(ToolkitForm):
    """A toolkit begun from nothing."""

    title = StringField("What is the toolkit called?", [
        DataRequired("Enter what the toolkit is called"), Length(max=LONGEST_LINE)])
    slug = StringField("Short name in addresses", [
        Optional(), Length(max=LONGEST_SLUG), SLUG])
    kind = RadioField("What is it for?", [InputRequired("Choose what it is for")], choices=[
        SelectChoice("assessment", "Assessment: completed, submitted and reviewed"),
        SelectChoice("screening", "Screening: a short first look")])


class ApprovalForm(ToolkitForm):
    """Somebody's decision on a version that waits for approval."""

    approved = RadioField(
        "Your decision", [InputRequired("Choose whether you approve it")],
        choices=[SelectChoice("yes", "I approve it"), SelectChoice("no", "I turn it down")])
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
        SelectChoice("now", "At once"), SelectChoice("date", "At the start of a day")])
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


class ImportForm(ToolkitForm):
    """A toolkit from elsewhere, and where it belongs. `read` is what the page before has read."""

    file = FileField("A file")
    text = TextAreaField("Or paste it here")
    place = RadioField("What is it?", [InputRequired("Say what it is")], choices=[
        SelectChoice("new", "A new toolkit"),
        SelectChoice("next", "The next version of a toolkit that is here")])
    slug = StringField("Short name in addresses", [Optional(), Length(max=LONGEST_SLUG), SLUG])
    version = SelectField("Made from which version?", coerce=int, validate_choice=False)
    read = HiddenField()

    def validate_version(self, field: SelectField) -> None:
        """A version is needed where it is to follow one."""
        if self.place.data == "next" and not (
                field.data and field.data in {choice.value for choice in field.choices}):
            raise ValidationError("Choose the version it was made from")


class LocalForm(ToolkitForm):
    """A local toolkit made from a national one."""

    title = StringField("What is your toolkit called?", [
        DataRequired("Enter what your toolkit is called"), Length(max=LONGEST_LINE)])
    slug = StringField("Short name in addresses", [
        DataRequired("Enter a short name"), Length(max=LONGEST_SLUG), SLUG])


class FamilyForm(DraftForm):
    """What is taken of what the national toolkit changed, and why the rest is left."""

    to = HiddenField(filters=[_number])
    chosen = SelectMultipleField("Take", validate_choice=False)
    note = TextAreaField("Why you leave what you do not take", [Length(max=LONGEST_TEXT)])


class NewerForm(DraftForm):
    """Bringing what came into use meanwhile into a draft."""

    live = HiddenField(filters=[_number])
