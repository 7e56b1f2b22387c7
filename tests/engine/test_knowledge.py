"""How much was known on each of two dates: less is a flag, not good news."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing
from app.engine.asking import effective
from app.engine.definition import Definition
from app.engine.effective import Effective
from app.engine.knowledge import Known, how_much_was_known
from tests.engine.documents import PRESENCE, control, definition, section

MARCH, JUNE = date(2026, 3, 3), date(2026, 6, 1)
TEXT = {"type": "string"}
REPLY = {"type": "string", "oneOf": [
    {"const": "yes", "title": "Yes"}, {"const": "no", "title": "Not yet"}]}
REPLIED = {"type": "VerticalLayout", "elements": [
    {"type": "Control", "scope": "#/properties/agency"},
    {"type": "Control", "scope": "#/properties/answered",
     "options": {"waymark": {"meanings": {"yes": "yes", "no": "no"}}}}]}
PROPERTIES: dict[str, Any] = {
    "seen": {**TEXT, "format": "date"}, "voice": {**TEXT, "maxLength": 900},
    "agencies": {"type": "array", "items": {"type": "object", "properties": {
        "agency": TEXT, "answered": REPLY}}},
    "missing": {"type": "integer", "minimum": 0, "maximum": 99}, "older": PRESENCE}
CONTROLS = [
    control("seen", known="seen_alone", not_applicable=True), control("voice", known="voice"),
    control("agencies", known="agencies", detail=REPLIED),
    control("missing", known="missing_episodes"),
    control("older", meanings={"not_known": "not_known"})]
TOOLKIT = definition(PROPERTIES, [section("S", *CONTROLS)])
PLAIN = definition({"older": PRESENCE}, [section("S", CONTROLS[-1])])


def on(day: date, marks: Any = None, of: Definition = TOOLKIT,
       agencies: str = "", **values: Any) -> tuple[Definition, Effective]:
    """What was recorded on a day; `agencies` is one letter an agency, y where it answered."""
    rows = tuple(f"r{number}" for number in range(len(agencies)))
    cells = {f"agencies/{row}/answered": "yes" if letter == "y" else "no"
             for row, letter in zip(rows, agencies, strict=True)}
    recorded = Answers().with_changes(
        values={**values, **cells}, rows={"agencies": rows} if rows else {}, marks=marks)
    return of, effective(of, recorded, {}, day)


def line(title: str, before: Any, after: Any) -> Known:
    return {line.title: line for line in how_much_was_known(before, after)}[title]


@pytest.mark.parametrize("before, after, less", [
    ({"seen": "2026-02-20"}, {"seen": "2026-02-20"}, True),
    ({"seen": "2026-02-20"}, {"seen": "2026-05-30"}, False),
    ({"seen": "2026-02-20"}, {}, True), ({}, {"seen": "2026-02-20"}, False), ({}, {}, False),
])
def test_last_seen_alone_counts_the_days(before: Any, after: Any, less: bool) -> None:
    """Not having seen a child since is knowing less, whatever the date says."""
    found = line("Last seen alone", on(MARCH, **before), on(JUNE, **after))
    assert found.less is less
    assert found.before == ("20 February 2026" if before else "Not answered")


@pytest.mark.requirement("S1.21")
def test_not_having_seen_the_child_has_its_reason() -> None:
    mark = {"seen": Mark(absence=Absence.NOT_APPLICABLE, reason="In hospital")}
    found = line("Last seen alone", on(MARCH, seen="2026-02-20"), on(JUNE, mark))
    assert (found.after, found.less) == ("Not applicable: In hospital", True)


@pytest.mark.requirement("S1.20")
def test_the_voice_is_said_to_be_there_and_not_what_it_says() -> None:
    found = line("Voice of the young person", on(MARCH, voice="I am scared"), on(JUNE))
    assert found == Known("Voice of the young person", "Recorded", "Not answered", True,
                          keys=frozenset({"voice"}))


@pytest.mark.requirement("S1.31")
@pytest.mark.parametrize("before, after, words, less", [
    ("yyyyyn", "yyynnn", ("5 of 6 answered", "3 of 6 answered"), True),
    ("y", "ynnnn", ("1 of 1 answered", "1 of 5 answered"), False),
    ("n", "yy", ("0 of 1 answered", "2 of 2 answered"), False),
    ("yy", "", ("2 of 2 answered", "Not answered"), True),
])
def test_agencies_count_by_their_answers(
    before: str, after: str, words: tuple[str, str], less: bool
) -> None:
    found = line("Agencies asked", on(MARCH, agencies=before), on(JUNE, agencies=after))
    assert ((found.before, found.after), found.less) == (words, less)


def test_missing_episodes_are_known_or_not() -> None:
    """Fewer is not knowing less; not knowing how many is."""
    found = line("Missing episodes", on(MARCH, missing=3), on(JUNE, missing=1))
    assert (found.before, found.after, found.less) == ("3", "1", False)
    assert line("Missing episodes", on(MARCH, missing=0), on(JUNE)).less


@pytest.mark.parametrize("title, key, given, words", [
    ("Voice of the young person", "voice", {"voice": "I am fine"}, "Recorded, carried over"),
    ("Agencies asked", "agencies", {"agencies": "yy"}, "2 of 2 answered, carried over"),
    ("Missing episodes", "missing", {"missing": 2}, "2, carried over"),
])
def test_what_is_only_carried_over_is_not_known_today(
    title: str, key: str, given: Any, words: str
) -> None:
    """Nobody heard the child, asked anybody or counted again."""
    found = line(title, on(MARCH, **given), on(JUNE, {key: Mark(Standing.CARRIED)}, **given))
    assert (found.after, found.less) == (words, True)
    affirmed = line(title, on(MARCH, **given), on(JUNE, {key: Mark(Standing.AFFIRMED)}, **given))
    assert (affirmed.after == affirmed.before, affirmed.less) == (True, False)


def test_how_many_answers_are_not_known_or_not_looked_at() -> None:
    before, after = on(MARCH, older="present"), on(JUNE, older="not_known")
    assert line("Answers not known", before, after) == Known("Answers not known", "0", "1", True)
    assert not line("Answers not known", after, before).less
    carried = on(JUNE, {"older": Mark(Standing.CARRIED)}, older="present")
    found = line("Answers nobody looked at", before, carried)
    assert (found.before, found.after, found.less) == ("0", "1", True)
    revisit = on(JUNE, {"older": Mark(absence=Absence.REVISIT)})
    assert line("Answers not known", before, revisit).less


def test_what_one_version_does_not_ask_is_said_and_not_compared() -> None:
    found = line("Last seen alone", on(MARCH, of=PLAIN), on(JUNE, seen="2026-05-30"))
    assert (found.before, found.less, found.more) == ("Not asked in this version", False, False)
    assert not line("Last seen alone", on(MARCH, seen="2026-05-30"), on(JUNE, of=PLAIN)).less
    titles = [known.title for known in how_much_was_known(on(MARCH, of=PLAIN), on(JUNE, of=PLAIN))]
    assert titles == ["Answers not known", "Answers nobody looked at"]


@pytest.mark.parametrize("before, after", [
    ({"seen": "2026-02-20"}, {"seen": "2026-02-20"}), ({"seen": "2026-02-22"}, {
        "seen": "2026-05-23"}), ({"missing": 3}, {"missing": 1}), ({"voice": "a"}, {}), ({}, {}),
])
def test_swapping_the_sides_never_invents_less(before: Any, after: Any) -> None:
    there = how_much_was_known(on(MARCH, **before), on(JUNE, **after))
    back = how_much_was_known(on(JUNE, **after), on(MARCH, **before))
    for forward, backward in zip(there, back, strict=True):
        assert forward.mirrored() == backward
        assert forward.mirrored().mirrored() == forward
        assert not (forward.less and forward.more)


def test_a_line_of_what_is_withheld_says_so() -> None:
    for known in how_much_was_known(on(MARCH, voice="I am scared"), on(JUNE)):
        hidden = known.hidden()
        assert (hidden.title, hidden.before, hidden.after) == (known.title, "Withheld", "Withheld")
        assert not hidden.less and not hidden.more
        counts = known.title.startswith("Answers")
        assert known.tells_of(frozenset({"voice"})) == (counts or "Voice" in known.title)
