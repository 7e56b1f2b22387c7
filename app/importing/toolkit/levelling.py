"""From the levels of a toolkit in words to levels of a document: by score, or else as judged."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field

from app.engine.authoring.keys import free, key_from
from app.importing.imported import Source
from app.importing.toolkit.asking import LONGEST_TEXT
from app.importing.toolkit.levels import level_column
from app.importing.toolkit.parts import Level, Toolkit

_HIGH_FIRST = re.compile(r"\b(?:very high|high|severe|critical|red|actual|extreme)\b", re.I)
_LOW_LAST = re.compile(r"\b(?:no|low|lower|standard|green|minimal|mild)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:taken|agreed|comments?|notes?|decided|rationale|reasons?)\b", re.I)


class Scored(Struct, frozen=True):
    """A question that adds to the score: its key, the answer that counts, and how much."""

    key: str
    yes: str | None
    weight: int


class Levelled(Struct, frozen=True):
    """The parts of a document about levels, and what is to be put on a page for them."""

    parts: dict[str, Any] = field(default_factory=dict)
    control: dict[str, Any] | None = None


def levels_of(
    toolkit: Toolkit, scored: list[Scored], properties: dict[str, Any]
) -> Levelled:
    """Levels, and the score they follow from where the text tells both."""
    parts: dict[str, Any] = {}
    if scored:
        terms = [_term(one) for one in scored]
        parts["measures"] = [{"id": "score", "title": "Score", "terms": terms}]
    levels = _lowest_first(toolkit.levels)
    if not levels:
        return Levelled(parts)
    ids: dict[str, Level] = {}
    for level in levels:
        ids[key_from(level.title, ids, otherwise="level")] = level
    if scored and _by_score(levels):
        parts["levels"] = [
            _level(name, level, rank, _reached(level, rank))
            for rank, (name, level) in enumerate(ids.items(), start=1)]
        return Levelled(parts)
    return _judged(toolkit, ids, parts, properties)


def _lowest_first(levels: list[Level]) -> list[Level]:
    if len(levels) > 1 and _HIGH_FIRST.search(levels[0].title) and (
            _LOW_LAST.search(levels[-1].title)):
        return levels[::-1]
    return levels


def _by_score(levels: list[Level]) -> bool:
    """Whether each level but the lowest begins at a score of its own, in rising order."""
    least = [level.least for level in levels[1:]]
    known = [score for score in least if score is not None]
    return len(known) == len(least) and known == sorted(set(known)) and bool(known)


def _term(scored: Scored) -> dict[str, Any]:
    scope = f"#/properties/{scored.key}"
    if scored.yes is None:
        return {"scope": scope, "value": True}
    return {"scope": scope, "when": {"const": scored.yes}, "weight": scored.weight}


def _reached(level: Level, rank: int) -> dict[str, Any] | None:
    if rank == 1:
        return None
    return {"scope": "#/measures/score", "schema": {"minimum": level.least}}


def _level(
    name: str, level: Level, rank: int, when: dict[str, Any] | None
) -> dict[str, Any]:
    found: dict[str, Any] = {"id": name, "title": level.title, "rank": rank}
    if when is not None:
        found["when"] = when
    if level.description:
        found["description"] = level.description
    if level.interventions:
        found["interventions"] = level.interventions
        if rank > 1 and not level.as_above:
            found["cumulative"] = False
    return found


def _judged(
    toolkit: Toolkit, ids: dict[str, Level], parts: dict[str, Any], properties: dict[str, Any]
) -> Levelled:
    """Levels that are what a professional says they are: nothing else can be read from the text."""
    columns = toolkit.level_columns
    title = columns[level_column(columns)] if columns else "Level"
    key = free(key_from(title, otherwise="level"), properties)
    scope = f"#/properties/{key}"
    properties[key] = {"title": title, "type": "string", "oneOf": [
        {"const": name, "title": level.title} for name, level in ids.items()]}
    parts["levels"] = [
        _level(name, level, rank, {"scope": scope, "schema": {"const": name}})
        for rank, (name, level) in enumerate(ids.items(), start=1)]
    parts["judgement"] = {"scope": scope}
    hints = {name: level.description for name, level in ids.items() if level.description}
    ours = {"type": "descriptors", "option_hints": hints} if hints else {}
    elements: list[dict[str, Any]] = [
        {"type": "Control", "scope": scope, **({"options": {"waymark": ours}} if ours else {})}]
    levels = list(ids.values())
    first = levels[0].line
    sources = {key: Source(", ".join(level.title for level in levels), first.where)}
    toolkit.say(first, "how the level follows from the answers was not understood; for now it is "
                "the one that is chosen. Say in the editor which answers call for each level",
                title)
    for column in columns:
        if _BESIDE.search(column):
            beside = free(key_from(column), properties)
            properties[beside] = {"title": column, "type": "string", "maxLength": LONGEST_TEXT}
            elements.append({"type": "Control", "scope": f"#/properties/{beside}"})
            sources[beside] = Source(column, first.where)
    return Levelled(parts, {"elements": elements, "sources": sources})
