"""What the pages of this room take. Whether it may be decided is for operations to say."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

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
from wtforms.validators import DataRequired, InputRequired

from app.accounts.models import User
from app.accounts.page_form import PageForm
from app.date_field import DateInputField
from app.engine.grounds import Rung
from app.pathway.models import Result
from app.pathway.operations import DiscussionFacts, ManagersFacts, Said

AGREE, KEEP = "agree", "keep"
YES, NO = "yes", "no"


class ReasonForm(PageForm):
    """A decision that needs no more than its reason."""

    reason = TextAreaField("What is the reason?", [InputRequired("Give the reason")])
    save_id = HiddenField(default=lambda: uuid4().hex)

    @property
    def page(self) -> str:
        """The name of the page that was sent."""
        sent = self.save_id.data or ""
        return sent if sent.isascii() and sent.isalnum() and len(sent) <= 64 else uuid4().hex

    def said(self) -> Said:
        """What was entered; call it once the form is valid."""
        return Said(reason=self.reason.data, save_id=self.page)


class DecisionForm(ReasonForm):
    """A decision with the action that follows from it, who does it and by when."""

    action = TextAreaField("What is to be done next?", [InputRequired("Enter the action")])
    owner = StringField("Who is to do it?", [InputRequired("Enter who is to do it")])
    due_on = DateInputField(
        "By when?", [DataRequired("Enter the date by which it is to be done")])

    def said(self) -> Said:
        """What was entered; call it once the form is valid."""
        return Said(reason=self.reason.data, save_id=self.page,
                    action=self.action.data or "", owner=(self.owner.data or "").strip(),
                    due_on=self.due_on.data)


class GateForm(DecisionForm):
    """A decision that passes the gate: names the signature that the page showed."""

    cited = HiddenField()
    exceptional = BooleanField(
        "Use the exceptional route: this decision stands in the exceptions report")

    def read_cited(self) -> int | None:
        """The id of the signature that the page showed, if it showed one."""
        text = str(self.cited.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class StepDownForm(GateForm):
    """To which level."""

    first = ("level_id",)
    level_id = RadioField(
        "To which level?", [InputRequired("Choose the level to step down to")],
        validate_choice=False)

    def offer(self, levels: Iterable[Rung]) -> None:
        """Set the levels to choose from. None is chosen beforehand."""
        self.level_id.choices = [SelectChoice(one.id, one.title) for one in levels]


class CloseForm(GateForm):
    """That a case is closed."""


class LevelForm(DecisionForm):
    """Agreeing the recorded level, or keeping the one that the case stands at."""

    first = ("choice",)
    choice = RadioField(
        "What do you decide?", [InputRequired("Choose what you decide")], validate_choice=False)
    level_id = HiddenField()
    action = TextAreaField("What is to be done next?")
    owner = StringField("Who is to do it?")
    due_on = DateInputField("By when?")

    def offer(self, recorded: Rung, stands: Rung) -> None:
        """Set what may be decided. Nothing is chosen beforehand."""
        choices = [SelectChoice(KEEP, f"Keep {stands.title}")]
        if recorded.rank >= stands.rank:
            choices.insert(0, SelectChoice(AGREE, f"Agree {recorded.title}"))
        self.choice.choices = choices


class AskForm(ReasonForm):
    """Asking for a multi-agency discussion."""

    recommended_by_id = SelectField(
        "Which manager recommends it?", [InputRequired("Choose the manager who recommends it")],
        validate_choice=False)

    def offer(self, managers: Iterable[User]) -> None:
        """Set the managers of the team. None is chosen beforehand."""
        self.recommended_by_id.choices = [
            SelectChoice("", "Choose a manager"),
            *(SelectChoice(str(one.id), one.name) for one in managers)]

    @property
    def manager_id(self) -> int | None:
        """The id of the one who was chosen."""
        chosen = str(self.recommended_by_id.data or "")
        return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None


class DiscussionForm(ReasonForm):
    """What a multi-agency discussion decided."""

    held_on = DateInputField(
        "When did it take place?", [DataRequired("Enter the day on which it took place")])
    attendees = TextAreaField("Who took part?", [InputRequired("Enter who took part")])
    level_id = RadioField(
        "At which level does the discussion see the risk now?", validate_choice=False)
    agreed = RadioField("Did it agree?", [InputRequired("Say whether it agreed")],
                        choices=[SelectChoice(YES, "Yes"), SelectChoice(NO, "No")])
    reason = TextAreaField("What is the reason?", [InputRequired("Give the reason")])

    def offer(self, levels: Iterable[Rung]) -> None:
        """Set the levels to choose from. None is chosen beforehand."""
        self.level_id.choices = [SelectChoice(one.id, one.title) for one in levels]

    def validate_level_id(self, field: RadioField) -> None:
        """A level, wherever there are some to choose from."""
        if field.choices and not field.data:
            raise ValidationError("Choose the level at which the discussion saw the risk")

    def validate_attendees(self, field: TextAreaField) -> None:
        """A name and an agency on each line; the line that has not both is named."""
        for number, (name, agency) in enumerate(_attendees(field.data), 1):
            if not (name and agency):
                raise ValidationError(
                    f"Line {number} must have a name, a comma and an agency, such as "
                    "“Jo Bell, police”")

    def facts(self) -> DiscussionFacts:
        """What was entered; call it once the form is valid."""
        return DiscussionFacts(
            held_on=self.held_on.data, level_id=self.level_id.data or "",
            attendees=_attendees(self.attendees.data), agreed=self.agreed.data == YES,
            reason=self.reason.data)


class ManagersForm(ReasonForm):
    """What two managers came to where the discussion did not agree."""

    held_on = DateInputField(
        "When did they discuss it?", [DataRequired("Enter the day on which they discussed it")])
    manager = StringField("One manager", [InputRequired("Enter the name of the manager")])
    other_manager = StringField(
        "The other manager", [InputRequired("Enter the name of the other manager")])
    result = RadioField("What was the result?", [InputRequired("Choose the result")],
                        choices=[SelectChoice(one.value, one.words) for one in Result])
    reason = TextAreaField("What was discussed?", [InputRequired("Say what was discussed")])

    def facts(self) -> ManagersFacts:
        """What was entered; call it once the form is valid."""
        return ManagersFacts(
            held_on=self.held_on.data, manager=self.manager.data,
            other_manager=self.other_manager.data, result=Result(self.result.data),
            reason=self.reason.data)


def _attendees(typed: str | None) -> tuple[tuple[str, str], ...]:
    """The name and the agency on each line, the agency being what stands after the last comma."""
    lines = (line.rpartition(",") for line in (typed or "").splitlines() if line.strip())
    return tuple((name.strip(), agency.strip()) for name, _, agency in lines)
