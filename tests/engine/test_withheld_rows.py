"""A single row that is withheld: the rest of its list is shown, and nothing tells of the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.engine.answers import Answers, Mark, Standing
from app.engine.asking import effective
from app.engine.comparing import compare
from app.engine.comparison import Comparison, Side, Visibility
from app.engine.document import DefinitionRefused, read
from app.engine.effective import Effective
from app.engine.grounds import Grounds
from app.engine.journey import journey
from app.engine.lineage import read_lineage
from app.engine.pairing import Pairing
from app.engine.reading import read_all, read_one
from app.engine.summary import summary
from app.engine.telling import what_happened
from app.engine.trajectory import Trajectory, trajectory
from app.engine.trajectory_steps import first_step, next_step
from app.engine.validation import submission_findings
from app.engine.withheld_rows import marked_rows, with_rows
from app.engine.withholding import withheld_across, withheld_keys
from tests.engine.comparisons import JUNE, MARCH, SAME, SMALL, other_version, row_of, side
from tests.engine.people import PEOPLE, columns, control_of, from_police
from tests.engine.strategies import answers, marks

POLICE = frozenset({"police"})
SECRET = "Robin of Loxley"

pytestmark = pytest.mark.requirement("S4.18", "S4.28", "X18")


KEYS = withheld_keys(PEOPLE, POLICE)


# What a definition says


def refusal(change: Callable[[dict[str, Any]], None]) -> tuple[str, str]:
    with pytest.raises(DefinitionRefused) as refused:
        other_version(change)
    return refused.value.problems[0].pointer, refused.value.problems[0].reason


def test_a_column_says_which_of_its_options_make_a_row_sensitive() -> None:
    assert PEOPLE.row_marks == {"people": {"source": {"police": "police", "nhs": "health"}}}
    assert SMALL.row_marks == {}
    assert KEYS == {"people/", "story"}
    assert withheld_keys(PEOPLE, frozenset({"health"})) == KEYS
    assert withheld_keys(PEOPLE, frozenset({"third-party"})) == frozenset()


@pytest.mark.parametrize("marks_of_rows, reason", [
    ({"gossip": "police"}, "no such option"), ({"police": "secret"}, "one of third-party")])
def test_it_names_options_and_sensitivities_that_there_are(
    marks_of_rows: dict[str, str], reason: str
) -> None:
    pointer, said = refusal(lambda document: columns(
        document, source={"row_sensitivity": marks_of_rows}))
    assert "/detail/elements/2/options/waymark/row_sensitivity" in pointer and reason in said


def test_only_a_column_of_a_list_says_it() -> None:
    def on_a_question(document: dict[str, Any]) -> None:
        ours = control_of(document, "older").setdefault("options", {}).setdefault("waymark", {})
        ours["row_sensitivity"] = {"present": "police"}

    pointer, said = refusal(on_a_question)
    assert pointer.endswith("/waymark/row_sensitivity") and "only a column of rows" in said


def test_a_document_without_it_has_the_hash_it_had() -> None:
    assert read(SMALL.text).sha256 == SMALL.sha256


def test_a_list_is_withheld_whole_where_its_column_or_what_it_waits_for_is() -> None:
    def column_too(document: dict[str, Any]) -> None:
        from_police(document)
        detail = control_of(document, "people")["options"]["detail"]["elements"]
        detail[0]["options"]["waymark"]["sensitivity"] = "police"

    assert withheld_keys(other_version(column_too), POLICE) == {"people", "story"}
    assert withheld_keys(PEOPLE, POLICE, chosen=["people"]) == {"people", "story"}


def test_a_row_may_be_chosen_of_any_list() -> None:
    assert withheld_keys(SMALL, frozenset(), chosen=["people/r1"]) == {"people/", "people/r1"}
    across = withheld_across(SMALL, PEOPLE, SAME, frozenset(), chosen=["people/r1"])
    assert across == {"people/", "people/r1", "story"}


def test_a_list_that_another_version_marks_is_withheld_in_part_in_both() -> None:
    for pair in ((PEOPLE, other_version(columns)), (other_version(columns), PEOPLE)):
        assert withheld_across(*pair, SAME, POLICE) == KEYS


def test_what_a_list_became_is_withheld_in_part_and_whole_where_it_is_no_list() -> None:
    became = read_lineage([{"relation": "replaced", "from": ["people"], "to": ["where"]}])
    assert {"where", "people/"} <= withheld_across(PEOPLE, SMALL, became, POLICE)
    became = read_lineage([{"relation": "replaced", "from": ["people"], "to": ["seen"]}])
    assert "seen/" in withheld_across(PEOPLE, SMALL, became, POLICE)


# What is left


def said(*rows: tuple[str, str, str], **mark: Any) -> dict[str, Any]:
    """Rows by id, name and source."""
    values = {f"people/{row}/{cell}": value for row, name, source in rows
              for cell, value in (("name", name), ("source", source))}
    return {"values": values, "rows": {"people": tuple(row for row, *_ in rows)},
            "marks": {"people": Mark(**mark)}}


def seen_by_a_colleague(*sides: Side) -> frozenset[str]:
    """What is withheld, with the rows that any of these marks."""
    return with_rows(KEYS, (row for one in sides for row in marked_rows(
        PEOPLE, one.effective.answers, POLICE)))


def test_a_row_that_either_side_marks_is_withheld_on_both() -> None:
    before = side(**said(("r1", "Ann", "school"), ("r2", SECRET, "school")), of=PEOPLE)
    after = side(**said(("r1", "Ann", "school"), ("r2", SECRET, "police")), of=PEOPLE, on=JUNE)
    withheld = seen_by_a_colleague(before, after)
    assert withheld == {*KEYS, "people/r2"}
    for sides in ((before, after), (after, before)):
        found = compare(*sides, SAME, withheld=withheld)
        assert SECRET not in repr(found)
        row = row_of(found, "people")
        assert row.visibility is Visibility.IN_PART and not row.changed
        assert [one.title for one in row.after.rows] == ["Row 1"]  # type: ignore[union-attr]
        assert what_happened(row) == "No row shown changed. Rows may be withheld here"
        assert "Rows of one list may be withheld from you." in summary(found)
        assert all(measure.withheld for measure in found.headline.measures)


def test_rows_that_are_shown_are_compared_by_their_ids() -> None:
    before = side(**said(("h1", SECRET, "police"), ("r1", "Ann", "school")), of=PEOPLE)
    after = side(**said(("r1", "Anna", "school"), ("r2", "Ben", "")), of=PEOPLE, on=JUNE)
    found = compare(before, after, SAME, withheld=seen_by_a_colleague(before, after))
    row = row_of(found, "people")
    assert [(one.id, one.change.value) for one in row.items] == [
        ("r1", "changed"), ("r2", "added")]
    assert what_happened(row) == "Changed. Rows may be withheld here"


def test_what_is_said_beside_the_list_is_withheld_with_its_rows() -> None:
    one = side(**said(("r1", "Ann", "school"), rationale=SECRET, standing=Standing.CARRIED),
               of=PEOPLE)
    entry = read_one(PEOPLE.questions["people"], "", one.effective.without(KEYS))
    assert entry.in_part and entry.mark == Mark() and len(entry.rows) == 1
    assert entry.words == "Rows may be withheld here."


def test_nobody_decides_on_a_comparison_that_they_see_only_in_part() -> None:
    one, two = side({}, of=PEOPLE), side({}, JUNE, of=PEOPLE)
    found = compare(one, two, SAME, withheld=KEYS)
    assert found.redacted and found.in_part == 1
    with pytest.raises(ValueError, match="whole comparison"):
        Grounds.of(found)


# Two records that differ only in rows that are withheld


@given(st.data())
def test_two_records_that_differ_only_in_withheld_rows_compare_the_same(
    data: st.DataObject
) -> None:
    """But for the level, which is always shown in full, and what follows from it."""
    found = []
    for before, after in records(data):
        sides = Side.of(PEOPLE, before, {}, MARCH), Side.of(
            PEOPLE, after, {}, MARCH + timedelta(90))
        found.append(compare(*sides, SAME, withheld=seen_by_a_colleague(*sides)))
    one, two = found
    assert "secret" not in repr(one.rows) and _beside_the_level(one) == _beside_the_level(two)
    if _levels(one) == _levels(two):
        assert (one.warnings, summary(one)) == (two.warnings, summary(two))


@given(st.data())
def test_each_of_two_such_records_reads_the_same(data: st.DataObject) -> None:
    """Every entry, the task list, and what stands against submitting."""
    told = []
    for before, recorded in records(data):
        withheld = with_rows(KEYS, marked_rows(PEOPLE, before, POLICE))
        withheld = with_rows(withheld, marked_rows(PEOPLE, recorded, POLICE))
        # As a room does it: worked out from the answers that are left.
        shown = effective(PEOPLE, recorded.without(withheld), {}, JUNE).without(withheld)
        result = Side.of(PEOPLE, Answers(), {}, JUNE).result
        findings = submission_findings(PEOPLE, shown, result, review=True)
        told.append((read_all(PEOPLE, shown), findings, journey(PEOPLE, shown, findings),
                     shown.dropped, shown.answers))
    assert told[0] == told[1] and "secret" not in repr(told)


@given(st.data())
def test_two_such_records_are_the_same_over_time(data: st.DataObject) -> None:
    one, two = (_over_time(before, after) for before, after in records(data))
    assert (one.rows, one.lines, one.actions) == (two.rows, two.lines, two.actions)
    assert one.actions_withheld and "secret" not in repr(one.actions)


Records = tuple[tuple[Answers, Answers], tuple[Answers, Answers]]


def records(data: st.DataObject) -> Records:
    """Two records of two assessments each, that differ only in rows some of which either marks."""
    shown = [_shown(data.draw(answers(PEOPLE))) for _ in range(2)]
    first, second = (tuple(_among(data, one) for one in shown) for _ in range(2))
    return _marked(*first), _marked(*second)


def _shown(recorded: Answers) -> Answers:
    """Answers none of whose rows the police gave."""
    return recorded.with_changes(values={
        address: "school" for address, value in recorded.values.items()
        if address.endswith("/source") and value == "police"})


def _among(data: st.DataObject, shown: Answers) -> Answers:
    """The answers with rows of another kind among their own, and other words beside the list; what
    is asked because of it may be answered otherwise."""
    ids = list(shown.rows.get("people", ()))
    hidden = data.draw(st.lists(st.sampled_from(["h1", "h2", "h3"]), unique=True))
    values: dict[str, Any] = {"story": data.draw(st.sampled_from([None, "a secret"]))}
    for row in hidden:
        ids.insert(data.draw(st.integers(0, len(ids))), row)
        values |= {f"people/{row}/{cell}": "a secret" for cell in ("name", "who")}
        values[f"people/{row}/due"] = "2026-05-01"
        values[f"people/{row}/source"] = data.draw(st.sampled_from(["police", "school"]))
    return shown.with_changes(
        values, {"people": tuple(ids)},
        {"people": data.draw(marks()), "story": data.draw(marks())})


def _marked(before: Answers, after: Answers) -> tuple[Answers, Answers]:
    """The same, each of the other rows marked in one of the two at least."""
    marked = {*marked_rows(PEOPLE, before, POLICE), *marked_rows(PEOPLE, after, POLICE)}

    def mark(recorded: Answers) -> Answers:
        bare = [row for row in recorded.rows.get("people", ())
                if row.startswith("h") and row not in marked]
        return recorded.with_changes(
            values={f"people/{row}/source": "police" for row in bare})

    return mark(before), mark(after)


def _over_time(before: Answers, after: Answers) -> Trajectory:
    sides = Side.of(PEOPLE, before, {}, MARCH), Side.of(PEOPLE, after, {}, JUNE)
    pairing = Pairing.of(PEOPLE, PEOPLE, SAME)
    steps = [first_step(sides[0]), next_step(*sides, pairing)]
    return trajectory(steps, [PEOPLE, PEOPLE], lambda *_: pairing, seen_by_a_colleague(*sides))


def _beside_the_level(comparison: Comparison) -> tuple[Any, ...]:
    return (comparison.rows, comparison.known, comparison.headline.measures,
            comparison.headline.before.measures, comparison.headline.after.measures)


def _levels(comparison: Comparison) -> Any:
    head = comparison.headline
    return [replace(result, judged_reason="") for result in (head.before, head.after)]


def test_a_definition_without_such_a_rule_is_compared_once(monkeypatch: Any) -> None:
    def never(*given: Any) -> Effective:
        raise AssertionError("nothing is taken out of answers twice")

    monkeypatch.setattr(Side, "without", never)
    before, after = side({"older": "present"}), side({"older": "not_present"}, JUNE)
    compare(before, after, SAME, withheld=frozenset({"cars", "where"}))
