"""Measures, levels, floors, derived values, judgement and immediate actions added, terms moved.

What they say is edited as settings; they are moved with `placing` and taken away with `removing`,
levels with `remove_level`.
"""

from __future__ import annotations

from typing import Any

from app.engine.authoring.asked import asked, with_asked
from app.engine.authoring.edits.elements import keys_taken
from app.engine.authoring.edits.options import options_of, remove_option, with_choices
from app.engine.authoring.edits.placing import list_of
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.json_parts import Json, part_at, with_part
from app.engine.authoring.keys import free, key_from
from app.engine.authoring.outline import Outline, kind, name
from app.engine.authoring.preparing import key_at, scope_of
from app.engine.authoring.refusals import EditRefused


def add_measure(outline: Outline, title: str) -> Outline:
    """The outline with a measure that counts nothing yet."""
    return _named(outline, "measure", title, {"title": title, "terms": []})


def add_level(outline: Outline, title: str) -> Outline:
    """The outline with a level above all others, which the judged level may be as well."""
    ranks = [unit["part"].get("rank") for address, unit in outline.units.items()
             if kind(address) == "level"]
    rank = max((one for one in ranks if isinstance(one, int)), default=-1) + 1
    added = _named(outline, "level", title, {"title": title, "rank": rank})
    judged = judged_question(outline)
    if judged is None:
        return added
    question = asked(added, judged)
    option = (name(added.inside("levels")[-1]), title)
    return with_asked(added, judged, with_choices(question, (*options_of(question), option)))


def remove_level(outline: Outline, address: str) -> Outline:
    """The outline without a level, which nobody can judge any more. Raises EditRefused."""
    if kind(address) != "level":
        raise EditRefused(address, "it is no level")
    judged = judged_question(outline)
    removed = remove(outline, address)
    options = options_of(asked(removed, judged)) if judged else ()
    if judged is None or name(address) not in {key for key, _ in options}:
        return removed
    return remove_option(removed, judged, name(address))


def add_floor(outline: Outline, because: str) -> Outline:
    """The outline with a floor that has no condition and forbids nothing yet."""
    return _named(outline, "floor", because, {"because": because, "forbids": []})


def add_derived(outline: Outline, wording: str, of: str) -> Outline:
    """The outline with a derived value of a case fact or of a question, by its address.

    What kind it is follows from what it is of, and may be changed as a setting.
    """
    key = key_from(wording, keys_taken(outline, "derived"), otherwise="value")
    is_question = kind(of) == "question"
    if is_question and of not in outline.units:
        raise EditRefused(of, "there is no such question")
    rows = is_question and asked(outline, of).type == "rows"
    kinds = {"case.date_of_birth": "age_years"} if not is_question else {}
    part = {"name": key, "kind": kinds.get(of, "case_fact" if not is_question else (
        "row_count" if rows else "age_years")), "of": scope_of(name(of)) if is_question else of}
    return _added(outline, f"derived:{key}", part)


def add_immediate(outline: Outline, question: str) -> Outline:
    """The outline with a call for action at once on a question; its answers are a setting."""
    if question not in outline.units or kind(question) != "question":
        raise EditRefused(question, "there is no such question")
    address = free(f"immediate:{name(question)}", outline.units, "~")
    return _added(outline, address, {"scope": scope_of(name(question)), "message": ""})


def set_judgement(outline: Outline, question: str) -> Outline:
    """The outline in which the judged level is the answer to a question, whose options become the
    levels. Raises EditRefused where an option that something refers to would go."""
    levels = [(name(address), str(outline.units[address]["part"].get("title", "")))
              for address in outline.inside("levels")]
    before = asked(outline, question)
    if options_of(before):
        for key in {key for key, _ in options_of(before)} - {key for key, _ in levels}:
            outline = remove_option(outline, question, str(key))
    outline = with_asked(outline, question, with_choices(asked(outline, question), levels))
    part = outline.units.get("judgement", {}).get("part", {})
    return outline.with_unit("judgement", {"part": {**part, "scope": scope_of(name(question))}})


def judged_question(outline: Outline) -> str | None:
    """The address of the question that holds the judged level, or None."""
    key = key_at(part_at(outline.units.get("judgement"), "part", "scope"))
    address = f"question:{key}"
    return address if key and address in outline.units else None


def add_term(outline: Outline, measure: str, question: str) -> Outline:
    """The outline in which a measure counts a question; which answers count is a setting."""
    if question not in outline.units or kind(question) != "question":
        raise EditRefused(question, "there is no such question")
    terms = [*_terms(outline, measure), {"scope": scope_of(name(question)), "weight": 1}]
    return _with_terms(outline, measure, terms)


def move_term(outline: Outline, measure: str, number: int, to: int) -> Outline:
    """The outline in which the term of a number, from none, is the `to`-th of its measure."""
    terms = _terms(outline, measure)
    moved = terms.pop(_index(measure, terms, number))
    terms.insert(max(0, to), moved)
    return _with_terms(outline, measure, terms)


def remove_term(outline: Outline, measure: str, number: int) -> Outline:
    """The outline in which a measure lacks the term of a number, from none."""
    terms = _terms(outline, measure)
    terms.pop(_index(measure, terms, number))
    return _with_terms(outline, measure, terms)


def _named(outline: Outline, kind_: str, wording: str, part: Json) -> Outline:
    key = key_from(wording, keys_taken(outline, kind_), otherwise=kind_)
    return _added(outline, f"{kind_}:{key}", {"id": key, **part})


def _added(outline: Outline, address: str, part: Json) -> Outline:
    container = list_of(address)
    listed = (*outline.inside(container), address)
    return outline.with_unit(address, {"part": part}).with_inside(container, listed)


def _terms(outline: Outline, measure: str) -> list[Any]:
    terms = part_at(outline.units.get(measure), "part", "terms")
    if kind(measure) != "measure" or not isinstance(terms, list):
        raise EditRefused(measure, "there is no such measure")
    return list(terms)


def _with_terms(outline: Outline, measure: str, terms: list[Any]) -> Outline:
    part = outline.units[measure]["part"]
    return outline.with_unit(measure, {"part": with_part(part, ("terms",), terms)})


def _index(measure: str, terms: list[Any], number: int) -> int:
    if not 0 <= number < len(terms):
        raise EditRefused(measure, f"it has no term {number + 1}")
    return number
