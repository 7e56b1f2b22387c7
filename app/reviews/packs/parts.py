"""A part of a pack as data, what it is made from, and the registry to which rooms add theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

import orjson
from msgspec import Struct

from app.cases.access import Audience
from app.cases.models import Case, CaseDocument, Note
from app.cases.withholding import about_withheld, document_withheld, record_told
from app.engine.reading import WITHHELD
from app.engine.withheld_rows import hides
from app.reviews.models import Chosen, Pack, SignOff
from app.reviews.queries import Compared


class Table(NamedTuple):
    """A table of words: what it is called, its columns, its rows."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Part(Struct, frozen=True):
    """What a part says, in paragraphs and tables; `data` is more of it for programs alone."""

    title: str
    said: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    data: Any = None

    def written(self) -> str:
        """The part to be stored."""
        return orjson.dumps({
            "title": self.title, "said": self.said, "data": self.data,
            "tables": [table._asdict() for table in self.tables]}).decode()


def read_part(text: str) -> Part:
    """The part that `written` wrote."""
    found = orjson.loads(text)
    tables = (Table(one["title"], tuple(one["headings"]), tuple(map(tuple, one["rows"])))
              for one in found["tables"])
    return Part(found["title"], tuple(found["said"]), tuple(tables), found["data"])


class Subject(Struct, frozen=True, dict=True):
    """What a pack is of: the comparison, without what is withheld, and all that was chosen.

    `signed` is the sign-off over it, where there is one, of which nothing is worked out again.
    """

    pack: Pack
    compared: Compared
    signed: SignOff | None = None

    @property
    def case(self) -> Case:
        """The case it is about."""
        return self.compared.case

    @property
    def withheld(self) -> frozenset[str]:
        """The questions whose answers it withholds, by their keys in either version, and rows."""
        return self.compared.withheld

    @property
    def redacted(self) -> bool:
        """Whether it is for somebody who does not work with the young person. Such a copy holds no
        words that were written for colleagues and that nobody has marked."""
        return self.pack.variant is not Audience.PROFESSIONALS

    @cached_property
    def chosen(self) -> frozenset[tuple[str, str]]:
        """What is withheld by hand: its kind, and its key or id."""
        return frozenset((one.kind, one.name) for one in self.pack.withheld)

    def free(self, words: str) -> str:
        """Words that somebody wrote for colleagues, where the copy may hold them."""
        return WITHHELD if self.redacted and words else words

    def whole(self, words: str) -> str:
        """Words about the case or an assessment as a whole, which may tell of whatever the copy
        withholds."""
        return WITHHELD if words and (self.redacted or self.withheld) else words

    def note(self, note: Note) -> str:
        """What a note says, unless it is withheld or is about something that is."""
        closed = (Chosen.NOTE, str(note.id)) in self.chosen or hides(
            self.withheld, note.about_question or "")
        if closed or about_withheld(note, self.pack.variant.withheld, but_urgent=False):
            return WITHHELD
        # What tells of a record as a whole says as much as that record does.
        return self.whole(note.text) if record_told(note) else self.free(note.text)

    def withholds(self, document: CaseDocument) -> bool:
        """Whether the copy withholds a document for what it is about."""
        return hides(self.withheld, document.about_question) or document_withheld(
            document, self.pack.variant.withheld, but_urgent=False)


class Registered(NamedTuple):
    """A part of every pack. `make` gives what it says; None leaves it out. `draw` makes its PDF
    where that is not the usual one."""

    order: int
    name: str
    make: Callable[[Subject], Part | None]
    draw: Callable[[Subject, Part], bytes] | None


_parts: dict[str, Registered] = {}


def register_part(
    order: int, name: str, make: Callable[[Subject], Part | None],
    draw: Callable[[Subject, Part], bytes] | None = None,
) -> None:
    """Add a part to every pack made from now on, lowest order first.

    It is made for a subject and must say nothing of what the subject withholds. Registered again
    under the same name, a part replaces itself.
    """
    _parts[name] = Registered(order, name, make, draw)


def registered() -> list[Registered]:
    """The parts in order."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))


def table(title: str, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    """A table from whatever gives its rows."""
    return Table(title, tuple(headings), tuple(map(tuple, rows)))
