"""What differs between two versions of a definition: every respect of every thing, as data.

    found = difference(earlier, later, read_lineage(later.lineage))
    for change in found.changes:
        print(change.title, change.aspect.words, change.before, change.after)

What a thing consists of is read in `anatomy`, which thing is which in `counterparts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from app.engine.authoring.anatomy import Anatomy, anatomy
from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.changes import Change, Consequence, Difference, Item
from app.engine.authoring.condition_words import as_json, quoted
from app.engine.authoring.consequences import Weighing, consequence_of
from app.engine.authoring.counterparts import counterparts
from app.engine.authoring.fates import fate_words, noted
from app.engine.authoring.places import Places
from app.engine.authoring.renaming import Renaming
from app.engine.authoring.subjects import Subject
from app.engine.definition import Definition
from app.engine.key_relation import Lineage
from app.engine.row_items import merged_order

__all__ = ["Change", "Consequence", "Difference", "Item", "difference"]


def difference(earlier: Definition, later: Definition, lineage: Lineage) -> Difference:
    """All that differs from `earlier` to `later`; `lineage` leads from one to the other.

    Whatever is written otherwise in the two documents is among the changes, save the lineage
    itself and the number of the version that it starts from. About 10 ms for 150 questions.
    """
    return _Comparer(anatomy(earlier), anatomy(later), lineage).difference()


class _Comparer:
    def __init__(self, earlier: Anatomy, later: Anatomy, lineage: Lineage) -> None:
        self.earlier, self.later, self.lineage = earlier, later, lineage
        self.pairs = counterparts(earlier, later, lineage)
        self.renaming = Renaming.between(earlier, later, self.pairs)
        self.places = Places(earlier, later, self.pairs)
        self.weighing = Weighing.of(earlier.definition, later.definition)
        self.notes = noted(later.definition)

    def difference(self) -> Difference:
        items = tuple(self._item(id_) for id_ in self._order())
        if not any(item.changes for item in items):
            items = self._with_form(items)
        return Difference(items)

    def _order(self) -> list[str]:
        """Ids of the later version, and of the earlier one with a stroke before them."""
        back, found = self.pairs.later_of, self.pairs.earlier_of
        before = [back.get(id_) or f"/{id_}" for id_ in self.earlier.whole(back)]
        return merged_order(before, list(self.later.whole(found)))

    def _item(self, id_: str) -> Item:
        if id_.startswith("/"):
            return self._gone(self.earlier.subjects[id_[1:]])
        later = self.later.subjects[id_]
        earlier_id = self.pairs.earlier_of.get(id_)
        if earlier_id is None:
            return self._come(later)
        return self._paired(self.earlier.subjects[earlier_id], later)

    def _paired(self, earlier: Subject, later: Subject) -> Item:
        link = self.pairs.links.get(later.id)
        relation = link.relation if link else ""
        changes = list(self._facets(earlier, later))
        if link and not link.comparable:
            before, after = fate_words(relation, (later.title,))
            changes.insert(0, self._change(earlier, later, Aspect.RELATION, before, after))
        return self._told(Item(earlier, later, tuple(changes), _unless_same(relation),
                               note=self.notes.get(later.id, "")))

    def _facets(self, earlier: Subject, later: Subject) -> Iterator[Change]:
        old, new = earlier.values, later.values
        for aspect in new if old.keys() == new.keys() else dict.fromkeys((*new, *old)):
            before, after = old.get(aspect), new.get(aspect)
            if aspect is not Aspect.RULE and not same(self._told_later(before), after):
                yield self._change(earlier, later, aspect, *_told(earlier, later, aspect))
        yield from self._rules(earlier, later)
        for aspect, before, after in self.places.moves(earlier, later):
            yield self._change(earlier, later, aspect, before, after)
        if earlier.key != later.key and later.given_key and later.about in _KEYED:
            yield self._change(earlier, later, Aspect.KEY, earlier.key, later.key)

    def _rules(self, earlier: Subject, later: Subject) -> Iterator[Change]:
        """Its own rules; with those around it where it stands in something else now."""
        before, after = earlier.values.get(Aspect.RULE, ()), later.values.get(Aspect.RULE, ())
        if not self.places.in_same(earlier, later):
            before, after = earlier.inherited + before, later.inherited + after
        if not same(self._told_later(before), after):
            told = [side.teller(side, Aspect.RULE, rules or None)
                    for side, rules in ((earlier, before), (later, after))]
            words = _told_apart(told[0], told[1], before, after)
            yield self._change(earlier, later, Aspect.RULE, *words)

    def _told_later(self, value: Any) -> Any:
        return self.renaming.told(value) if self.renaming else value

    def _come(self, later: Subject) -> Item:
        link = self.pairs.links.get(later.id)
        sources = self._linked(self.earlier, link.to if link else ())
        if sources and link and not link.comparable:
            before, after = " ".join(map(quoted, sources)), quoted(later.title)
            change = self._change(None, later, Aspect.RELATION, before, after)
        else:
            change = self._change(None, later, Aspect.ADDED, "", summary_of(self.later, later))
        relation = link.relation if link and link.relation != "same" else ""
        return self._told(Item(None, later, (change,), relation, sources,
                               self.notes.get(later.id, "")))

    def _gone(self, earlier: Subject) -> Item:
        link = self.pairs.links.get(f"/{earlier.id}")
        targets = self._linked(self.later, link.to if link else ())
        if targets and link and not link.comparable:
            before, after = quoted(earlier.title), " ".join(map(quoted, targets))
            change = self._change(earlier, None, Aspect.RELATION, before, after)
        else:
            change = self._change(
                earlier, None, Aspect.REMOVED, summary_of(self.earlier, earlier), "")
        relation = link.relation if link and link.relation != "same" else ""
        return self._told(Item(earlier, None, (change,), relation, targets,
                               self.notes.get(f"/{earlier.id}", "")))

    def _linked(self, side: Anatomy, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(side.questions[key].title for key in keys if key in side.questions)

    def _change(
        self, earlier: Subject | None, later: Subject | None, aspect: Aspect, before: str,
        after: str,
    ) -> Change:
        subject = later or earlier
        assert subject is not None
        return Change(
            subject.about, aspect, subject.title, subject.section,
            earlier.key if earlier else None, later.key if later else None,
            (earlier.question or None) if earlier else None,
            (later.question or None) if later else None,
            self.earlier.pointer(earlier, aspect) if earlier else None,
            self.later.pointer(later, aspect) if later else None,
            before, after, subject.address,
        )

    def _told(self, item: Item) -> Item:
        """The item with what each of its changes does, and how the lineage tells it."""
        if not item.changes:
            return item
        return replace(item, changes=tuple(
            replace(change, relation=item.relation,
                    consequence=consequence_of(change, item, self.weighing))
            for change in item.changes))

    def _with_form(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Nothing that is read differs; say so where the documents do all the same."""
        first, second = (_meant(side.definition.document) for side in (self.earlier, self.later))
        if same(first, second):
            return items
        toolkit = items[0]
        change = self._change(toolkit.earlier, toolkit.later, Aspect.FORM, "",
                              "Written otherwise; it means the same")
        return (replace(toolkit, changes=(change,)), *items[1:])


