"""What the pages of this room take by form. Whether it can be answered is for queries to say."""

from __future__ import annotations

from wtforms import Form
from wtforms.validators import DataRequired

from app.date_field import DateInputField


class AsItWasForm(Form):
    """A day to look back to. It changes nothing, so that it is fetched and stands in an address."""

    on = DateInputField("As it was on", [DataRequired("Enter a date to look back to")])
