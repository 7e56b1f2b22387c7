"""What is known of a young person, as a page or a program gives it, and whether it may be kept."""

from datetime import date

from msgspec import Struct
from msgspec.structs import asdict

from app.cases.age import whole_years
from app.cases.names import is_blank
from app.cases.text_rules import problem_of_line, problem_of_text
from app.errors import Refused

OLDEST = 30
"""Years; an older date of birth is a slip of the keyboard, not a young person."""

LOOKED_AFTER = {"yes": "Yes", "no": "No", "not_known": "Not known"}

NOT_KNOWN = "Not known"
DECLINED = "Declined to say"

GENDERS = ("Female", "Male", "Non-binary", "Described in another way", NOT_KNOWN, DECLINED)
"""What is offered where app.config["GENDERS"] names nothing else (S4.23)."""

ETHNICITIES = (
    "Asian: Bangladeshi",
    "Asian: Chinese",
    "Asian: Indian",
    "Asian: Pakistani",
    "Asian: any other background",
    "Black: African",
    "Black: Caribbean",
    "Black: any other background",
    "Mixed: White and Asian",
    "Mixed: White and Black African",
    "Mixed: White and Black Caribbean",
    "Mixed: any other background",
    "White: English, Welsh, Scottish or Northern Irish",
    "White: Gypsy or Irish Traveller",
    "White: Irish",
    "White: Roma",
    "White: any other background",
    "Arab",
    "Any other ethnic group",
    NOT_KNOWN,
    DECLINED,
)
"""What is offered where app.config["ETHNICITIES"] names nothing else (S4.24)."""

LABELS = {
    "name": "Name",
    "known_as": "Name the young person uses",
    "aliases": "Other names and nicknames",
    "date_of_birth": "Date of birth",
    "estimated_age": "Estimated age",
    "gender": "Gender the young person identifies with",
    "ethnicity": "Ethnicity",
    "local_authority": "Current local authority",
    "school": "School, college or training",
    "looked_after": "Looked after child",
    "district": "District",
    "identifier": "Identifier on the council’s case system",
    "residences": "Where they live and have lived",
    "legal_status": "Legal status",
    "heritage": "Cultural and religious heritage",
    "sexual_orientation": "Sexual orientation, if they have told somebody",
    "languages": "Languages",
    "disabilities": "Disabilities",
    "special_educational_needs": "Special educational needs",
    "learning_difficulties": "Learning difficulties",
    "other": "Anything else about the young person",
}
"""What the screen calls each fact (S4.21-S4.28)."""

LONG = {
    "aliases": 2_000,
    **dict.fromkeys(
        (
            "residences",
            "legal_status",
            "heritage",
            "sexual_orientation",
            "languages",
            "disabilities",
            "special_educational_needs",
            "learning_difficulties",
            "other",
        ),
        10_000,
    ),
}
"""The facts that may have many lines, and how many characters."""


class PersonFacts(Struct, frozen=True, kw_only=True):
    """A young person; the names are those of the model. Empty: nothing recorded."""

    name: str
    known_as: str = ""
    aliases: str = ""
    date_of_birth: date | None = None
    estimated_age: int | None = None
    gender: str = ""
    ethnicity: str = ""
    local_authority: str = ""
    school: str = ""
    looked_after: str = "not_known"
    district: str = ""
    identifier: str = ""


class ParticularFacts(Struct, frozen=True, kw_only=True):
    """The specific information of S4.28, prompt by prompt."""

    residences: str = ""
    legal_status: str = ""
    heritage: str = ""
    sexual_orientation: str = ""
    languages: str = ""
    disabilities: str = ""
    special_educational_needs: str = ""
    learning_difficulties: str = ""
    other: str = ""


def check_person(facts: PersonFacts, today: date) -> None:
    """Raises Refused, with `field`, for the first fact that cannot be kept."""
    check_texts(facts)
    if is_blank(facts.name):
        raise Refused("Enter the young person’s name", field="name")
    if facts.looked_after not in LOOKED_AFTER:
        raise Refused("Say whether the young person is looked after", field="looked_after")
    _check_age(facts, today)


def check_texts(facts: PersonFacts | ParticularFacts) -> None:
    """Raises Refused, with `field`, for the first text that is too long or cannot be kept."""
    for name, value in asdict(facts).items():
        problem = problem_of(name, value) if isinstance(value, str) else None
        if problem:
            raise Refused(f"{LABELS[name]} {problem}", field=name)


def problem_of(name: str, text: str) -> str | None:
    """What is wrong with the text of one fact, as the end of a sentence."""
    return problem_of_text(text, LONG[name]) if name in LONG else problem_of_line(text)


def changed_fields(facts: PersonFacts | ParticularFacts, record: object) -> list[str]:
    """The names of the facts that differ from what is recorded."""
    return [name for name, value in asdict(facts).items() if value != getattr(record, name)]


def _check_age(facts: PersonFacts, today: date) -> None:
    born, age = facts.date_of_birth, facts.estimated_age
    if born is None and age is None:
        raise Refused("Enter the date of birth, or an estimated age", field="date_of_birth")
    if age is not None and not 0 <= age <= OLDEST:
        raise Refused(f"Estimated age must be from 0 to {OLDEST}", field="estimated_age")
    if born is None:
        return
    if born > today:
        raise Refused("Date of birth must be in the past", field="date_of_birth")
    years = whole_years(born, today)
    if years > OLDEST:
        raise Refused(f"Date of birth makes them {years}. Check the year", field="date_of_birth")
    if age not in (None, years):
        raise Refused(
            f"The date of birth makes them {years} and the estimated age is {age}. "
            "Check the date of birth, and leave the estimate empty if it is right",
            field="estimated_age",
        )