_KEYED = (About.SECTION, About.QUESTION, About.OPTION)
_IN_PARTS = frozenset({Aspect.LIMITS, Aspect.CHECKS, Aspect.OTHER})
_ABOUT_LINEAGE = ("lineage", "based_on")


def _meant(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in document.items() if name not in _ABOUT_LINEAGE}


def _unless_same(relation: str) -> str:
    return "" if relation == "same" else relation


def _told(earlier: Subject, later: Subject, aspect: Aspect) -> tuple[str, str]:
    """Both sides in words; as the documents have them where the words are the same."""
    before, after = earlier.values.get(aspect), later.values.get(aspect)
    if aspect in _IN_PARTS:
        before, after = _differing(before or {}, after or {})
    return _told_apart(earlier.teller(earlier, aspect, before),
                       later.teller(later, aspect, after), before, after)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Any, Any]:
    """Of two objects, only what is not the same in both."""
    agreed = {name for name in before if name in after and same(before[name], after[name])}
    first, second = ({name: part for name, part in side.items() if name not in agreed}
                     for side in (before, after))
    return first or None, second or None


def _told_apart(before: str, after: str, first: Any, second: Any) -> tuple[str, str]:
    if before != after:
        return before, after
    return f"{before} {as_json(first)}".strip(), f"{after} {as_json(second)}".strip()


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are one; unlike Python, JSON knows yes from 1."""
    if one is other:
        return True
    return bool(one == other) and (isinstance(one, str) or _same_kinds(one, other))


def _same_kinds(one: Any, other: Any) -> bool:
    """Of two values that Python takes to be equal, whether a yes or no is one in both."""
    if isinstance(one, dict):
        return all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, (list, tuple)):
        return all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool)


def summary_of(side: Anatomy, subject: Subject) -> str:
    """A thing that came or went, in a line."""
    if subject.about is About.TERM:
        return _term_in_a_line(subject)
    options = [s.title for s in side.within.get(subject.id, ()) if s.about is About.OPTION]
    told = {aspect: subject.told(aspect) for aspect in _SUMMED_UP if aspect in subject.values}
    parts = [", ".join(filter(None, told.values())), "; ".join(options)]
    details = ": ".join(part for part in parts if part)
    title = subject.title or "Without words"
    return f"{title} ({details})" if details else title


def _term_in_a_line(term: Subject) -> str:
    """Which answer counts and how much; the title of a term says the question already."""
    weighs = Aspect.WINDOWS if Aspect.WINDOWS in term.values else Aspect.WEIGHT
    much = term.told(weighs) if weighs is Aspect.WINDOWS else f"weight {term.told(weighs)}"
    return ", ".join(filter(None, (term.told(Aspect.WHEN) or term.title, much)))


_SUMMED_UP = (
    Aspect.TYPE, Aspect.WHEN, Aspect.WEIGHT, Aspect.WINDOWS, Aspect.RANK, Aspect.FORBIDS,
    Aspect.MESSAGE, Aspect.MEANING,
)
