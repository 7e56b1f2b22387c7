"""Whatever the rules of a toolkit: what is asked is what they say of the answers that count."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.answers import Answers
from app.engine.asking import effective
from app.engine.definition import Definition
from app.engine.document import DefinitionRefused, read
from tests.engine.documents import PRESENCE, control, document, indicator, section
from tests.engine.strategies import answers

DAY = date(2026, 3, 3)
KEYS = "abcdef"
TOLD = ("present", "not_present", "not_known")
EFFECTS = ("SHOW", "HIDE", "ENABLE", "DISABLE")
ROWS = {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "string"}}}}
FIXED: tuple[dict[str, Any], ...] = (
    {"scope": "#/measures/m", "schema": {"minimum": 2}},
    {"scope": "#/derived/n", "schema": {"minimum": 1}},
    {"scope": "#/properties/rows", "schema": {"contains": {"required": ["x"]}}},
)


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    """A condition on an answer, a mark beside one, a measure, a count of rows or the rows."""
    key, told = draw(st.sampled_from(KEYS)), draw(st.sampled_from(TOLD))
    where = draw(st.sampled_from([
        *FIXED, {"scope": f"#/properties/{key}", "schema": {"const": told}},
        {"scope": f"#/properties/{key}", "schema": {"not": {"const": told}}},
        {"scope": f"#/marks/absence/{key}", "schema": {"const": "not_applicable"}},
        {"scope": f"#/marks/standing/{key}", "schema": {"const": "carried"}}]))
    return {**where, "failWhenUndefined": draw(st.booleans())}


CONDITIONS = st.recursive(leaves(), lambda inner: st.builds(
    lambda kind, parts: {"type": kind, "conditions": parts},
    st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=1, max_size=2)), max_leaves=3)
RULES = st.none() | st.builds(
    lambda effect, condition: {"effect": effect, "condition": condition},
    st.sampled_from(EFFECTS), CONDITIONS)


@st.composite
def toolkits(draw: st.DrawFn) -> Definition:
    """A toolkit with rules on its questions and its sections, none of them waiting in a circle."""
    asked = [indicator(key, not_applicable=True) for key in KEYS] + [control("rows")]
    ruled = [{**element, "rule": rule} if (rule := draw(RULES)) else element for element in asked]
    counted = draw(st.sets(st.sampled_from(KEYS)))
    last = section("T", *ruled[5:])
    given_ = document(
        {**dict.fromkeys(KEYS, PRESENCE), "rows": ROWS},
        [section("S", *ruled[:5]), {**last, "rule": rule} if (rule := draw(RULES)) else last],
        measures=[{"id": "m", "title": "M", "terms": [
            {"scope": f"#/properties/{key}", "when": {"const": "present"}} for key in counted]}],
        derived=[{"name": "n", "kind": "row_count", "of": "#/properties/rows"}])
    try:
        return read(json.dumps(given_))
    except DefinitionRefused as refused:
        assert all("in a circle" in problem.reason for problem in refused.problems)
        assume(False)
        raise


@given(st.data())
def test_what_is_asked_is_what_the_rules_say_of_what_is_left(data: st.DataObject) -> None:
    """No order of deciding shows: every rule agrees with the answers that count in the end."""
    toolkit = data.draw(toolkits())
    found = effective(toolkit, data.draw(answers(toolkit)), {}, DAY)
    for key, question in toolkit.questions.items():
        unmet = [rule for rule in question.rules
                 if not rule.asks(rule.condition.holds(found.world))]
        assert found.asked(key) == (not unmet)
        assert (key in found.hidden) == any(rule.hides for rule in unmet)


@given(st.data())
def test_of_what_is_not_asked_nothing_counts(data: st.DataObject) -> None:
    toolkit = data.draw(toolkits())
    raw = data.draw(answers(toolkit))
    found = effective(toolkit, raw, {}, DAY)
    left = found.answers
    said = {*left.values, *left.marks, *(key for key, rows in left.rows.items() if rows)}
    assert all(found.asked(address.partition("/")[0]) for address in said)
    assert not any(map(found.asked, found.dropped))
    again = effective(toolkit, left, {}, DAY)
    assert (again.answers, again.hidden, again.disabled, again.dropped) == (
        left, found.hidden, found.disabled, ())


def test_a_row_that_is_still_empty_is_not_counted_where_rows_are_not_asked() -> None:
    rule = {"effect": "SHOW", "condition": {
        "scope": "#/properties/a", "schema": {"const": "present"}}}
    toolkit = read(json.dumps(document(
        {"a": PRESENCE, "rows": ROWS}, [section("S", control("a"), control("rows", rule=rule))],
        derived=[{"name": "n", "kind": "row_count", "of": "#/properties/rows"}])))
    found = effective(toolkit, Answers({}, {"rows": ("r",)}), {}, DAY)
    assert (found.world.derived["n"], found.world.answers) == (0, {})
