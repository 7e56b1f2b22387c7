"""What differs between two versions of a definition, as data: no HTML, no database.

Found by `difference`; what each change does to what is recorded is decided in `consequences`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from app.engine import text_diff
from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.subjects import Subject


class Consequence(StrEnum):
    """What a change does to what has been recorded; the later ones are the more serious."""

    WORDING = "wording"
    ADDITIVE = "additive"
    BREAKS = "breaks_comparability"
    ORPHANS = "orphans_answers"
    URGENCY = "changes_urgency"

    @property
    def rank(self) -> int:
        """Higher is more serious."""
        return _RANKS[self]

    @property
    def needs_approval(self) -> bool:
        """Whether a second administrator approves it."""
        return self.rank >= _RANKS[Consequence.BREAKS]


_RANKS = {consequence: rank for rank, consequence in enumerate(Consequence)}


class Change(Struct, frozen=True):
    """One respect in which one thing differs.

    `title` is its wording, the later one where there is one. `earlier_key` and `later_key` are the
    thing's keys, None on the side where it is not; `earlier_question` and `later_question` the
    keys of the question it belongs to or is. Pointers are JSON Pointers into either document.
    `before` and `after` are readable, blank where there is nothing.
    """

    about: About
    aspect: Aspect
    title: str
    section: str
    earlier_key: str | None
    later_key: str | None
    earlier_question: str | None
    later_question: str | None
    earlier_pointer: str | None
    later_pointer: str | None
    before: str
    after: str
    address: str
    relation: str = ""
    consequence: Consequence = Consequence.WORDING

    @property
    def words(self) -> tuple[text_diff.Change, ...]:
        """For prose, what became of its single words; else nothing."""
        if not self.aspect.is_text or not (self.before and self.after):
            return ()
        return text_diff.diff(self.before, self.after)


def most_serious(changes: Iterable[Change]) -> Consequence | None:
    """The most serious consequence of changes, or None where there are none."""
    found = (change.consequence for change in changes)
    return max(found, key=lambda consequence: consequence.rank, default=None)


class Item(Struct, frozen=True, eq=False):
    """One thing of either version, changed or not.

    `relation` is what the lineage says became of it; `linked` are the wordings of the questions on
    the other side that it was split, merged or replaced into or out of; `note` is the reason that
    the lineage gives.
    """

    earlier: Subject | None
    later: Subject | None
    changes: tuple[Change, ...] = ()
    relation: str = ""
    linked: tuple[str, ...] = ()
    note: str = ""

    @property
    def subject(self) -> Subject:
        """The later side, or the earlier one where it is gone."""
        found = self.later or self.earlier
        assert found is not None
        return found

    @property
    def about(self) -> About:
        return self.subject.about

    @property
    def consequence(self) -> Consequence | None:
        """The most serious of its changes' consequences, or None where nothing changed."""
        return most_serious(self.changes)


class Difference(Struct, frozen=True, eq=False, dict=True):
    """Every thing of both versions, in the later one's order with gone things in their old place.

    False where nothing differs.
    """

    items: tuple[Item, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change, in order."""
        return tuple(change for item in self.items for change in item.changes)

    @cached_property
    def changed(self) -> tuple[Item, ...]:
        """The things that changed, in order."""
        return tuple(item for item in self.items if item.changes)

    @property
    def unchanged_count(self) -> int:
        """How many things are as they were."""
        return len(self.items) - len(self.changed)

    @cached_property
    def counts(self) -> Mapping[Consequence, int]:
        """How many changes have each consequence, none left out."""
        found = Counter(change.consequence for change in self.changes)
        return {consequence: found[consequence] for consequence in Consequence}

    @property
    def consequence(self) -> Consequence | None:
        """The most serious consequence of all, or None where nothing differs."""
        return most_serious(self.changes)

    def with_consequence(self, *wanted: Consequence) -> tuple[Change, ...]:
        """The changes that have one of these consequences."""
        return tuple(change for change in self.changes if change.consequence in wanted)
