"""How old somebody is on a day. Pure; knows no table."""

from datetime import date

from msgspec import Struct


class Age(Struct, frozen=True):
    """Whole years; `estimated` where no date of birth is known."""

    years: int
    estimated: bool

    def __str__(self) -> str:
        return f"about {self.years}" if self.estimated else str(self.years)


def whole_years(earlier: date, later: date) -> int:
    """Birthdays passed between two days; somebody born on 29 February has theirs on 1 March."""
    before_birthday = (later.month, later.day) < (earlier.month, earlier.day)
    return later.year - earlier.year - before_birthday


def age_of(
    date_of_birth: date | None, estimated_age: int | None, estimated_on: date | None, on: date
) -> Age | None:
    """The age on a day; an estimate grows older with the years since it was made (S4.22)."""
    if date_of_birth is not None:
        return Age(whole_years(date_of_birth, on), estimated=False)
    if estimated_age is None or estimated_on is None:
        return None
    return Age(estimated_age + max(whole_years(estimated_on, on), 0), estimated=True)
