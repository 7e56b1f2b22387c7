"""What a page is filled with: answers, errors, last time, notes. Nothing here makes markup."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from app.engine.answers import NO_ANSWERS, Answers
from app.engine.conditions import World
from app.engine.reading import Entry


class NoteShown(Struct, frozen=True):
    """A note between reviews, linked to a question; `when` in words, `href` where it leads."""

    when: str
    author: str
    text: str
    href: str = ""


class PageState(Struct, frozen=True):
    """Everything that differs from one showing of a page to the next.

    `answers` are the raw answers. `hidden` and `disabled` hold the keys of questions that are not
    asked. `messages` says what to put right, by address ("@" and a section's key for a section).
    `earlier` is last time, by the keys of this version. `world` decides which notes among the
    questions are shown; without it all are. `blank` makes the paper version. `heading` is the
    level of the headings of groups. `withheld` are the keys of questions in whose place stands that
    their answers are withheld from whoever looks, `in_part` those of lists of which rows may be.
    """

    answers: Answers = NO_ANSWERS
    hidden: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    messages: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, Entry] | None = None
    earlier_date: str = ""
    earlier_author: str = ""
    review: bool = False
    notes: Mapping[str, tuple[NoteShown, ...]] = field(default_factory=dict)
    blank: bool = False
    world: World | None = None
    heading: int = 2
    withheld: frozenset[str] = frozenset()
    in_part: frozenset[str] = frozenset()
