"""What is withheld for its sensitivity, and that nothing else says anything of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.engine.answers import Answers, Mark
from app.engine.comparing import compare
from app.engine.comparison import Alert, Comparison, Side
from app.engine.lineage import read_lineage
from app.engine.reading import WITHHELD, read_all
from app.engine.summary import summary
from app.engine.withholding import SENSITIVITIES, withheld_across, withheld_keys
from tests.engine.comparisons import JUNE, MARCH, SAME, SMALL, other_version, side
from tests.engine.strategies import answers

POLICE = frozenset({"police"})

pytestmark = pytest.mark.requirement("S4.18", "S4.28", "X18")


def marked(key: str, sensitivity: str = "police") -> Any:
    """A change to the small toolkit: this question is sensitive."""
    def change(document: dict[str, Any]) -> None:
        for element in _controls(document["uischema"]):
            if element.get("scope", "").endswith(f"/{key}"):
                element.setdefault("options", {}).setdefault("waymark", {})[
                    "sensitivity"] = sensitivity
    return change


def _controls(element: dict[str, Any]) -> Any:
    yield element
    for inner in element.get("elements", ()):
        yield from _controls(inner)


def test_a_document_may_mark_what_we_decide_about() -> None:
    for sensitivity in SENSITIVITIES:
        toolkit = other_version(marked("older", sensitivity))
        assert withheld_keys(toolkit, frozenset({sensitivity})) == {"older"}
    assert withheld_keys(SMALL, frozenset(SENSITIVITIES)) == frozenset()


def test_a_question_that_is_asked_because_of_a_withheld_answer_is_withheld_too() -> None:
    assert withheld_keys(other_version(marked("cars")), POLICE) == {"cars", "where"}
    assert withheld_keys(SMALL, frozenset(), chosen=["cars"]) == {"cars", "where"}


def test_a_question_of_rows_is_withheld_whole_where_one_of_its_columns_is_sensitive() -> None:
    def columns(document: dict[str, Any]) -> None:
        people = next(one for one in _controls(document["uischema"])
                      if one.get("scope") == "#/properties/people")
        people.setdefault("options", {})["detail"] = {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": f"#/properties/{name}", "options": {
                "waymark": {"sensitivity": "police"} if name == "since" else {}}}
            for name in ("name", "since")]}

    assert withheld_keys(other_version(columns), POLICE) == {"people"}


def test_the_judged_level_and_what_calls_for_action_are_never_withheld() -> None:
    assert SMALL.judgement is not None
    judged, harm = SMALL.judgement.key, next(q.key for q in SMALL.questions.values() if q.harm)
    assert withheld_keys(SMALL, frozenset(), chosen=[judged]) == frozenset()
    assert withheld_keys(SMALL, frozenset(), chosen=[harm]) == {harm}
    assert withheld_keys(SMALL, frozenset(), chosen=[harm], but_urgent=True) == frozenset()


def test_what_a_withheld_question_became_and_what_it_was_are_withheld_as_well() -> None:
    def renamed(document: dict[str, Any]) -> None:
        text = json.dumps(document["uischema"]).replace("/money", "/cash")
        document["uischema"] = json.loads(text)
        properties = document["schema"]["properties"]
        document["schema"]["properties"] = {
            "cash" if key == "money" else key: value for key, value in properties.items()}
        document["schema"]["required"] = [
            "cash" if key == "money" else key for key in document["schema"]["required"]]
        document["measures"] = json.loads(
            json.dumps(document["measures"]).replace("/money", "/cash"))

    later = other_version(renamed)
    lineage = read_lineage([{"relation": "reworded", "from": ["money"], "to": ["cash"]}])
    marked_before, marked_after = (other_version(marked("money")), later), (
        SMALL, other_version(lambda document: (renamed(document), marked("cash")(document))))
    for earlier, after in (marked_before, marked_after):
        found = withheld_across(earlier, after, lineage, POLICE)
        assert found == {"money", "cash"}
        assert withheld_across(after, earlier, lineage.inverse(), POLICE) == found


def test_a_withheld_answer_reads_as_withheld_whether_or_not_it_was_given() -> None:
    keys = withheld_keys(SMALL, frozenset(), chosen=["cars"])
    readings = []
    for values in ({"cars": "present", "where": "By the station"}, {"cars": "not_present"}, {}):
        said = side(values, marks={"cars": Mark(rationale="Seen by police")} if values else {})
        readings.append(read_all(SMALL, said.effective.without(keys)))
    assert readings[0] == readings[1] == readings[2]
    told = {entry.key: entry.words for part in readings[0] for entry in part.entries}
    assert (told["cars"], told["where"]) == (WITHHELD, WITHHELD)


def test_a_warning_that_others_know_better_is_told_of_what_is_shown() -> None:
    before = side({"older": "present", "harm": "yes"})
    evidenced = Mark(rationale="Moved away", evidence_date="2026-05-20")
    after = side({"older": "not_present", "reason": "x"}, JUNE, marks={"older": evidenced})
    comparison = compare(before, after, SAME, withheld=frozenset({"older"}))
    assert Alert.FELL_UNEVIDENCED not in comparison.warnings
    assert Alert.NOTHING_AFFIRMED not in comparison.warnings
    assert "not_present" not in repr(comparison.rows)


@given(st.data())
def test_records_that_differ_only_in_what_is_withheld_compare_the_same(data: st.DataObject) -> None:
    """But for the level, which is always shown in full, and what follows from it."""
    chosen = data.draw(st.sets(st.sampled_from(sorted(SMALL.questions)), min_size=1))
    keys = withheld_keys(SMALL, frozenset(), chosen=chosen)
    assume(keys)
    one, two = _two_records(data, keys)
    first, second = (compare(*sides, SAME, withheld=keys) for sides in (one, two))
    assert _beside_the_level(first) == _beside_the_level(second)
    if _levels(first) == _levels(second):
        assert first.warnings == second.warnings
        assert summary(first) == summary(second)


def _two_records(data: st.DataObject, keys: frozenset[str]) -> tuple[tuple[Side, Side], ...]:
    said = [data.draw(answers(SMALL)) for _ in range(2)]
    hidden = [data.draw(answers(SMALL)) for _ in range(2)]
    others = [_mixed(one, other, keys) for one, other in zip(said, hidden, strict=True)]
    return tuple(
        (Side.of(SMALL, before, {}, MARCH), Side.of(SMALL, after, {}, MARCH + timedelta(90)))
        for before, after in (said, others))


def _mixed(said: Answers, hidden: Answers, keys: frozenset[str]) -> Answers:
    """What was said, with other answers to the questions of these keys."""
    kept, other = said.without(keys), hidden.without(frozenset(SMALL.questions) - keys)
    return Answers(
        {**kept.values, **other.values}, {**kept.rows, **other.rows},
        {**kept.marks, **other.marks}, {**kept.unparsed, **other.unparsed})


def _beside_the_level(comparison: Comparison) -> tuple[Any, ...]:
    return (comparison.rows, comparison.known, comparison.headline.measures,
            comparison.headline.before.measures, comparison.headline.after.measures)


def _levels(comparison: Comparison) -> Any:
    head = comparison.headline
    return [replace(result, judged_reason="") for result in (head.before, head.after)]
