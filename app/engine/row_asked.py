"""What a comparison says of each question whatever was answered, and in which order: worked out
once for two versions of a toolkit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from app.engine.comparison import QuestionChange, Texts
from app.engine.definition import Definition, Question, Risk
from app.engine.key_relation import Link
from app.engine.looking import routine
from app.engine.pairing import KEPT, Pair, Pairing
from app.engine.row_items import merged_order


class Asked(Struct, frozen=True):
    """A question of either version, the later one where both ask it; `pair` where they do.

    `section_before` and `section_after` are the keys of the sections it stands in; `said` is what
    its row holds in any case, by the names of the row's fields.
    """

    question: Question
    pair: Pair | None
    gone: bool
    section_before: str
    section_after: str
    said: Mapping[str, Any]


@lru_cache(maxsize=KEPT)
def asked_of(pairing: Pairing) -> tuple[Asked, ...]:
    """Every question of the later version, and those gone, in their old place."""
    back = {pair.earlier.key: key for key, pair in pairing.by_later.items()}
    before = [back.get(key) or f"/{key}" for key in pairing.earlier.questions]
    return tuple(
        _gone(pairing, key[1:]) if key.startswith("/") else _asked(pairing, key)
        for key in merged_order(before, list(pairing.later.questions))
    )


def _asked(pairing: Pairing, key: str) -> Asked:
    question, section = pairing.later.questions[key], pairing.later.section_of[key]
    pair = pairing.by_later.get(key)
    if pair is None:
        return _come(pairing, question)
    before = pairing.earlier.section_of[pair.earlier.key]
    return Asked(question, pair, False, before.key, section.key, {
        **_place(pairing.later, question), "question": _change(pair),
        "labels": Texts(pair.earlier.label, pair.later.label)})


def _come(pairing: Pairing, question: Question) -> Asked:
    """A question of the later version that no earlier answer can be compared with."""
    link = pairing.lineage.back(question.key)
    return Asked(question, None, False, "", pairing.later.section_of[question.key].key, {
        **_place(pairing.later, question),
        **_fate(link, pairing.earlier, QuestionChange.ADDED)})


def _gone(pairing: Pairing, key: str) -> Asked:
    """A question of the earlier version that the later one does not ask."""
    question, link = pairing.earlier.questions[key], pairing.lineage.question(key)
    return Asked(question, None, True, pairing.earlier.section_of[key].key, "", {
        **_place(pairing.earlier, question),
        **_fate(link, pairing.later, QuestionChange.REMOVED)})


def _place(definition: Definition, question: Question) -> dict[str, Any]:
    section = definition.section_of[question.key]
    return {
        "key": question.key, "section_key": section.key, "section": section.title,
        "risky": question.risk is Risk.RAISES or bool(question.harm),
        "routine": routine(question), "kind": _kind(definition, question),
        "harm": bool(question.harm),
    }


def _kind(definition: Definition, question: Question) -> str:
    """Which indicators a question is one of: those that a measure of the toolkit counts, where it
    counts several kinds. The judged level is none, though it rises and falls."""
    judgement = definition.judgement
    judged = judgement is not None and judgement.key == question.key
    if judged or not (question.risk in (Risk.RAISES, Risk.LOWERS) or question.harm):
        return ""
    if len(definition.measures) < 2:
        return "Indicators"
    counted = [one for one in definition.measures
               if any(term.key == question.key for term in one.terms)]
    # The narrowest: a total of all counts every kind.
    narrowest = min(counted, key=lambda one: len(one.terms), default=None)
    return narrowest.title if narrowest else "Other indicators"


def _change(pair: Pair) -> QuestionChange:
    if pair.relation in ("reworded", "moved"):
        return QuestionChange(pair.relation)
    same = pair.earlier.label == pair.later.label
    return QuestionChange.SAME if same else QuestionChange.REWORDED


def _fate(link: Link, there: Definition, alone: QuestionChange) -> dict[str, Any]:
    """What became of a question that is not asked on the other side as the same question."""
    linked = [key for key in link.to if key in there.questions]
    change = alone
    if linked:
        change = QuestionChange.REPLACED if link.comparable else QuestionChange(link.relation)
    return {"question": change, "linked": _labels(there, linked)}


def _labels(definition: Definition, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(definition.questions[key].label for key in keys)
