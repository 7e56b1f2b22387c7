"""The words that sum up what differs between two versions, on screen, in print and in a command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.changes import Change, Consequence, Difference, Item

_CONSEQUENCES = {
    Consequence.WORDING: "Wording",
    Consequence.ADDITIVE: "Added",
    Consequence.BREAKS: "Breaks comparison",
    Consequence.ORPHANS: "Orphans answers",
    Consequence.URGENCY: "Changes who is urgent",
}
_EXPLAINED = {
    Consequence.WORDING: "Answers already given keep their meaning.",
    Consequence.ADDITIVE: "More or less is asked. Answers already given stay as they are.",
    Consequence.BREAKS: "Answers given before and after cannot be compared.",
    Consequence.ORPHANS: "Some answers already given have no place in the new version. "
                         "They are kept with the version they were given under.",
    Consequence.URGENCY: "The same answers may give another level.",
}
_MOVES = frozenset({Aspect.SECTION, Aspect.GROUP, Aspect.ORDER})
_SINGLE: Mapping[Aspect, tuple[str, str]] = {
    Aspect.WEIGHT: ("weight", "weights"),
    Aspect.WINDOWS: ("window of time", "windows of time"),
    Aspect.RULE: ("rule", "rules"),
    Aspect.TYPE: ("type of question", "types of questions"),
    Aspect.RISK: ("risk of a question", "risks of questions"),
    Aspect.MEANING: ("meaning of an option", "meanings of options"),
}
"""What is counted by what it is, and not by the thing that has it."""
_VERBS = ("reworded", "moved", "split", "merged", "replaced", "added", "removed", "changed")
_OF_RELATIONS = frozenset({"split", "merged", "replaced"})


def consequence_words(consequence: Consequence) -> str:
    """What the screen calls a consequence."""
    return _CONSEQUENCES[consequence]


def consequence_explained(consequence: Consequence) -> str:
    """What a consequence means, in a sentence."""
    return _EXPLAINED[consequence]


def approval_words(found: Difference) -> str:
    """Who must approve a version that differs so, in a sentence."""
    if found.consequence is Consequence.URGENCY:
        return "A second administrator and a safeguarding lead must approve this version."
    if found.consequence is not None and found.consequence.needs_approval:
        return "A second administrator must approve this version."
    return "Nobody else has to approve this version."


def summary(found: Difference) -> tuple[str, ...]:
    """What differs, in short sentences such as "6 questions reworded."; what is the same in kind
    is counted once a thing."""
    told = (f"{_counted(kind, count)}." for kind, count in _ordered(found))
    return tuple(words[:1].upper() + words[1:] for words in told) or ("No differences.",)


_Kind = tuple[str, str, str]
"""What is counted: one of them, several, and what happened to it."""


def _counted(kind: _Kind, count: int) -> str:
    noun, many, verb = kind
    if noun == About.TOOLKIT.words:
        return f"the toolkit’s own text {verb}"
    return f"{count} {noun if count == 1 else many} {verb}"


def _ordered(found: Difference) -> list[tuple[_Kind, int]]:
    """The counts, thing by thing as the document has them, and reworded before added."""
    counts = Counter(kind for item in found.items for kind in dict.fromkeys(_kinds(item)))
    nouns = [about.words for about in About] + [noun for noun, _ in _SINGLE.values()]
    return sorted(counts.items(), key=lambda one: (
        nouns.index(one[0][0]), _VERBS.index(one[0][2])))


def _kinds(item: Item) -> Iterator[_Kind]:
    for change in item.changes:
        if change.aspect is Aspect.RELATION and not _told_here(item, change):
            continue
        if change.aspect in _SINGLE:
            yield *_SINGLE[change.aspect], "changed"
        else:
            yield change.about.words, change.about.many, _verb(change)


def _told_here(item: Item, change: Change) -> bool:
    """A split counts once, where it was; what was merged counts once, where it went."""
    if item.earlier and item.later:
        return True
    return (item.later is None) == (change.relation != "merged")


def _verb(change: Change) -> str:
    if change.aspect is Aspect.RELATION:
        return change.relation if change.relation in _OF_RELATIONS else "changed"
    if change.aspect in (Aspect.ADDED, Aspect.REMOVED):
        return change.aspect.value
    if change.aspect in _MOVES:
        return "moved"
    return "reworded" if change.aspect.is_text else "changed"
