"""Where things stand in two versions: moved to another section or group, or to another place."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.authoring.anatomy import Anatomy
from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.condition_words import quoted
from app.engine.authoring.counterparts import Counterparts
from app.engine.authoring.subjects import Subject
from app.engine.row_items import in_order

_LAID_OUT = frozenset({About.GROUP, About.NOTE, About.QUESTION})
_NO_ORDER = frozenset({About.TOOLKIT, About.TERM, About.DERIVED, About.JUDGEMENT})
FIRST = "First"


class Places:
    """Looks up what moved between two versions whose things have been paired."""

    def __init__(self, earlier: Anatomy, later: Anatomy, pairs: Counterparts) -> None:
        self.earlier, self.later, self.pairs = earlier, later, pairs
        self._stayed: dict[tuple[str, bool | About], frozenset[str]] = {}

    def in_same(self, earlier: Subject, later: Subject) -> bool:
        """Whether both stand in the same thing."""
        return self._is_same(earlier.parent, later.parent)

    def _is_same(self, earlier: str, later: str) -> bool:
        return earlier == later == "" or self.pairs.later_of.get(earlier) == later

    def moves(self, earlier: Subject, later: Subject) -> Iterator[tuple[Aspect, str, str]]:
        """In which respect a thing moved, with where it stood and stands; nothing if it did not."""
        if later.about in _NO_ORDER:
            return
        if later.about in _LAID_OUT and not self.in_same(earlier, later):
            yield self._elsewhere(earlier, later)
        elif later.id not in self._in_place(earlier, later):
            yield (Aspect.ORDER, self._behind(self.earlier, earlier),
                   self._behind(self.later, later))

    def _elsewhere(self, earlier: Subject, later: Subject) -> tuple[Aspect, str, str]:
        sections = self._section(self.earlier, earlier), self._section(self.later, later)
        if not self._is_same(sections[0].id, sections[1].id):
            return Aspect.SECTION, sections[0].title, sections[1].title
        return (Aspect.GROUP, self._group(self.earlier, earlier),
                self._group(self.later, later))

    def _section(self, side: Anatomy, subject: Subject) -> Subject:
        while subject.about is not About.SECTION:
            subject = side.subjects[subject.parent]
        return subject

    def _group(self, side: Anatomy, subject: Subject) -> str:
        parent = side.subjects[subject.parent]
        return "In no group" if parent.about is About.SECTION else parent.title

    def _in_place(self, earlier: Subject, later: Subject) -> frozenset[str]:
        """The later ids of what can be said to have stayed in order, where a thing stands."""
        among = (later.parent, later.about in _LAID_OUT or later.about)
        if among not in self._stayed:
            before = [self.pairs.later_of.get(s.id, "") for s in _beside(self.earlier, earlier)]
            after = [s.id for s in _beside(self.later, later)]
            self._stayed[among] = frozenset(after) if before == after else _kept(before, after)
        return self._stayed[among]

    def _behind(self, side: Anatomy, subject: Subject) -> str:
        listed = _beside(side, subject)
        place = listed.index(subject)
        return f"After {quoted(listed[place - 1].title)}" if place else FIRST


def _kept(before: list[str], after: list[str]) -> frozenset[str]:
    there, here = set(before), set(after)
    return in_order([id_ for id_ in after if id_ in there], [id_ for id_ in before if id_ in here])


def _beside(side: Anatomy, subject: Subject) -> list[Subject]:
    """All that stands in a row with a thing, with itself."""
    laid_out = subject.about in _LAID_OUT
    return [other for other in side.within[subject.parent]
            if (other.about in _LAID_OUT if laid_out else other.about is subject.about)]
