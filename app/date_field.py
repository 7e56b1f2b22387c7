"""A date typed as day, month and year, as GOV.UK's date input posts it."""

from datetime import date
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

PARTS = ("day", "month", "year")


class DateInputField(Field):
    """Three boxes, NAME-day, NAME-month and NAME-year; its data is a date or None.

    What was typed stays in `typed`, part by part, to be shown again where it is no date.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Start from a date, then read the three boxes where the page held them."""
        super().process(formdata, *args, **kwargs)
        if formdata is not None and f"{self.name}-day" in formdata:
            self.typed = {
                part: formdata.get(f"{self.name}-{part}", "").strip()[:20] for part in PARTS
            }
            self.data = self._read()

    def process_data(self, value: date | None) -> None:
        """Start from a date."""
        self.data = value
        if value is not None:
            self.typed = {part: str(getattr(value, part)) for part in PARTS}

    def pre_validate(self, form: Any) -> None:
        """Stop at something typed that is no date, whatever else is asked of it."""
        missing = [part for part in PARTS if not self.typed[part]]
        if self.data is not None or len(missing) == len(PARTS):
            return
        if missing:
            raise StopValidation(f"{self.label.text} must include a {' and a '.join(missing)}")
        raise StopValidation(f"{self.label.text} must be a real date")

    def _read(self) -> date | None:
        day, month, year = (self.typed[part] for part in PARTS)
        if not (len(year) == 4 and all(map(_is_number, (day, month, year)))):
            return None
        try:
            return date(int(year), int(month), int(day))
        except (ValueError, OverflowError):
            return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
