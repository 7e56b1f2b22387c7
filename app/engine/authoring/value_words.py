"""What is said of a thing in a definition, told in words: one function for each aspect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.condition_words import (
    as_json, as_number, condition_words, derived_words, either, key_of, place_words, quoted,
    when_words,
)
from app.engine.authoring.subjects import Json, Subject, Teller
from app.engine.definition import Definition

TYPES = {
    "radios": "One choice", "select": "One choice from a drop-down list",
    "descriptors": "One choice of described states", "yes-no": "Yes or no",
    "checkboxes": "Any number of choices", "scale": "A scale", "number": "A number",
    "list": "A list, each on a line of its own",
    "text": "A line of text", "textarea": "Text of several lines",
    "email": "An email address", "phone": "A telephone number", "date": "A date",
    "approximate-date": "A date, as exact as is known", "rows": "Rows, as many as there are",
    "table": "A table with fixed rows",
}
_RISKS = {"raises": "More of it raises risk", "lowers": "More of it lowers risk",
          "none": "No effect on risk"}
_KNOWN = {
    "seen_alone": "When they were last seen alone", "voice": "Their own words",
    "agencies": "Agencies asked and answered", "missing_episodes": "How many missing episodes",
}
_PREFILLS = {
    "case.name": "The name on the case", "case.date_of_birth": "The date of birth on the case",
    "case.identifier": "The number of the case", "case.district": "The district of the case",
    "actor.name": "The name of who is completing it", "actor.contact": "How to reach them",
    "actor.manager": "Their manager", "today": "Today’s date",
}
_EFFECTS = {
    "SHOW": "Asked where {}", "HIDE": "Not asked where {}",
    "ENABLE": "Can be answered where {}", "DISABLE": "Shown and not asked where {}",
}
_SHOWN = {**_EFFECTS, "SHOW": "Shown where {}", "HIDE": "Not shown where {}"}
_YES_OR_NO = frozenset({
    Aspect.REQUIRED, Aspect.ORDINAL, Aspect.HISTORICAL, Aspect.ASSOCIATION, Aspect.NOT_APPLICABLE,
    Aspect.REVISIT, Aspect.WAITS, Aspect.VALUE, Aspect.CUMULATIVE,
})
_NAMED = {
    Aspect.TYPE: TYPES, Aspect.RISK: _RISKS, Aspect.KNOWN: _KNOWN, Aspect.PREFILL: _PREFILLS,
}
_LIMITS = {
    "minimum": "At least {}", "maximum": "At most {}", "exclusiveMinimum": "More than {}",
    "exclusiveMaximum": "Less than {}", "multipleOf": "A multiple of {}",
    "minLength": "At least {} characters", "maxLength": "At most {} characters",
    "minItems": "At least {} of them", "maxItems": "At most {} of them", "format": "Written as {}",
    "pattern": "Matches {}",
}
_KINDS = {"string": "text", "integer": "a whole number", "number": "a number",
          "boolean": "yes or no", "array": "a list", "object": "a table", "null": "nothing"}
_Telling = Callable[[Definition, Subject, Any], str]


def teller_of(definition: Definition) -> Teller:
    """The teller for what is said in one version."""
    return lambda subject, aspect, value: value_words(definition, subject, aspect, value)


def value_words(definition: Definition, subject: Subject, aspect: Aspect, value: Any) -> str:
    """What is said of a subject in one respect, in words; blank for nothing."""
    if aspect in _YES_OR_NO:
        return "Yes" if value else "No"
    if value is None:
        return _UNSAID.get(aspect, "")
    if aspect in _NAMED:
        return _NAMED[aspect].get(str(value), str(value))
    telling = _TELLING.get(aspect)
    return telling(definition, subject, value) if telling else _plain(value)


_UNSAID = {
    Aspect.RISK: "No direction", Aspect.HARM: "Not counted as actual harm",
    Aspect.GROUP: "In no group", Aspect.RISE: "Any number of levels",
    Aspect.RULE: "Always", Aspect.EVIDENCE: "No box", Aspect.REQUIRED_WHEN: "Nowhere else",
    Aspect.EVIDENCE_REQUIRED: "Never required", Aspect.SKIPPABLE: "No",
}


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("_", " ").capitalize() if value.isidentifier() else value
    if isinstance(value, Sequence):
        return ", ".join(str(one) for one in value)
    return as_number(value)


def _text(definition: Definition, subject: Subject, value: Any) -> str:
    return str(value)


def _rules(definition: Definition, subject: Subject, rules: Any) -> str:
    effects = _SHOWN if subject.about in (About.NOTE, About.GROUP, About.SECTION) else _EFFECTS
    told = [effects[rule["effect"]].format(condition_words(definition, rule["condition"]))
            for rule in rules]
    return "; and ".join(told)


def _condition(definition: Definition, subject: Subject, value: Any) -> str:
    if "when" in value:
        return when_words(definition, str(value["scope"]), value["when"])
    return condition_words(definition, value)


def _evidence(definition: Definition, subject: Subject, value: Any) -> str:
    label, *offers = value
    names = ("the source", "the date", "“no evidence yet”")
    offered = [name for name, there in zip(names, offers, strict=True) if there]
    return f"{quoted(label)}, with {either(offered, 'and')}" if offered else quoted(label)


def _meaning(definition: Definition, subject: Subject, value: Any) -> str:
    return str(value).replace("_", " ").capitalize()


def _limits(definition: Definition, subject: Subject, value: Json) -> str:
    return "; ".join(_limit_words(value))


def _limit_words(schema: Json) -> Iterator[str]:
    for keyword, value in schema.items():
        if keyword in _LIMITS:
            yield _LIMITS[keyword].format(as_number(value))
        elif keyword == "type":
            names = [value] if isinstance(value, str) else value
            yield f"Recorded as {either([_KINDS.get(name, name) for name in names])}"
        elif keyword == "uniqueItems":
            yield "Each once" if value else "The same again is allowed"
        else:
            yield f"{keyword}: {as_json(value)}"


def _levels(definition: Definition, subject: Subject, value: Any) -> str:
    ids = [value] if isinstance(value, str) else value
    titles = {level.id: level.title for level in definition.levels}
    return ", ".join(titles.get(one, one) for one in ids)


def _lines(definition: Definition, subject: Subject, value: Any) -> str:
    return "\n".join(value)


def _scope(definition: Definition, subject: Subject, value: Any) -> str:
    return place_words(definition, str(value))


def _of(definition: Definition, subject: Subject, value: Any) -> str:
    of = str(value)
    kind = str(subject.values.get(Aspect.KIND))
    return derived_words(definition, kind, key_of(of) if of.startswith("#") else of)


def _rise(definition: Definition, subject: Subject, value: Any) -> str:
    return "One level" if value == 1 else f"{value} levels"


def _windows(definition: Definition, subject: Subject, value: Json) -> str:
    start, bands = 0, []
    for band in value["bands"]:
        within = f"from {start} to {band['months']}" if start else f"within {band['months']}"
        bands.append(f"{as_number(band['weight'])} {within} months")
        start = band["months"]
    return f"Counts {either(bands, 'and')}, by {place_words(definition, str(value['dates']))}"


def _options_of(definition: Definition, subject: Subject, value: Any) -> str:
    """Option keys by their wording in the first question of the section that has them."""
    questions = [definition.questions[key] for key in subject.inside]
    return ", ".join(quoted(_option_title(questions, key)) for key in value)


def _option_title(questions: list[Any], key: str) -> str:
    found = (option for question in questions if (option := question.option(key)))
    return next((option.title for option in found), key)


def _family(definition: Definition, subject: Subject, value: Json) -> str:
    return f"{value['slug']}, version {value['number']}"


def _json(definition: Definition, subject: Subject, value: Any) -> str:
    if not isinstance(value, Mapping):
        return as_json(value)
    return "\n".join(f"{name}: {as_json(part)}" for name, part in value.items())


def _harm(definition: Definition, subject: Subject, value: Any) -> str:
    return "A yes counts as actual harm"


_TEXT_ASPECTS = (aspect for aspect in Aspect if aspect.is_text)
_TELLING: dict[Aspect, _Telling] = {
    **dict.fromkeys(_TEXT_ASPECTS, _text),
    **dict.fromkeys((Aspect.KEY, Aspect.SLUG, Aspect.REQUIREMENTS), lambda d, s, v: (
        v if isinstance(v, str) else ", ".join(v))),
    **dict.fromkeys((Aspect.REQUIRED_WHEN, Aspect.EVIDENCE_REQUIRED, Aspect.WHEN), _condition),
    **dict.fromkeys((Aspect.SECTION, Aspect.GROUP, Aspect.ORDER, Aspect.RELATION), _text),
    **dict.fromkeys((Aspect.FORBIDS, Aspect.HIGHEST), _levels),
    **dict.fromkeys((Aspect.JUDGED, Aspect.REASON), _scope),
    **dict.fromkeys((Aspect.CHECKS, Aspect.OTHER, Aspect.FORM), _json),
    Aspect.INTERVENTIONS: _lines, Aspect.RULE: _rules, Aspect.EVIDENCE: _evidence,
    Aspect.MEANING: _meaning, Aspect.LIMITS: _limits, Aspect.OF: _of, Aspect.RISE: _rise,
    Aspect.WINDOWS: _windows, Aspect.CONFIRM_TOGETHER: _options_of, Aspect.FAMILY: _family,
    Aspect.HARM: _harm, Aspect.HEADING: lambda d, s, v: " – ".join(v),
}
