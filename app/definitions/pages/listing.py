"""The list of everything in a draft: sections with their groups, questions and texts in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from app.definitions.pages.titles import title_of
from app.definitions.pages.type_words import kind_title, type_title
from app.engine.authoring.asked import Asked, asked
from app.engine.authoring.json_parts import part_at
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name
from app.engine.authoring.preparing import HOLDERS
from app.engine.problems import Problem

_SENSITIVITIES = {
    "third-party": "about other people", "police": "police information",
    "health": "health information", "special-category": "special category",
}
Said = Mapping[str, Sequence[str]]
"""What is wrong, by the address of the unit it concerns."""


class Row(Struct, frozen=True):
    """One unit in the list: what it is called, what is said of it, what stands in it.

    `at` is its address as it stands in a link, and as the id of its row.
    """

    address: str
    at: str
    kind: str
    title: str
    told: tuple[str, ...]
    wrong: tuple[str, ...]
    inside: tuple[Row, ...]

    @property
    def holds(self) -> bool:
        """Whether others may stand in it."""
        return self.kind in HOLDERS

    @property
    def questions(self) -> int:
        """How many questions stand in it."""
        return sum((row.kind == "question") + row.questions for row in self.inside)


def quoted(address: str) -> str:
    """An address as it stands in a link, and as an id: without blanks and quotation marks."""
    return quote(address, safe=":/@~.-_")


def rows_of(outline: Outline, problems: Sequence[tuple[str, Problem]] = ()) -> tuple[Row, ...]:
    """The sections of a draft, each with all that is in it."""
    said = said_of(problems)
    return tuple(_row(outline, address, said) for address in outline.inside(TOOLKIT))


def not_laid_out(
    outline: Outline, problems: Sequence[tuple[str, Problem]] = ()
) -> tuple[Row, ...]:
    """The questions that stand on no page."""
    placed = set(outline.below(TOOLKIT))
    said = said_of(problems)
    return tuple(_row(outline, address, said) for address in outline.asked_in()
                 if address not in placed)


def said_of(problems: Sequence[tuple[str, Problem]]) -> dict[str, list[str]]:
    """The reasons by address; those of a column under its question's as well."""
    said: dict[str, list[str]] = {}
    for address, problem in problems:
        said.setdefault(address, []).append(problem.reason)
        if kind(address) == "column":
            said.setdefault(f"question:{name(address).partition('/')[0]}", []).append(
                problem.reason)
    return said


def told_of(outline: Outline, address: str) -> Iterator[str]:
    """The type of a unit and what else is set, in words."""
    unit = outline.units[address]
    if kind(address) != "question":
        yield kind_title(kind(address))
        yield from _rule_words(part_at(unit, "element", "rule", "effect"))
        return
    question = asked(outline, address)
    yield type_title(question.type)
    yield from _question_words(question)


def _question_words(question: Asked) -> Iterator[str]:
    found = question.ours()
    ours: Mapping[str, object] = found if isinstance(found, Mapping) else {}
    if question.required:
        yield "required"
    elif "required_when" in ours:
        yield "required at times"
    yield from _rule_words(part_at(question.control, "rule", "effect"))
    if "evidence" in ours:
        yield "evidence"
    if ours.get("harm"):
        yield "actual harm"
    if ours.get("association"):
        yield "association"
    if ours.get("risk") in ("raises", "lowers"):
        yield f"{ours['risk']} risk"
    if ours.get("historical"):
        yield "lifelong fact"
    sensitivity = _SENSITIVITIES.get(str(ours.get("sensitivity")))
    if sensitivity:
        yield sensitivity


def _rule_words(effect: object) -> Iterator[str]:
    if effect:
        yield "hidden at times" if effect in ("SHOW", "HIDE") else "not asked at times"


def _row(outline: Outline, address: str, said: Said) -> Row:
    return Row(
        address, quoted(address), kind(address), title_of(outline, address),
        tuple(told_of(outline, address)), tuple(said.get(address, ())),
        tuple(_row(outline, inner, said) for inner in outline.inside(address)))
