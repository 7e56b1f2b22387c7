"""Finding a person among the cases one may see, and hinting at what one may not."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Select, and_, false, select, union

from app.accounts.models import User
from app.cases import access
from app.cases.listing import CaseRow, rows_of
from app.cases.models import Case, CaseSummary, NameWord, YoungPerson
from app.cases.names import fold, words
from app.database import db

MOST = 50
WORDS_LOOKED_AT = 8
_END = "\U0010ffff"


class Search(Struct, frozen=True):
    """What is known of somebody; every part that is given must match."""

    name: str = ""
    date_of_birth: date | None = None
    identifier: str = ""


class Found(NamedTuple):
    """The cases that match, by name; `more` when there are more than a page can show.

    `restricted` says that a record the actor may not open matches: never which, whose or how
    many.
    """

    rows: Sequence[CaseRow]
    more: bool
    restricted: bool

    @property
    def case_ids(self) -> list[int]:
        return [row.summary.case_id for row in self.rows]


def find(actor: User, search: Search) -> Found:
    """Cases of young people whose name has words beginning so, born then, known by that id.

    Words are looked for in the name, the name used and the aliases. Nothing asked finds nothing.
    """
    asked = _conditions(search, whole=False)
    if not asked:
        return Found([], more=False, restricted=False)
    told = _conditions(search, whole=True) if _is_telling(search) else [false()]
    return _found(actor, and_(*asked), and_(*told))


def possible_duplicates(actor: User, search: Search) -> Found:
    """Cases of young people with the same name, the same date of birth or the same id."""
    named, identified = replace(search, date_of_birth=None, identifier=""), search.identifier
    apart = (named, Search(date_of_birth=search.date_of_birth), Search(identifier=identified))
    return _found(
        actor,
        _any_of(*apart),
        _any_of(*(part for part in apart if _is_telling(part))),
    )


def find_words(person: YoungPerson) -> set[str]:
    """Every word by which the person is found."""
    return set(words(" ".join((person.name, person.known_as, person.aliases))))


def _found(actor: User, people: ColumnElement[bool], told: ColumnElement[bool]) -> Found:
    found = (
        select(CaseSummary.case_id)
        .join(YoungPerson, YoungPerson.id == CaseSummary.young_person_id)
        .where(people, access.seen(actor, CaseSummary))
        .order_by(CaseSummary.name_key, CaseSummary.case_id)
        .limit(MOST + 1)
    )
    ids = list(db.session.scalars(found))
    return Found(rows_of(ids[:MOST]), len(ids) > MOST, _matches_hidden(actor, told))


def _matches_hidden(actor: User, people: ColumnElement[bool]) -> bool:
    """Whether a case that the actor may not open matches, in whatever team it is.

    "Not known to us" would be a dangerous answer about a child whom another team works with.
    """
    found = select(Case.id).join(YoungPerson, YoungPerson.id == Case.young_person_id)
    return db.session.scalar(found.where(people, access.hidden(actor, Case)).limit(1)) is not None


def _is_telling(search: Search) -> bool:
    """Whether somebody who asks so much knows whom they ask about.

    Less than that would let people try out letters until a restricted name answers.
    """
    named = len(words(search.name))
    return bool(search.identifier) or named > 1 or (named == 1 and bool(search.date_of_birth))


def _any_of(*searches: Search) -> ColumnElement[bool]:
    """Young people whom any of these finds; each is looked up by an index of its own."""
    found = [_conditions(search, whole=True) for search in searches]
    ids = [select(YoungPerson.id).where(*conditions) for conditions in found if conditions]
    return YoungPerson.id.in_(union(*ids)) if ids else false()


def _conditions(search: Search, whole: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        YoungPerson.id.in_(_with_word(word, whole))
        for word in words(search.name)[:WORDS_LOOKED_AT]
    ]
    if search.date_of_birth:
        conditions.append(YoungPerson.date_of_birth == search.date_of_birth)
    if search.identifier:
        conditions.append(YoungPerson.identifier_key == fold(search.identifier))
    return conditions


def _with_word(word: str, whole: bool) -> Select[int]:
    found = select(NameWord.young_person_id)
    if whole:
        return found.where(NameWord.word == word)
    return found.where(NameWord.word >= word, NameWord.word < word + _END)
