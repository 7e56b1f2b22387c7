"""What a change of a definition does to what is recorded. The whole table is here and in
docs/definition-changes.md, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.changes import Change, Consequence, Item
from app.engine.authoring.weighing import Weighing
from app.engine.pairing import alike

__all__ = ["Weighing", "consequence_of"]

_WORDING, _ADDITIVE, _BREAKS, _ORPHANS, _URGENCY = Consequence
_ANSWERED = frozenset({About.QUESTION, About.OPTION, About.COLUMN, About.ROW})
_TEXTS_OF_HARM = frozenset({
    Aspect.WORDING, Aspect.HINT, Aspect.GUIDANCE, Aspect.NOTE, Aspect.HEADING,
})
_DIRECTION = frozenset({
    Aspect.RISK, Aspect.HARM, Aspect.ASSOCIATION, Aspect.HISTORICAL, Aspect.MEANING,
})
_HOW_IT_COUNTS = frozenset({Aspect.TYPE, Aspect.LIMITS, Aspect.RULE})
_ITSELF = frozenset({Aspect.ADDED, Aspect.REMOVED, Aspect.RELATION})
_DECIDES: Mapping[About, frozenset[Aspect]] = {
    About.MEASURE: frozenset({Aspect.ADDED, Aspect.REMOVED}),
    About.TERM: frozenset(Aspect),
    About.LEVEL: frozenset({
        Aspect.ADDED, Aspect.REMOVED, Aspect.RANK, Aspect.STATUS, Aspect.WHEN}),
    About.FLOOR: frozenset({Aspect.ADDED, Aspect.REMOVED, Aspect.WHEN, Aspect.FORBIDS}),
    About.JUDGEMENT: frozenset(Aspect),
    About.IMMEDIATE: frozenset({
        Aspect.ADDED, Aspect.REMOVED, Aspect.WHEN, Aspect.MESSAGE}),
}
_ALWAYS: Mapping[Aspect, Consequence] = {
    **dict.fromkeys((
        Aspect.ADDED, Aspect.REQUIRED, Aspect.REQUIRED_WHEN, Aspect.EVIDENCE_REQUIRED,
        Aspect.REVISIT, Aspect.PREFILL, Aspect.SENSITIVITY, Aspect.CONFIRM_TOGETHER,
        Aspect.WAITS, Aspect.CHECKS,
    ), _ADDITIVE),
    **dict.fromkeys((Aspect.RELATION, Aspect.KNOWN, Aspect.KIND, Aspect.OF), _BREAKS),
    **dict.fromkeys(_DIRECTION, _URGENCY),
}
"""What is not named here, nor below, is only wording."""


def consequence_of(change: Change, item: Item, weighing: Weighing) -> Consequence:
    """The most serious thing that a change does; `item` is what changed."""
    found = [_ALWAYS.get(change.aspect, _WORDING)]
    if change.about is About.NOTE:
        return found[0] if change.aspect is Aspect.ADDED else _WORDING
    if change.aspect in _DECIDING and change.about in _ANSWERED | {About.SECTION, About.GROUP}:
        found.append(_DECIDING[change.aspect](change, item, weighing))
    if _is_urgent(change, item, weighing):
        found.append(_URGENCY)
    return max(found, key=lambda consequence: consequence.rank)


def _is_urgent(change: Change, item: Item, weighing: Weighing) -> bool:
    if change.aspect in _DECIDES.get(change.about, ()):
        return True
    if change.about is About.DERIVED:
        return item.subject.key in weighing.derived and change.aspect is not Aspect.ADDED
    if change.about in (About.SECTION, About.GROUP):
        hides = change.aspect is Aspect.RULE or _skips_differ(change, item)
        return hides and _holds_counted(item, weighing)
    if change.about in _ANSWERED:
        return _is_urgent_answer(change, weighing)
    return False


def _is_urgent_answer(change: Change, weighing: Weighing) -> bool:
    keys = {change.earlier_question, change.later_question} - {None}
    if keys & weighing.harm and change.aspect in _TEXTS_OF_HARM | _ITSELF:
        return True
    if not keys & weighing.counted:
        return False
    if change.aspect is Aspect.SECTION:
        return weighing.skips_differ(change.earlier_question or "", change.later_question or "")
    return change.aspect in _HOW_IT_COUNTS or _means_another(change)


def _means_another(change: Change) -> bool:
    """Whether what is counted goes on under its key, or without one of its options. Where a whole
    question goes or comes, what counts it says so itself."""
    if change.about is About.OPTION:
        return change.aspect in (Aspect.REMOVED, Aspect.RELATION)
    return change.aspect is Aspect.RELATION and None not in (
        change.earlier_question, change.later_question)


def _skips_differ(change: Change, item: Item) -> bool:
    return change.aspect is Aspect.SKIPPABLE and None in _said(item, Aspect.SKIPPABLE)


def _holds_counted(item: Item, weighing: Weighing) -> bool:
    sides = (side for side in (item.earlier, item.later) if side)
    return any(weighing.counted.intersection(side.inside) for side in sides)


def _removed(change: Change, item: Item, weighing: Weighing) -> Consequence:
    if change.about in _ANSWERED:
        return _ORPHANS
    skippable = item.earlier is not None and Aspect.SKIPPABLE in item.earlier.values
    return _ORPHANS if skippable else _WORDING


def _rule(change: Change, item: Item, weighing: Weighing) -> Consequence:
    """What is asked always now was asked less before; else something may no longer be asked."""
    asked_always = item.later is not None and not item.later.values.get(Aspect.RULE)
    return _ADDITIVE if asked_always else _ORPHANS


def _type(change: Change, item: Item, weighing: Weighing) -> Consequence:
    if change.about is About.COLUMN:
        return _BREAKS
    sides = list(weighing.questions(change.earlier_question, change.later_question))
    return _ADDITIVE if len(sides) == 2 and alike(*sides) else _BREAKS


def _limits(change: Change, item: Item, weighing: Weighing) -> Consequence:
    sides = list(weighing.questions(change.earlier_question, change.later_question))
    if change.about is About.QUESTION and len(sides) == 2 and not alike(*sides):
        return _BREAKS
    before, after = _said(item, Aspect.LIMITS)
    return _ORPHANS if _tightened(before or {}, after or {}) else _ADDITIVE


def _tightened(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether something that could be recorded may now be refused; when in doubt, yes."""
    differing = [name for name in {*before, *after} if before.get(name) != after.get(name)]
    return any(_is_tighter(name, before.get(name), after.get(name)) for name in differing)


