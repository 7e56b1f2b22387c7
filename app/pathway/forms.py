"""What the pages of this room take. Whether it may be decided is for operations to say."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired

from app.accounts.page_form import PageForm
from app.date_field import DateInputField
from app.engine.grounds import Rung
from app.pathway.operations import Said

AGREE, KEEP = "agree", "keep"


class ReasonForm(PageForm):
    """A decision that needs no more than its reason."""

    reason = TextAreaField("What is the reason?", [InputRequired("Give the reason")])
    save_id = HiddenField(default=lambda: uuid4().hex)

    def said(self) -> Said:
        """What was entered; call it once the form is valid."""
        return Said(reason=self.reason.data, save_id=_page(self.save_id.data))


class DecisionForm(ReasonForm):
    """A decision with the action that follows from it, who does it and by when."""

    action = TextAreaField("What is to be done next?", [InputRequired("Enter the action")])
    owner = StringField("Who is to do it?", [InputRequired("Enter who is to do it")])
    due_on = DateInputField(
        "By when?", [DataRequired("Enter the date by which it is to be done")])

    def said(self) -> Said:
        """What was entered; call it once the form is valid."""
        return Said(reason=self.reason.data, save_id=_page(self.save_id.data),
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


def _page(save_id: str | None) -> str:
    return (save_id or "")[:64] or uuid4().hex
