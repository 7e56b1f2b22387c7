"""Which thing of a later version is which of an earlier one: questions and options by the lineage,
the rest by key, and where it has none, by wording and by what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field

from app.engine.authoring.anatomy import Anatomy
from app.engine.authoring.aspects import About
from app.engine.authoring.subjects import Subject
from app.engine.key_relation import Lineage, Link
from app.engine.likeness import alike_in_letters

_BY_KEY = (About.MEASURE, About.LEVEL, About.FLOOR, About.JUDGEMENT, About.DERIVED)
_ALIKE = 60.0
"""Notes that have at least so much of their words in common, of 100, are one note reworded."""
_MOST_WEIGHED = 2_500
"""Pairs of notes; where there are more, only those are one that say the same."""


class Counterparts(Struct, frozen=True, eq=False):
    """The pairs, by id of the later and of the earlier thing, and how the lineage tells them."""

    earlier_of: Mapping[str, str]
    later_of: Mapping[str, str]
    links: Mapping[str, Link] = field(default_factory=dict)


def counterparts(earlier: Anatomy, later: Anatomy, lineage: Lineage) -> Counterparts:
    """Pair everything of two versions that can be seen to be one thing."""
    finder = _Finder(earlier, later, lineage)
    finder.pair("toolkit", "toolkit")
    finder.questions()
    finder.sections()
    finder.groups()
    finder.notes()
    finder.declared()
    return Counterparts(finder.found, finder.back, finder.links)


class _Finder:
    def __init__(self, earlier: Anatomy, later: Anatomy, lineage: Lineage) -> None:
        self.earlier, self.later, self.lineage = earlier, later, lineage
        self.found: dict[str, str] = {}
        self.back: dict[str, str] = {}
        self.links: dict[str, Link] = {}

    def pair(self, old: str, new: str) -> None:
        if old not in self.back and new not in self.found:
            self.found[new], self.back[old] = old, new

    def left(self, about: About) -> tuple[list[Subject], list[Subject]]:
        """What is not paired yet of one kind, earlier and later."""
        return ([s for s in self.earlier.of(about) if s.id not in self.back],
                [s for s in self.later.of(about) if s.id not in self.found])

    def questions(self) -> None:
        old, new = self.earlier.questions, self.later.questions
        self.links |= {subject.id: self.lineage.back(key) for key, subject in new.items()}
        for later, earlier in _matched(old, new, self.lineage.back):
            self.pair(old[earlier].id, new[later].id)
            self.parts(old[earlier], new[later])
        for key, subject in old.items():
            if subject.id not in self.back:
                self.links[f"/{subject.id}"] = self.lineage.question(key)

    def parts(self, old: Subject, new: Subject) -> None:
        """Options by the lineage; columns, fixed rows and the options of columns by key."""
        options = self.lineage.options_of(old.key) or Lineage.identity()
        before, after = _options(self.earlier, old), _options(self.later, new)
        for later, earlier in _matched(before, after, options.back):
            self.pair(before[earlier].id, after[later].id)
            self.links[after[later].id] = options.back(later)
        inner = {s.id.removeprefix(old.id): s.id for s in _below(self.earlier, old)}
        for subject in _below(self.later, new):
            match = inner.get(subject.id.removeprefix(new.id))
            if match and not (subject.about is About.OPTION and subject.parent == new.id):
                self.pair(match, subject.id)

    def sections(self) -> None:
        self.by(About.SECTION, lambda subject: subject.key)
        self.by_contents(About.SECTION)

    def groups(self) -> None:
        self.by(About.GROUP, lambda subject: subject.key if subject.given_key else "")
        self.by(About.GROUP, self.titled)
        self.by_contents(About.GROUP)

    def notes(self) -> None:
        self.by(About.NOTE, lambda subject: subject.key if subject.given_key else "")
        self.by(About.NOTE, self.titled)
        self.by(About.NOTE, lambda subject: subject.title)
        self.by_words()

    def titled(self, subject: Subject) -> str:
        """Its words and what it stands in, so that the same words elsewhere are another thing."""
        parent = self.found.get(subject.parent, "") if (
            self.later.subjects.get(subject.id) is subject) else subject.parent
        return f"{parent} {subject.title}" if subject.title else ""

    def by(self, about: About, naming: Callable[[Subject], str]) -> None:
        """Pair what has the same name on both sides, the first with the first."""
        old, new = self.left(about)
        named = {name: subject.id for name, subject in _named(old, naming)}
        for name, subject in _named(new, naming):
            if name in named:
                self.pair(named[name], subject.id)

    def by_contents(self, about: About) -> None:
        """Pair by the questions that stand in both, those with the most in common first."""
        old, new = self.left(about)
        holders = {key: s.id for s in old for key in s.inside}
        shared: Counter[tuple[str, str]] = Counter()
        for subject in new:
            for key in subject.inside:
                before = self.found.get(f"question:{key}", "").partition(":")[2]
                if before in holders:
                    shared[holders[before], subject.id] += 1
        for (before, after), count in shared.most_common():
            fewer = min(len(self.earlier.subjects[before].inside),
                        len(self.later.subjects[after].inside))
            if 2 * count > fewer:
                self.pair(before, after)

    def by_words(self) -> None:
        """Pair notes that were reworded, those most alike first."""
        old, new = self.left(About.NOTE)
        if len(old) * len(new) > _MOST_WEIGHED:
            return
        alike = ((alike_in_letters(one.title, other.title), one.id, other.id)
                 for one in old for other in new)
        for score, before, after in sorted(alike, reverse=True):
            if score >= _ALIKE:
                self.pair(before, after)

    def declared(self) -> None:
        for about in _BY_KEY:
            self.by(about, lambda subject: subject.id)
        keys = self.back
        for about in (About.TERM, About.IMMEDIATE):
            old, new = self.left(about)
            named: dict[str, str] = {}
            for subject in old:
                question = keys.get(f"question:{subject.question}", f"/{subject.question}")
                later = question.partition(":")[2] or question
                tail = subject.key.removeprefix(subject.question)
                named[f"{subject.parent} {later}{tail}"] = subject.id
            for subject in new:
                match = named.get(f"{subject.parent} {subject.key}")
                if match:
                    self.pair(match, subject.id)


def _matched(
    old: Mapping[str, Subject], new: Mapping[str, Subject], back: Callable[[str], Link]
) -> Iterator[tuple[str, str]]:
    """Later and earlier keys of one thing, and those told as another under the same key."""
    for key in new:
        link = back(key)
        sources = [source for source in link.to if source in old]
        if link.comparable and sources:
            yield key, sources[0]
        elif key in sources:
            yield key, key


def _options(side: Anatomy, question: Subject) -> dict[str, Subject]:
    return {s.key: s for s in side.within.get(question.id, ()) if s.about is About.OPTION}


def _below(side: Anatomy, subject: Subject) -> Iterator[Subject]:
    for inner in side.within.get(subject.id, ()):
        yield inner
        yield from _below(side, inner)


def _named(
    subjects: Iterable[Subject], naming: Callable[[Subject], str]
) -> Iterator[tuple[str, Subject]]:
    """Subjects by name; the second of a name is told apart from the first."""
    times: Counter[str] = Counter()
    for subject in subjects:
        if name := naming(subject):
            times[name] += 1
            yield f"{name} {times[name]}", subject
