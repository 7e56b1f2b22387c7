"""Whatever measures, levels and rules look at: dates, numbers, choices of several, derived values.

Weights, thresholds and windows are by chance, and so is which question hangs on which.
"""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.engine.definition import Definition
from app.engine.document import read
from app.engine.lineage import read_lineage
from app.engine.pairing import Pairing
from app.engine.replay.narrow import Replay
from app.engine.replay.situations import WIDE, situation_of
from app.engine.replay.whole import recalculated
from tests.engine.chance import answers, background

DAYS = st.dates(date(2024, 2, 1), date(2026, 12, 31))
FACTS = st.sampled_from([{}, {"case.date_of_birth": "2012-02-29"}])
CHOICES = [{"const": "one", "title": "One"}, {"const": "two", "title": "Two"},
           {"const": "not_known", "title": "Not known"}]
QUESTIONS: dict[str, dict[str, Any]] = {
    "seen": {"type": "string", "oneOf": CHOICES},
    "when": {"type": "string", "format": "date"},
    "about": {"type": "string"},
    "rows": {"type": "array", "items": {"type": "object", "properties": {
        "on": {"type": "string", "format": "date"}, "until": {"type": "string", "format": "date"},
        "note": {"type": "string"}}}},
    "times": {"type": "integer", "minimum": 0, "maximum": 40},
    "worry": {"type": "integer", "minimum": 0, "maximum": 10},
    "kinds": {"type": "array", "items": {"type": "string", "oneOf": CHOICES},
              "uniqueItems": True},
    "born": {"type": "string", "format": "date"},
}
CONTROLS: dict[str, dict[str, Any]] = {
    "seen": {"options": {"waymark": {"meanings": {"not_known": "not_known"}}}},
    "kinds": {"options": {"waymark": {"meanings": {"not_known": "not_known"}}}},
    "about": {"options": {"waymark": {"type": "approximate-date"}}},
}
WEIGHTS = (1, 2, 5, 0.1, 0.25, 1 / 3, -1, 0)


def windows(chance: Random) -> dict[str, Any]:
    """Bands over the dates of a question, or of one column of rows."""
    dates = chance.choice(["when", "about", "rows/items/properties/on",
                           "rows/items/properties/until"])
    months = sorted(chance.sample(range(1, 40), chance.randint(1, 3)))
    return {"dates": f"#/properties/{dates}", "bands": [
        {"months": one, "weight": abs(chance.choice(WEIGHTS))} for one in months]}


def term(chance: Random) -> dict[str, Any]:
    """A term on a question, of any kind that it may have."""
    key = chance.choice([key for key in QUESTIONS if key != "rows"])
    made: dict[str, Any] = {"scope": f"#/properties/{key}"}
    if key in ("times", "worry") and chance.random() < 0.5:
        return {**made, "value": True, "weight": chance.choice(WEIGHTS)}
    if chance.random() < 0.4 or (key in ("when", "about") and chance.random() < 0.8):
        made["windows"] = windows(chance)
    else:
        made["weight"] = chance.choice(WEIGHTS)
    if chance.random() < 0.6 and not ("windows" in made and key in ("when", "about")):
        made["when"] = asked(chance, key)
    return made


def asked(chance: Random, key: str) -> dict[str, Any]:
    """What may be asked of an answer."""
    if key in ("times", "worry"):
        return {chance.choice(["minimum", "exclusiveMaximum"]): chance.choice([2, 5, 7.5])}
    if key == "kinds":
        return chance.choice([{"contains": {"const": "two"}}, {"minItems": 2}])
    if key == "seen":
        return {"const": chance.choice(["one", "two"])}
    return {"pattern": chance.choice(["^2024", "-0[1-6]", "^2022-1"])}


def condition(chance: Random) -> dict[str, Any]:
    """What a level or a floor may look at."""
    kind = chance.choice(["measure", "measure", "derived", "answer", "mark"])
    if kind == "measure":
        return {"scope": f"#/measures/{chance.choice('ab')}",
                "schema": {"minimum": chance.choice([0.3, 1, 2.5, 7])}}
    if kind == "derived":
        name, schema = chance.choice([
            ("age", {"maximum": 13}), ("months", {"minimum": 7}), ("many", {"minimum": 2}),
            ("fact", {"const": "2012-02-29"}), ("old", {"minimum": 13})])
        return {"scope": f"#/derived/{name}", "schema": schema}
    key = chance.choice([key for key in QUESTIONS if key != "rows"])
    if kind == "mark":
        return {"scope": f"#/marks/absence/{key}", "schema": {"const": "revisit"}}
    return {"scope": f"#/properties/{key}", "schema": asked(chance, key)}


def control(chance: Random, key: str) -> dict[str, Any]:
    """A question that may hang on another one."""
    made = {"type": "Control", "scope": f"#/properties/{key}", **CONTROLS.get(key, {})}
    on = {"when": "times", "rows": "seen", "worry": "when", "kinds": "worry"}.get(key)
    if on and chance.random() < 0.5:
        made["rule"] = {"effect": "SHOW", "condition": {
            "scope": f"#/properties/{on}", "schema": asked(chance, on)}}
    return made


def version(chance: Random, **root: Any) -> Definition:
    """A toolkit that asks these questions, with measures and levels by chance."""
    document = {
        "slug": "chance", "title": "By chance", "kind": "assessment",
        "schema": {"type": "object", "properties": QUESTIONS},
        "uischema": {"type": "Categorization", "elements": [{
            "type": "Category", "label": "All", "options": {"waymark": {"key": "all"}},
            "elements": [control(chance, key) for key in QUESTIONS]}]},
        "derived": [
            {"name": "age", "kind": "age_years", "of": "case.date_of_birth"},
            {"name": "fact", "kind": "case_fact", "of": "case.date_of_birth"},
            {"name": "old", "kind": "age_years", "of": "#/properties/born"},
            {"name": "months", "kind": "months_since", "of": "#/properties/about"},
            {"name": "many", "kind": "row_count", "of": "#/properties/rows"}],
        "measures": [{"id": one, "title": one, "terms": [
            term(chance) for _ in range(chance.randint(1, 6))]} for one in "ab"],
        "levels": [{"id": "low", "title": "Low", "rank": 0},
                   {"id": "middle", "title": "Middle", "rank": 1, "when": condition(chance)},
                   {"id": "high", "title": "High", "rank": 2, "when": {
                       "type": "AND", "conditions": [condition(chance), condition(chance)]}}],
        "floors": [{"id": "floor", "because": "So", "forbids": ["low"],
                    "when": condition(chance)}],
        **root,
    }
    return read(json.dumps(document))


@given(seed=st.integers(0, 2**32), on=DAYS, facts=FACTS)
def test_situations_come_to_what_the_answers_come_to(seed, on, facts):
    chance = Random(seed)
    earlier, later = version(chance), version(chance, based_on=1, lineage=[])
    pair = Pairing.of(earlier, later, read_lineage(()))
    said = [(answers(chance, earlier), background(chance, earlier)) for _ in range(8)]
    made = [situation_of(earlier, now, before, facts, on) for now, before in said]
    assert WIDE not in made
    replay = Replay(pair)
    found = replay.all_calculated(*zip(*made, strict=True))
    for level, (now, before) in zip(found, said, strict=True):
        if replay.wide is None:
            assert level == recalculated(pair, now, facts, on, before)
        else:
            assert level is None
