"""What a definition declares beside its questions, as subjects: measures and their terms, levels,
floors, judgement, immediate action, derived values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.condition_words import key_of, when_words
from app.engine.authoring.subjects import Json, Subject, Teller
from app.engine.definition import Definition
from app.engine.problems import at

_LEVEL = {
    Aspect.WORDING: "title", Aspect.RANK: "rank", Aspect.STATUS: "status", Aspect.WHEN: "when",
    Aspect.DESCRIPTION: "description", Aspect.INTERVENTIONS: "interventions",
}
_FLOOR = {Aspect.WHEN: "when", Aspect.FORBIDS: "forbids", Aspect.BECAUSE: "because"}
_JUDGEMENT = {
    Aspect.JUDGED: "scope", Aspect.REASON: "reason", Aspect.RISE: "rise",
    Aspect.HIGHEST: "highest",
}
_DERIVED = {Aspect.KIND: "kind", Aspect.OF: "of"}
STEPS = {
    About.LEVEL: {**_LEVEL, Aspect.CUMULATIVE: "cumulative"}, About.FLOOR: _FLOOR,
    About.JUDGEMENT: _JUDGEMENT, About.DERIVED: _DERIVED,
    About.MEASURE: {Aspect.WORDING: "title"},
    About.TERM: {Aspect.WHEN: "when", Aspect.WEIGHT: "weight", Aspect.VALUE: "value",
                 Aspect.WINDOWS: "windows"},
    About.IMMEDIATE: {Aspect.WHEN: "when", Aspect.MESSAGE: "message"},
}
"""Where in the document each aspect of such a subject stands, below the subject's own place."""


def declared_subjects(definition: Definition, teller: Teller) -> Iterator[Subject]:
    """Every declared part in the order of the document, each after what it stands in."""
    document = definition.document
    for index, part in enumerate(document.get("measures") or ()):
        yield from _measure(definition, part, at("/measures", index), teller)
    for about, name in ((About.LEVEL, "levels"), (About.FLOOR, "floors")):
        for index, part in enumerate(document.get(name) or ()):
            yield _listed(about, part, at("", name, index), teller)
    if document.get("judgement"):
        values = _values(document["judgement"], _JUDGEMENT)
        key = key_of(str(values[Aspect.JUDGED]))
        yield Subject(About.JUDGEMENT, "judgement", "judgement", "Judgement", values,
                      "/judgement", teller, question=key)
    yield from _immediate(definition, teller)
    for index, part in enumerate(document.get("derived") or ()):
        yield Subject(About.DERIVED, f"derived:{part['name']}", part["name"], part["name"],
                      _values(part, _DERIVED), at("/derived", index), teller)


def _listed(about: About, part: Json, pointer: str, teller: Teller) -> Subject:
    values = _values(part, _LEVEL if about is About.LEVEL else _FLOOR)
    if about is About.LEVEL:
        values.setdefault(Aspect.STATUS, "none")
        values[Aspect.CUMULATIVE] = bool(part.get("cumulative", True))
    key, title = part["id"], str(part.get("title") or part.get("because"))
    return Subject(about, f"{about}:{key}", key, title, values, pointer, teller)


def _values(part: Json, names: Mapping[Aspect, str]) -> dict[Aspect, Any]:
    found = ((aspect, part.get(name)) for aspect, name in names.items())
    return {aspect: value for aspect, value in found if value is not None and value != ""}


def _measure(
    definition: Definition, measure: Json, pointer: str, teller: Teller
) -> Iterator[Subject]:
    id_ = f"measure:{measure['id']}"
    keys = [key_of(str(term["scope"])) for term in measure["terms"]]
    yield Subject(About.MEASURE, id_, measure["id"], measure["title"],
                  {Aspect.WORDING: measure["title"]}, pointer, teller, inside=tuple(keys))
    for index, (name, term) in enumerate(zip(_numbered(keys), measure["terms"], strict=True)):
        yield Subject(
            About.TERM, f"{id_}/term:{name}", name,
            f"{measure['title']}: {_title(definition, keys[index])}", _term(term),
            at(pointer, "terms", index), teller, parent=id_, question=keys[index])


def _term(term: Json) -> dict[Aspect, Any]:
    """A weight is not said where it plays no part: what windows add is in them."""
    values: dict[Aspect, Any] = {}
    if "when" in term:
        values[Aspect.WHEN] = {"scope": term["scope"], "when": term["when"]}
    if term.get("value"):
        values[Aspect.VALUE] = True
    if term.get("windows"):
        values[Aspect.WINDOWS] = term["windows"]
    values[Aspect.WEIGHT] = float(term.get("weight", 1.0))
    return values


def _immediate(definition: Definition, teller: Teller) -> Iterator[Subject]:
    parts = definition.document.get("immediate") or ()
    keys = [key_of(str(part["scope"])) for part in parts]
    for index, (name, part) in enumerate(zip(_numbered(keys), parts, strict=True)):
        values = {Aspect.WHEN: {"scope": part["scope"], "when": part["when"]},
                  Aspect.MESSAGE: part["message"]}
        title = when_words(definition, str(part["scope"]), part["when"])
        yield Subject(About.IMMEDIATE, f"immediate:{name}", name, title, values,
                      at("/immediate", index), teller, question=keys[index])


def _numbered(keys: list[str]) -> Iterator[str]:
    """Names for things that are about one question each: the second of a question gets a 2."""
    times: Counter[str] = Counter()
    for key in keys:
        times[key] += 1
        yield key if times[key] == 1 else f"{key} {times[key]}"


def _title(definition: Definition, key: str) -> str:
    question = definition.questions.get(key)
    return question.label if question else key
