"""From one question in words to its schema and its control. `writing` tells what was guessed."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from app.engine.authoring.keys import key_from
from app.importing.toolkit import signs
from app.importing.toolkit.parts import Asks, Group, Question, Section

LONGEST_TEXT = 20_000
PRESENCE = (("present", "Present"), ("not_present", "Not present"), ("not_known", "Not known"))

_MEANINGS = {
    "yes": ("yes", "present", "confirmed", "current", "always", "often"),
    "possible": ("possible", "possibly", "suspected", "maybe", "partly", "sometimes", "unclear"),
    "no": ("no", "not present", "absent", "never"),
    "not_known": ("not known", "unknown", "don’t know", "don't know", "not sure", "unsure"),
    "not_applicable": ("n/a", "na", "not applicable"),
    "declined": ("declined", "declined to say", "prefer not to say"),
}
_MEANING_OF = {word: meaning for meaning, words in _MEANINGS.items() for word in words}
_DATE = re.compile(r"\b(?:date|d\.?o\.?b|dob)\b", re.IGNORECASE)
_AGE = re.compile(r"\bage\b", re.IGNORECASE)
_EMAIL = re.compile(r"\be-?mail\b", re.IGNORECASE)
_ACTUAL = re.compile(r"\bactual\b", re.IGNORECASE)
_OLDEST = 120


class Asked(Struct, frozen=True):
    """A question as the document has it."""

    schema: dict[str, Any]
    ours: dict[str, Any]
    yes: str | None = None
    assumed_answers: bool = False


def ask(question: Question, section: Section, group: Group) -> Asked:
    """The schema and our own options of a question."""
    asked = _by_kind(question)
    ours = dict(asked.ours)
    if question.evidence:
        ours["evidence"] = {"label": question.evidence.strip(" :")}
    if question.stem:
        ours["hint"] = question.stem
    if question.note:
        ours["note"] = plain(question.note)
    if question.asks in (Asks.INDICATOR, Asks.SCALE):
        _add_direction(ours, asked, question, section, group)
    return Asked({"title": question.label, **asked.schema}, ours, asked.yes, asked.assumed_answers)


def plain(text: str) -> str:
    """Words that Markdown is to show as they stand."""
    escaped = re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)
    return re.sub(r"^(\s*)([#+-]|\d+[.)])(?=\s)", r"\1\\\2", escaped)


def _by_kind(question: Question) -> Asked:
    match question.asks:
        case Asks.SCALE:
            least, most = question.scale or (0, 5)
            return Asked({"type": "integer", "minimum": least, "maximum": most}, {})
        case Asks.WORDS:
            return Asked({"type": "string", "maxLength": LONGEST_TEXT}, {})
        case Asks.LINE:
            return _line(question.label)
        case Asks.SEVERAL:
            items = {"type": "string", "oneOf": _choices(question.options)}
            return Asked({"type": "array", "uniqueItems": True, "items": items}, {})
    return _chosen(question)


def _line(label: str) -> Asked:
    if _DATE.search(label):
        return Asked({"type": "string", "format": "date"}, {})
    if _AGE.search(label) and len(label.split()) <= 3:
        return Asked({"type": "integer", "minimum": 0, "maximum": _OLDEST}, {})
    if _EMAIL.search(label) and len(label.split()) <= 3:
        return Asked({"type": "string", "format": "email"}, {})
    return Asked({"type": "string", "maxLength": 200}, {})


def _chosen(question: Question) -> Asked:
    if not question.options:
        said = {"present": "yes", "not_present": "no", "not_known": "not_known"}
        return Asked({"$ref": "#/$defs/presence"}, {"meanings": said}, "present", True)
    choices = _choices(question.options)
    meanings = {one["const"]: _MEANING_OF[one["title"].lower()]
                for one in choices if one["title"].lower() in _MEANING_OF}
    ours: dict[str, Any] = {"meanings": meanings} if len(meanings) == len(choices) else {}
    described = {one["const"]: question.descriptions[one["title"]] for one in choices
                 if question.descriptions.get(one["title"])}
    if described:
        ours |= {"type": "descriptors", "option_hints": described}
    yes = next((key for key, meaning in meanings.items() if meaning == "yes"), None)
    return Asked({"type": "string", "oneOf": choices}, ours, yes)


def _choices(options: list[str]) -> list[dict[str, str]]:
    found: dict[str, str] = {}
    for title in dict.fromkeys(options):
        found[key_from(title, found, otherwise="option")] = title
    return [{"const": key, "title": title} for key, title in found.items()]


def _add_direction(
    ours: dict[str, Any], asked: Asked, question: Question, section: Section, group: Group
) -> None:
    """What more of it does to risk, where the headings say so and every answer is understood."""
    title = f"{section.title} {group.title}"
    if question.asks is Asks.INDICATOR and "meanings" not in asked.ours:
        return
    if signs.lowers(title):
        ours["risk"] = "lowers"
    elif signs.raises(title):
        ours["risk"] = "raises"
        if asked.yes and _ACTUAL.search(section.title):
            ours["harm"] = "actual"
