"""What the pages of packs take. Whether it may be done is for operations to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import uuid4

from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Regexp

from app.accounts.page_form import PageForm
from app.cases.access import Audience
from app.cases.models import Note
from app.clock import show_date
from app.engine.definition import Question
from app.reviews.models import Chosen


class PackForm(PageForm):
    """Who a pack is for."""

    reader = StringField("Who gets it", [InputRequired("Say who the pack is for")])
    audience = RadioField(
        "Which copy", [InputRequired("Choose which copy it is")],
        choices=[SelectChoice(one.value, one.words) for one in Audience])
    save_id = HiddenField(
        validators=[Regexp("^[0-9a-f]{32}$", message="Load the page again")],
        default=lambda: uuid4().hex)


class WithholdForm(PageForm):
    """One thing more to withhold, and why. What it is, is a kind and a name: "question:older"."""

    what = SelectField("What to withhold", [InputRequired("Choose what to withhold")],
                       validate_choice=False)
    reason = StringField("Why", [InputRequired("Say why it is withheld")])

    def offer(
        self, questions: Iterable[Question], rows: Mapping[str, str], notes: Iterable[Note]
    ) -> None:
        """Fill the list; `rows` are the words for rows of lists, by name."""
        asked = [SelectChoice(f"{Chosen.QUESTION}:{one.key}", one.label) for one in questions]
        single = [SelectChoice(f"{Chosen.ROW}:{name}", words) for name, words in rows.items()]
        written = [
            SelectChoice(f"{Chosen.NOTE}:{one.id}",
                         f"Note of {show_date(one.happened_on)} by {one.author.name}")
            for one in notes]
        first = SelectChoice("", "Choose a question, a row or a note")
        self.what.choices = [first, *asked, *single, *written]

    def chosen(self) -> tuple[Chosen, str]:
        """What was chosen; a question that there is not, for what we did not offer."""
        kind, _, name = (self.what.data or "").partition(":")
        return (Chosen(kind) if kind in set(Chosen) else Chosen.QUESTION), name
