"""What the pages of this room take. Whether it may be kept is for operations to say."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Regexp
from wtforms.validators import Optional as MayBeEmpty

from app.accounts.models import User
from app.accounts.page_form import PageForm
from app.cases import facts
from app.cases.facts import LABELS, LOOKED_AFTER, ParticularFacts, PersonFacts, problem_of
from app.cases.listing import LARGEST_ID
from app.cases.operations import DangerFacts
from app.cases.operations.recording import DANGER_LABELS
from app.cases.text_rules import problem_of_line, problem_of_text
from app.date_field import DateInputField

NOBODY = ""
FROM_THE_LIST = "choose from the list"


class CaseForm(PageForm):
    """A form about a case or a young person."""

    def read_version(self) -> int:
        """The version of the record that the page was made from; 0 where the page says none."""
        return _id_or_none(self._fields["version"].data) or 0


def one_line(label: str, *validators: Any, **options: Any) -> StringField:
    """A box for one line; blanks at its ends are left out."""
    return StringField(label, [*validators, _line_fits], filters=[_stripped], **options)


def long_text(label: str, *validators: Any) -> TextAreaField:
    """A box for many lines, kept as they were typed."""
    return TextAreaField(label, [*validators, _text_fits], filters=[_as_typed])


def word_choice(label: str) -> SelectField:
    """A list of words to choose from, or nothing."""
    return SelectField(label, default="", invalid_choice_message=f"{label}: {FROM_THE_LIST}")


def record_choice(label: str) -> SelectField:
    """A list of people or teams, by id; its data is an id or None."""
    return SelectField(
        label, coerce=_id_or_none, invalid_choice_message=f"{label}: {FROM_THE_LIST}"
    )


def page_id() -> HiddenField:
    """Names the page, so that the same page sent twice is saved once."""
    made_here = Regexp("^[0-9a-f]{32}$", message="Copy what you typed, and load the page again")
    return HiddenField(validators=[made_here], default=lambda: uuid4().hex)


def people(users: Iterable[User], nobody: str) -> list[SelectChoice]:
    """The choices of a list of people, with its empty first one."""
    return [SelectChoice(NOBODY, nobody), *(choice(user.id, user.name) for user in users)]


def choice(record_id: int, label: str) -> SelectChoice:
    """A person or a team to choose."""
    return SelectChoice(str(record_id), label)


def _line_fits(form: FlaskForm, field: StringField) -> None:
    problem = problem_of_line(field.data or "")
    if problem:
        raise ValidationError(f"{field.label.text} {problem}")


def _text_fits(form: FlaskForm, field: TextAreaField) -> None:
    known = field.name in facts.LONG
    text = field.data or ""
    problem = problem_of(field.name, text) if known else problem_of_text(text)
    if problem:
        raise ValidationError(f"{field.label.text} {problem}")


def _stripped(text: str | int | None) -> str:
    """What is in the box; what is on record may be a number, as an estimated age is."""
    return "" if text is None else str(text).strip()


def _as_typed(text: str | None) -> str:
    return text or ""


def _id_or_none(value: Any) -> int | None:
    text = "" if value is None else str(value)
    if text in (NOBODY, "None"):
        return None
    return int(text) if text.isdecimal() and int(text) <= LARGEST_ID else 0


class PersonForm(CaseForm):
    """What is known of a young person (S4.21-S4.27)."""

    name = one_line(LABELS["name"], InputRequired("Enter the young person’s name"))
    known_as = one_line(LABELS["known_as"])
    aliases = long_text(LABELS["aliases"])
    date_of_birth = DateInputField(LABELS["date_of_birth"])
    estimated_age = StringField(
        LABELS["estimated_age"],
        [MayBeEmpty(), Regexp("^[0-9]{1,2}$", message="Estimated age must be a number, like 14")],
        filters=[_stripped],
    )
    gender = word_choice(LABELS["gender"])
    ethnicity = word_choice(LABELS["ethnicity"])
    local_authority = one_line(LABELS["local_authority"])
    school = one_line(LABELS["school"])
    looked_after = RadioField(
        LABELS["looked_after"],
        choices=[SelectChoice(value, label) for value, label in LOOKED_AFTER.items()],
        default="not_known",
        validate_choice=False,
    )
    district = word_choice(LABELS["district"])
    identifier = one_line(LABELS["identifier"])
    version = HiddenField()

    def offer(self, **choices: Iterable[str]) -> None:
        """Set what each list offers; what is recorded already stays on offer."""
        for name, offered in choices.items():
            field = self._fields[name]
            kept = [field.object_data] if field.object_data else []
            listed = dict.fromkeys([*offered, *kept])
            field.choices = [SelectChoice("", "Not recorded"), *map(SelectChoice, listed)]

    def facts(self) -> PersonFacts:
        """What was entered; call it once the form is valid."""
        values = {name: self._fields[name].data for name in PersonFacts.__struct_fields__}
        age = values["estimated_age"]
        return PersonFacts(**{**values, "estimated_age": int(age) if age else None})


class CaseOpeningForm(CaseForm):
    """A case: what the concern is, and who has it."""

    title = one_line("Kind of concern", InputRequired("Enter the kind of concern"))
    worker_id = record_choice("Worker")
    reviewer_id = record_choice("Reviewer")
    save_id = page_id()


class NewCaseForm(CaseOpeningForm, PersonForm):
    """A young person and a case about them, on one page."""

    different = BooleanField("I have looked. This is a different young person")
    looked_at = HiddenField(default="")

    def acknowledged(self) -> list[int]:
        """The cases that were shown and are about somebody else."""
        shown = self.looked_at.data.split(",")[:100] if self.different.data else []
        ids = (_id_or_none(number) for number in shown)
        return [number for number in ids if number is not None]


class ParticularsForm(CaseForm):
    """The specific information of S4.28, prompt by prompt."""

    residences = long_text(LABELS["residences"])
    legal_status = long_text(LABELS["legal_status"])
    heritage = long_text(LABELS["heritage"])
    sexual_orientation = long_text(LABELS["sexual_orientation"])
    languages = long_text(LABELS["languages"])
    disabilities = long_text(LABELS["disabilities"])
    special_educational_needs = long_text(LABELS["special_educational_needs"])
    learning_difficulties = long_text(LABELS["learning_difficulties"])
    other = long_text(LABELS["other"])
    version = HiddenField()

    def facts(self) -> ParticularFacts:
        """What was entered."""
        names = ParticularFacts.__struct_fields__
        return ParticularFacts(**{name: self._fields[name].data or "" for name in names})


class FindForm(CaseForm):
    """What is known of somebody one looks for."""

    name = one_line("Name, or part of it")
    date_of_birth = DateInputField("Date of birth")
    identifier = one_line(LABELS["identifier"])

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one part must be given."""
        valid = super().validate(extra_validators)
        if valid and not (self.name.data or self.date_of_birth.data or self.identifier.data):
            self.name.errors = ["Enter a name, a date of birth or an identifier"]
            return False
        return valid


