"""The practice standards as a form, and back into a document. What may be is for the engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from wtforms import (
    FieldList,
    Form,
    FormField,
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
from wtforms.validators import DataRequired, InputRequired, Length

from app.definitions.forms import PublishForm, ToolkitForm
from app.definitions.models import DefinitionVersion
from app.engine.problems import DefinitionRefused
from app.engine.standards import ORDERED, PracticeStandards
from app.engine.standards_document import (
    KIND, LONGEST_LINE, LONGEST_TEXT, SLUG, Offer, StandardsDocument,
)
from app.engine.standards_words import STANDARDS, Standard

_EMPTY_ROWS: Final = 2
_TITLES: Final = {one.name: one.title for one in STANDARDS}


class WholeNumberField(IntegerField):
    """A whole number within the limits of a standard, refused in words that name them."""

    def __init__(self, standard: Standard, **given: Any) -> None:
        super().__init__(standard.title, [_within(standard)], **given)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Only digits; what else was typed is shown again."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _within(standard: Standard) -> Any:
    limits = standard.limits
    assert limits is not None

    def check(form: Form, field: WholeNumberField) -> None:
        if field.data is None or field.data not in limits:
            raise ValidationError(f"{standard.title}: enter a whole number from {limits.start} to "
                                  f"{limits.stop - 1}")
    return check


class OfferForm(Form):
    """What one kind of episode offers; without a name it is left out."""

    episode = StringField("Kind of episode or concern", [Length(max=LONGEST_LINE)])
    first = SelectField("Offered first", validate_choice=False)
    others = SelectMultipleField("Offered after it", validate_choice=False)

    def validate_first(self, field: SelectField) -> None:
        """A kind of episode offers something, or it would not be listed."""
        if (self.episode.data or "").strip() and not field.data:
            raise ValidationError(f"{self.episode.data.strip()}: choose the toolkit that is "
                                  "offered first")

    def toolkits(self) -> list[str]:
        """The slugs in order, each once."""
        return list(dict.fromkeys(filter(None, [self.first.data, *(self.others.data or ())])))


def _text(label: str, *checks: Any, longest: int = LONGEST_TEXT) -> TextAreaField:
    return TextAreaField(label, [*checks, Length(max=longest)])


class StandardsForm(ToolkitForm):
    """Every standard with its limits, what episodes offer, who answers for it, and why it changed.

    `based_on` is the number of the version that the page was made from.
    """

    based_on = HiddenField()
    title = StringField("What these standards are called", [
        DataRequired("Enter what these standards are called"), Length(max=LONGEST_LINE)])
    owner = StringField("Who answers for them", [Length(max=LONGEST_LINE)])
    source = _text("Where they come from")
    introduction = _text("Introduction")
    offers = FieldList(FormField(OfferForm), max_entries=200)
    note = _text("What you changed and why", DataRequired("Say what you changed and why"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then numbers that contradict each other."""
        sound = super().validate(extra_validators)
        for lesser, greater in ORDERED:
            one, other = self[lesser].data, self[greater].data
            if one is not None and other is not None and one > other:
                self[greater].errors = [
                    *self[greater].errors,
                    f"{_TITLES[greater]}: enter a number that is not less than “{_TITLES[lesser]}”"]
                sound = False
        return sound

    def offer_toolkits(self, toolkits: Iterable[DefinitionVersion]) -> None:
        """Let each kind of episode choose among these."""
        titles = {one.slug: one.title for one in toolkits}
        for row in self.offers:
            here = titles | {slug: slug for slug in row.form.toolkits() if slug not in titles}
            choices = [SelectChoice(slug, title) for slug, title in here.items()]
            row.form.first.choices = [SelectChoice("", "Choose a toolkit"), *choices]
            row.form.others.choices = choices

    def add_empty_rows(self) -> None:
        """Room for more kinds of episode."""
        for _ in range(_EMPTY_ROWS):
            self.offers.append_entry()

    def document(self) -> str:
        """The text of the document that was entered."""
        number = self.based_on.data or ""
        made: dict[str, Any] = {
            "slug": SLUG, "title": (self.title.data or "").strip(), "kind": KIND,
            "owner": (self.owner.data or "").strip(),
            **{name: _words(self[name].data) for name in ("source", "introduction", "note")},
            "standards": {one.name: self[one.name].data for one in STANDARDS},
            "offers": [
                {"episode": row.form.episode.data.strip(), "toolkits": row.form.toolkits()}
                for row in self.offers if (row.form.episode.data or "").strip()],
        }
        if number.isascii() and number.isdigit():
            made["based_on"] = int(number)
        return json.dumps(made, indent=2, ensure_ascii=False) + "\n"

    def refuse_document(self, error: DefinitionRefused) -> None:
        """Show each problem of the document at its field, where it has one."""
        for problem in error.problems:
            field = self._fields.get(problem.pointer.rpartition("/")[2])
            if field is None or isinstance(field, FieldList):
                self.refusals.append(f"{_place(self, problem.pointer)}{problem.reason}")
            else:
                field.errors = [*field.errors, f"{field.label.text}: {problem.reason}"]


for _one in STANDARDS:
    setattr(StandardsForm, _one.name, WholeNumberField(_one) if _one.limits else RadioField(
        _one.title, [InputRequired(f"{_one.title}: choose one")],
        choices=[SelectChoice(value.value, words) for value, words in _one.choices.items()]))
StandardsForm.first = (*(one.name for one in STANDARDS), "offers")


class PublishStandardsForm(PublishForm):
    """When a version of the standards comes into use; what changed was said when it was made."""

    grace_days = None
    note = None
    replaces = None


def starting_from(
    document: StandardsDocument | None, version: DefinitionVersion | None
) -> dict[str, Any]:
    """What the form starts with: what counts now, or the defaults where nothing is published."""
    values = document.standards if document else PracticeStandards()
    offers = [_row(offer) for offer in document.offers] if document else []
    return {
        **{name: getattr(document, name, "") for name in (
            "title", "owner", "source", "introduction")},
        **{one.name: getattr(values, one.name) for one in STANDARDS},
        "offers": [*offers, *({} for _ in range(_EMPTY_ROWS))],
        "based_on": str(version.number) if version else "",
    }


def _row(offer: Offer) -> dict[str, Any]:
    return {"episode": offer.episode, "first": offer.toolkits[0],
            "others": list(offer.toolkits[1:])}


def _words(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


def _place(form: StandardsForm, pointer: str) -> str:
    """The kind of episode that a pointer leads to, in words."""
    steps = pointer.split("/")
    if len(steps) < 3 or steps[1] != "offers":
        return ""
    rows = [row for row in form.offers if (row.form.episode.data or "").strip()]
    return f"{rows[int(steps[2])].form.episode.data.strip()}: "
