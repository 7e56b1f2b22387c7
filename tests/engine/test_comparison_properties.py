"""What holds of every comparison, whatever was answered (design part 6)."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.engine.answers import Answers, Mark
from app.engine.asking import effective
from app.engine.comparing import compare
from app.engine.comparison import Alert, AnswerChange, Comparison, Row, Side
from app.engine.delta import Cause
from app.engine.directions import Direction
from app.engine.document import read
from app.engine.key_relation import Lineage
from app.engine.lineage import read_lineage
from app.engine.measures import NOTHING, Background, measure_all
from tests.engine.documents import control, indicator, toolkit, toolkit_document
from tests.engine.strategies import answers, backgrounds

SMALL = toolkit()
DAY = date(2026, 3, 3)
SAME = Lineage.identity()


def _later_version() -> tuple[object, Lineage]:
    """A second version: one question reworded, one split, one gone, an option added, weights."""
    document = toolkit_document()
    properties = document["schema"]["properties"]
    del properties["story"], properties["trusted_adult"]
    properties["adult_at_home"] = properties["adult_at_school"] = properties["older"]
    properties["models"] = {**properties["models"], "items": {
        "type": "string", "enum": ["online", "peer", "gangs", "family"]}}
    background = document["uischema"]["elements"][2]["elements"]
    background[:] = [e for e in background
                     if e["scope"].rpartition("/")[2] not in ("story", "trusted_adult")]
    background.extend([indicator("adult_at_home"), control("adult_at_school")])
    document["uischema"]["elements"][1]["elements"][0]["label"] = "Much older people"
    document["measures"][1]["terms"][1]["weight"] = 4
    entries = [
        {"relation": "reworded", "from": ["older"], "to": ["older"]},
        {"relation": "split", "from": ["trusted_adult"],
         "to": ["adult_at_home", "adult_at_school"]},
        {"relation": "removed", "from": ["story"]},
        {"relation": "same", "from": ["models"], "to": ["models"], "options": [
            {"relation": "reworded", "from": ["gang"], "to": ["gangs"]},
            {"relation": "added", "to": ["family"]}]},
    ]
    document.update(based_on=1, lineage=entries)
    return read(json.dumps(document)), read_lineage(entries)


LATER, LINEAGE = _later_version()


def side(recorded: Answers, on: date = DAY, background: Background = Background(), **more) -> Side:
    return Side.of(more.pop("definition", SMALL), recorded, {}, on, background, **more)


def measures_add_up(comparison: Comparison) -> None:
    for change in comparison.headline.measures:
        if change.delta is None:
            continue
        total = change.delta.total
        assert total.low == change.after.interval.low - change.before.interval.low
        assert total.high == change.after.interval.high - change.before.interval.high


@given(answers(SMALL), backgrounds(SMALL))
def test_a_comparison_with_itself_has_no_change(recorded: Answers, background: Background) -> None:
    same = side(recorded, background=background)
    comparison = compare(same, same, SAME)
    for row in comparison.rows:
        assert not row.changed and row.direction is Direction.NONE, row
        assert row.answer not in (AnswerChange.CHANGED, AnswerChange.CORRECTED)
        assert all(change.kind == "same" for change in (*row.words, *row.wording))
    for change in comparison.headline.measures:
        assert all(getattr(change.delta, cause.value) == NOTHING for cause in Cause)
    assert comparison.headline.levels_fallen == 0


@given(answers(SMALL), answers(SMALL), st.integers(0, 400))
def test_swapping_the_sides_mirrors(first: Answers, second: Answers, days: int) -> None:
    """Known ↔ known is mirrored, and new information becomes information lost."""
    earlier, later = side(first), side(second, DAY + timedelta(days))
    forward, backward = compare(earlier, later, SAME), compare(later, earlier, SAME)
    swapped = {row.key: row for row in backward.rows}
    for row in forward.rows:
        corrected = Direction.CORRECTED in (row.direction, swapped[row.key].direction)
        if not corrected:
            assert swapped[row.key].direction is row.direction.mirrored, row
        assert swapped[row.key].before == row.after and swapped[row.key].after == row.before


@given(answers(SMALL), answers(SMALL), backgrounds(SMALL), backgrounds(SMALL),
       st.integers(-700, 700))
def test_the_parts_of_the_delta_add_up_in_both_orders(
    first: Answers, second: Answers, before: Background, after: Background, days: int
) -> None:
    earlier = side(first, background=before)
    later = side(second, DAY + timedelta(days), background=after)
    measures_add_up(compare(earlier, later, SAME))
    measures_add_up(compare(later, earlier, SAME))


@given(answers(SMALL), answers(LATER), backgrounds(LATER), st.integers(-400, 400))
def test_the_parts_add_up_across_versions(
    first: Answers, second: Answers, background: Background, days: int
) -> None:
    earlier = side(first)
    later = side(second, DAY + timedelta(days), background, definition=LATER)
    measures_add_up(compare(earlier, later, LINEAGE))
    measures_add_up(compare(later, earlier, LINEAGE.inverse()))


def _answers_in(rows: tuple[Row, ...], attribute: str) -> dict[str, str]:
    entries = (getattr(row, attribute) for row in rows)
    return {entry.key: entry.words + " ".join(r.text for r in entry.rows)
            for entry in entries if entry is not None}


@given(answers(SMALL), answers(LATER))
def test_no_answer_of_either_side_is_missing(first: Answers, second: Answers) -> None:
    earlier, later = side(first), side(second, DAY + timedelta(90), definition=LATER)
    rows = compare(earlier, later, LINEAGE).rows
    before, after = _answers_in(rows, "before"), _answers_in(rows, "after")
    assert set(before) == set(SMALL.questions)
    assert set(after) == set(LATER.questions)
    for definition, counted, told in ((SMALL, earlier, before), (LATER, later, after)):
        for address, value in counted.effective.answers.values.items():
            question = definition.question_at(address)
            assert question.type.show(question, value) in told[address.partition("/")[0]]


@given(answers(SMALL), st.data())
def test_forgetting_never_lowers_the_upper_end(recorded: Answers, data: st.DataObject) -> None:
    """No change from known to unknown ever lowers the upper end of a measure (ruling X20)."""
    key = data.draw(st.sampled_from(["harm", "older", "cars", "money", "worry"]))
    forgotten = data.draw(st.sampled_from(["not_known", None]))
    allowed = {option.key for option in SMALL.questions[key].options}
    value = forgotten if forgotten in allowed else None
    before = effective(SMALL, recorded, {}, DAY)
    after = effective(SMALL, recorded.with_changes(values={key: value}), {}, DAY)
    remembered = Background(last_known=before.answers)
    earlier = measure_all(SMALL, before, Background(last_known=before.answers))
    later = measure_all(SMALL, after, remembered)
    for measure_id, measured in earlier.items():
        assert later[measure_id].interval.high >= measured.interval.high


@given(answers(SMALL), answers(SMALL))
def test_unknown_is_never_reduced(first: Answers, second: Answers) -> None:
    rows = compare(side(first), side(second, DAY + timedelta(90)), SAME).rows
    for row in rows:
        if row.before.absence or row.after.absence:
            assert row.direction not in (Direction.REDUCED, Direction.INCREASED)


def _with_a_secret(recorded: Answers, withheld: set[str]) -> Answers:
    """Something to give away, in whatever is withheld."""
    values = {key: "a secret" for key in withheld & {"story", "where", "reason"}}
    marks = {key: Mark(rationale="a secret", source="a secret") for key in withheld}
    return recorded.with_changes(values={**values, "cars": "present"}, marks=marks)


@given(answers(SMALL), answers(SMALL), st.sets(st.sampled_from(list(SMALL.questions)), min_size=1))
def test_what_is_withheld_shows_nowhere(
    first: Answers, second: Answers, withheld: set[str]
) -> None:
    first, second = _with_a_secret(first, withheld), _with_a_secret(second, withheld)
    comparison = compare(side(first), side(second, DAY + timedelta(90)), SAME,
                         withheld=frozenset(withheld))
    plain = compare(side(first), side(second, DAY + timedelta(90)), SAME)
    assert "secret" in repr(plain) and "secret" not in repr(comparison)
    assert _of_the_level(comparison) == _of_the_level(plain)
    for row in comparison.rows:
        if row.key in withheld:
            assert (row.before, row.after, row.flags, row.direction) == (
                None, None, (), Direction.NONE)
    assert all(change.withheld and change.delta is None
               for change in comparison.headline.measures)
    assert comparison.headline.after.level == plain.headline.after.level


def _of_the_level(comparison: Comparison) -> list[Alert]:
    """What could endanger a child if it were kept back; the rest is told of what is shown."""
    told = {Alert.ACTUAL_HARM, Alert.LEVEL_CONTRADICTS, Alert.FELL_TWO}
    return [warning for warning in comparison.warnings if warning in told]


def test_two_of_one_day_are_told_apart_by_their_sequence() -> None:
    first = side(Answers().with_changes(values={"older": "present"}), sequence=1)
    second = side(Answers().with_changes(values={"older": "not_present"}), sequence=2)
    row = {r.key: r for r in compare(second, first, SAME).rows}["older"]
    assert row.direction is Direction.INCREASED
    assert replace(row, direction=row.direction.mirrored).direction is Direction.REDUCED


pytestmark = pytest.mark.requirement("S1.29", "X20")