def _is_tighter(name: str, before: Any, after: Any) -> bool:
    if after is None:
        return False
    numbers = isinstance(before, (int, float)) and isinstance(after, (int, float))
    if numbers and name.lower().endswith(("minimum", "minlength", "minitems")):
        return bool(after > before)
    if numbers and name.lower().endswith(("maximum", "maxlength", "maxitems")):
        return bool(after < before)
    return True


def _lost(change: Change, item: Item, weighing: Weighing) -> Consequence:
    """What could be recorded beside an answer and no longer can; else more can than before."""
    before, after = _said(item, change.aspect)
    if before and after:
        return _WORDING
    return _ORPHANS if before else _ADDITIVE


def _evidence(change: Change, item: Item, weighing: Weighing) -> Consequence:
    before, after = _said(item, Aspect.EVIDENCE)
    if before is None or after is None:
        return _ADDITIVE if after else _ORPHANS
    if before[1:] == after[1:]:
        return _WORDING
    lost = any(had and not has for had, has in zip(before[1:], after[1:], strict=True))
    return _ORPHANS if lost else _ADDITIVE


def _order(change: Change, item: Item, weighing: Weighing) -> Consequence:
    """The order of options says what is more and what is less where the question says so."""
    sides = list(weighing.questions(change.earlier_question, change.later_question))
    if change.about is not About.OPTION or not any(side.ordinal for side in sides):
        return _WORDING
    return _URGENCY if any(side.risk for side in sides) else _BREAKS


def _ordinal(change: Change, item: Item, weighing: Weighing) -> Consequence:
    sides = weighing.questions(change.earlier_question, change.later_question)
    return _URGENCY if any(side.risk for side in sides) else _BREAKS


def _key(change: Change, item: Item, weighing: Weighing) -> Consequence:
    """That a section was skipped is recorded under its key; the lineage knows of no sections."""
    skipped = item.earlier is not None and Aspect.SKIPPABLE in item.earlier.values
    return _ORPHANS if skipped else _WORDING


def _said(item: Item, aspect: Aspect) -> tuple[Any, Any]:
    sides = (item.earlier, item.later)
    before, after = (side.values.get(aspect) if side else None for side in sides)
    return before, after


_DECIDING: Mapping[Aspect, Callable[[Change, Item, Weighing], Consequence]] = {
    Aspect.REMOVED: _removed, Aspect.RULE: _rule, Aspect.TYPE: _type, Aspect.LIMITS: _limits,
    Aspect.NOT_APPLICABLE: _lost, Aspect.SKIPPABLE: _lost, Aspect.EVIDENCE: _evidence,
    Aspect.ORDER: _order, Aspect.ORDINAL: _ordinal, Aspect.KEY: _key,
}