class AllocationForm(CaseForm):
    """Who has the case from now on."""

    worker_id = record_choice("Worker")
    reviewer_id = record_choice("Reviewer")
    team_id = record_choice("Team")
    reason = long_text("Reason", InputRequired("Give the reason for this allocation"))
    version = HiddenField()


class RestrictionForm(CaseForm):
    """Why a case is restricted, or no longer."""

    reason = long_text("Reason", InputRequired("Give the reason"))
    version = HiddenField()


class ConflictForm(CaseForm):
    """That one knows this family."""

    sure = BooleanField(
        "I have a conflict of interest in this case",
        [InputRequired("Confirm that you have a conflict of interest, or go back")],
    )


class NoteForm(CaseForm):
    """A note, or the correction of one."""

    text = long_text("Note", InputRequired("Enter the note"))
    happened_on = DateInputField("When it happened", [DataRequired("Enter the day it happened")])
    about_toolkit = HiddenField(validators=[_line_fits], default="")
    about_question = HiddenField(validators=[_line_fits], default="")
    save_id = page_id()

    def day(self) -> date:
        """The day it happened; call it once the form is valid."""
        assert self.happened_on.data
        return self.happened_on.data


class DangerAdditionForm(CaseForm):
    """Who has been told of an immediate danger."""

    police_told = one_line(DANGER_LABELS["police_told"])
    police_reference = one_line(DANGER_LABELS["police_reference"])
    social_care_told = one_line(DANGER_LABELS["social_care_told"])
    save_id = page_id()

    def facts(self) -> DangerFacts:
        """What was entered."""
        names = (name for name in DangerFacts.__struct_fields__ if name in self._fields)
        return DangerFacts(**{name: self._fields[name].data or "" for name in names})


class DangerForm(DangerAdditionForm):
    """What is happening to a child now."""

    first = ("what", "since", "where_now", "with_whom")
    what = long_text(DANGER_LABELS["what"], InputRequired("Say what is happening"))
    where_now = long_text(DANGER_LABELS["where_now"])
    since = one_line(DANGER_LABELS["since"])
    with_whom = long_text(DANGER_LABELS["with_whom"])


class WithdrawalForm(CaseForm):
    """Why a recorded danger no longer holds."""

    reason = long_text("Why it is withdrawn", InputRequired("Say why it is withdrawn"))
