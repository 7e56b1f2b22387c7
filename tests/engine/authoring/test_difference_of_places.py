"""The difference of two versions in what stands where, and in what comes and goes."""

from __future__ import annotations

import copy
from typing import Any

from app.engine.authoring.aspects import About, Aspect
from tests.engine.authoring.changed_places import (
    PLAN, Change, elements, move, ours, properties, set_to, swap,
)
from tests.engine.authoring.whole_toolkit import WHOLE, between, changed, changes
from tests.engine.documents import control


def test_a_moved_question_is_told_with_its_old_and_new_place() -> None:
    found, = changes(lambda d: swap(elements(d, 2)["elements"], 0, 1))
    assert (found.aspect, found.title) == (Aspect.ORDER, "Cars")
    assert (found.before, found.after) == ("After “Older people”", "First")


def test_only_what_moved_is_told_as_moved() -> None:
    def to_the_end(document: dict[str, Any]) -> None:
        inside = elements(document, 3)["elements"]
        inside.append(inside.pop(0))

    found, = changes(to_the_end)
    assert (found.title, found.after) == ("A trusted adult", "After “People”")


def test_a_moved_section() -> None:
    found, = changes(lambda d: swap(d["uischema"]["elements"], 2, 3))
    assert (found.about, found.aspect) == (About.SECTION, Aspect.ORDER)


def test_options_columns_and_rows_have_an_order() -> None:
    def orders(change: Change) -> list[tuple[About, Aspect]]:
        return [(c.about, c.aspect) for c in changes(change)]

    assert orders(lambda d: swap(properties(d)["contact"]["oneOf"], 0, 1)) == [
        (About.OPTION, Aspect.ORDER)]
    assert orders(lambda d: swap(elements(d, *PLAN)["options"]["detail"]["elements"], 0, 1)) == [
        (About.COLUMN, Aspect.ORDER)]
    assert orders(lambda d: set_to(properties(d)["plan"], "properties", dict(
        reversed(properties(d)["plan"]["properties"].items())))) == [(About.ROW, Aspect.ORDER)]


def test_a_question_in_another_section() -> None:
    found, = changes(lambda d: move(d, (2, 3), (3,)))
    assert (found.about, found.aspect) == (About.QUESTION, Aspect.SECTION)
    assert (found.before, found.after) == ("Indicators", "Background")
    assert found.section == "Background"


def test_a_question_that_leaves_its_group_leaves_the_rule_of_the_group() -> None:
    found = changes(lambda d: move(d, (1, 1, 0), (1,)))
    assert [(c.aspect, c.before, c.after) for c in found] == [
        (Aspect.RULE, "Asked where “Older people” is “Present” or “Not known”", "Always"),
        (Aspect.GROUP, "People", "In no group")]


def test_a_section_of_another_key_is_known_by_its_questions() -> None:
    found = changes(lambda d: set_to(ours(d, 1), "key", "contacts"))
    assert [(c.about, c.aspect, c.before, c.after) for c in found] == [
        (About.SECTION, Aspect.KEY, "contact", "contacts")]


def test_a_group_of_another_title_in_another_section_is_known_by_its_questions() -> None:
    def elsewhere(document: dict[str, Any]) -> None:
        elements(document, 1, 1)["label"] = "Other people"
        move(document, (1, 1), (3,))

    assert [(c.about, c.aspect) for c in changes(elsewhere)] == [
        (About.GROUP, Aspect.WORDING), (About.GROUP, Aspect.SECTION)]


def test_notes_are_told_apart_by_their_words() -> None:
    def swapped(document: dict[str, Any]) -> None:
        swap(elements(document, 1)["elements"], 0, 2)

    assert {c.aspect for c in changes(swapped)} == {Aspect.ORDER}
    found = changes(lambda d: set_to(elements(d, 1, 0), "text", "Quite another thing"))
    assert sorted(c.aspect for c in found) == [Aspect.ADDED, Aspect.REMOVED]


# Things that come and go


def test_an_added_question_is_told_whole_and_its_options_with_it() -> None:
    def add(document: dict[str, Any]) -> None:
        properties(document)["extra"] = copy.deepcopy(properties(document)["contact"])
        elements(document, 3)["elements"].insert(0, control("extra", "One more"))

    found, = changes(add)
    assert (found.about, found.aspect, found.later_key) == (
        About.QUESTION, Aspect.ADDED, "extra")
    assert found.after == "One more (One choice: No; Yes, known)"
    assert found.earlier_pointer is None and found.earlier_key is None


def test_what_is_gone_stands_in_its_old_place() -> None:
    def remove(document: dict[str, Any]) -> None:
        del properties(document)["story"]
        del elements(document, 3)["elements"][4]
        document["schema"].pop("allOf")

    items = between(WHOLE, changed(remove)).items
    questions = [item for item in items if item.about is About.QUESTION]
    place = next(n for n, item in enumerate(questions) if item.later is None)
    assert [questions[place + n].subject.key for n in (-1, 0, 1)] == ["models", "story", "people"]
    assert questions[place].changes[0].before == "Story (Text of several lines)"
    assert questions[place].changes[0].later_pointer is None


def test_a_section_and_all_in_it() -> None:
    def remove(document: dict[str, Any]) -> None:
        del document["uischema"]["elements"][4]
        for key in ("level", "reason"):
            del properties(document)[key]
        document["schema"]["required"].remove("level")
        document.pop("judgement")

    found = changes(remove)
    assert [(c.about, c.aspect) for c in found] == [
        (About.SECTION, Aspect.REMOVED), (About.QUESTION, Aspect.REMOVED),
        (About.QUESTION, Aspect.REMOVED), (About.JUDGEMENT, Aspect.REMOVED)]
