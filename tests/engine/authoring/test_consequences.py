"""What each change does to what is recorded (docs/definition-changes.md): every row of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.changes import Consequence
from tests.engine.authoring.changed_places import (
    CONTACT, SHOW_OLDER, declared, elements, move, ours, properties, set_to, split,
    swap,
)
from tests.engine.authoring.whole_toolkit import WHOLE, between, changed, changes
from tests.engine.documents import control

WORDING, ADDITIVE, BREAKS, ORPHANS, URGENCY = Consequence
Change = Callable[[dict[str, Any]], Any]
STORY, BORN, OLDER, TRUSTED, WORRY, CARS, WHERE = (
    (3, 4), (1, 1, 1, 0), (2, 0), (3, 0), (3, 2), (2, 1), (2, 4))


def add_question(document: dict[str, Any], place: int = 3, **part: Any) -> None:
    properties(document)["extra"] = {
        "type": "string", "enum": ["yes", "no"]}
    elements(document, place)["elements"].append(control(
        "extra", "Extra", meanings={"yes": "yes", "no": "no"}, **part))


def remove(document: dict[str, Any], key: str, *places: int) -> None:
    *holder, place = places
    del elements(document, *holder)["elements"][place]
    del properties(document)[key]


def rank(document: dict[str, Any]) -> None:
    document["levels"][1]["rank"], document["levels"][2]["rank"] = 2, 1


def add_options(document: dict[str, Any], key: str, *places: int, meaning: str) -> None:
    properties(document)[key] = {**properties(document)[key], "oneOf": [
        *properties(document)[key]["oneOf"], {"const": "more", "title": "More"}]}
    ours(document, *places)["meanings"] = {
        **ours(document, *places)["meanings"], "more": meaning}


def title_of_option(document: dict[str, Any], key: str, title: str) -> None:
    first, *rest = properties(document)[key]["oneOf"]
    properties(document)[key] = {
        **properties(document)[key], "oneOf": [{**first, "title": title}, *rest]}


TABLE: list[tuple[str, Consequence, Change]] = [
    ("a title", WORDING, lambda d: set_to(d, "title", "Other")),
    ("a label", WORDING, lambda d: set_to(elements(d, *STORY), "label", "Other")),
    ("a hint", WORDING, lambda d: set_to(ours(d, *STORY), "hint", "Other")),
    ("the label of what counts", WORDING, lambda d: set_to(elements(d, *OLDER), "label", "X")),
    ("a note", WORDING, lambda d: elements(d, 1)["elements"].pop(0)),
    ("the words of a level", WORDING, lambda d: set_to(d["levels"][1], "title", "Middle")),
    ("interventions", WORDING, lambda d: d["levels"][1]["interventions"].append("Meet")),
    ("why a floor", WORDING, lambda d: set_to(d["floors"][0], "because", "So young.")),
    ("an option of what counts", WORDING, lambda d: title_of_option(d, "older", "Seen")),
    ("order", WORDING, lambda d: swap(elements(d, 3)["elements"], 4, 5)),
    ("order of options", WORDING, lambda d: properties(d)["models"]["items"]["enum"].reverse()),
    ("another section", WORDING, lambda d: move(d, STORY, (2,))),
    ("label of the box", WORDING, lambda d: set_to(ours(d, *OLDER)["evidence"], "label", "Why")),
    ("a question more", ADDITIVE, add_question),
    ("a question with a direction more", ADDITIVE, lambda d: add_question(d, risk="raises")),
    ("an option more", ADDITIVE, lambda d: properties(d)["models"]["items"]["enum"].append("x")),
    ("an option of what counts more", ADDITIVE, lambda d: add_options(
        d, "older", *OLDER, meaning="possible")),
    ("required", ADDITIVE, lambda d: d["schema"]["required"].remove("older")),
    ("reasons required", ADDITIVE, lambda d: ours(d, *OLDER)["evidence"].pop("required_when")),
    ("a wider limit", ADDITIVE, lambda d: set_to(properties(d)["story"], "maxLength", 6000)),
    ("another type of the same kind", ADDITIVE, lambda d: set_to(
        ours(d, *STORY), "type", "text")),
    ("a sensitivity", ADDITIVE, lambda d: set_to(ours(d, *STORY), "sensitivity", "health")),
    ("a rule less", ADDITIVE, lambda d: elements(d, *WHERE).pop("rule")),
    ("not applicable offered", ADDITIVE, lambda d: set_to(
        ours(d, *STORY), "not_applicable", True)),
    ("another kind", BREAKS, lambda d: set_to(d, "kind", "screening")),
    ("a type of another kind", BREAKS, lambda d: set_to(
        properties(d), "where", {"type": "string", "format": "date"})),
    ("known", BREAKS, lambda d: ours(d, *BORN).pop("known")),
    ("another meaning", BREAKS, lambda d: declared(
        d, {"relation": "replaced", "from": ["story"], "to": ["story"]})),
    ("a derived value", BREAKS, lambda d: set_to(d["derived"][1], "of", "#/properties/seen")),
    ("a question less", ORPHANS, lambda d: remove(d, "where", *WHERE)),
    ("an option less", ORPHANS, lambda d: properties(d)["models"]["items"]["enum"].pop()),
    ("a column less", ORPHANS, lambda d: properties(d)["people"]["items"]["properties"].pop(
        "since")),
    ("a fixed row less", ORPHANS, lambda d: properties(d)["plan"]["properties"].pop("last")),
    ("a narrower limit", ORPHANS, lambda d: set_to(properties(d)["story"], "maxLength", 50)),
    ("a rule more", ORPHANS, lambda d: set_to(elements(d, *STORY), "rule", SHOW_OLDER)),
    ("another rule", ORPHANS, lambda d: set_to(elements(d, *WHERE), "rule", SHOW_OLDER)),
    ("the box gone", ORPHANS, lambda d: ours(d, 2, 2).pop("evidence")),
    ("not applicable not offered", ORPHANS, lambda d: ours(d, *BORN).pop("not_applicable")),
    ("a weight", URGENCY, lambda d: set_to(d["measures"][1]["terms"][1], "weight", 3)),
    ("a term less", URGENCY, lambda d: d["measures"][1]["terms"].pop(0)),
    ("windows", URGENCY, lambda d: d["measures"][1]["terms"][2]["windows"]["bands"].pop()),
    ("a measure less", URGENCY, lambda d: d["measures"].pop(2)),
    ("a rank", URGENCY, rank),
    ("a condition", URGENCY, lambda d: set_to(d["levels"][2]["when"]["schema"], "minimum", 6)),
    ("a status", URGENCY, lambda d: d["levels"][3].pop("status")),
    ("a floor", URGENCY, lambda d: d["floors"].pop()),
    ("what a floor forbids", URGENCY, lambda d: d["floors"][0]["forbids"].append("medium")),
    ("judgement", URGENCY, lambda d: set_to(d["judgement"], "rise", 2)),
    ("an immediate action", URGENCY, lambda d: d["immediate"].pop()),
    ("its message", URGENCY, lambda d: set_to(d["immediate"][0], "message", "Call.")),
    ("a risk", URGENCY, lambda d: set_to(ours(d, *TRUSTED), "risk", "raises")),
    ("harm", URGENCY, lambda d: ours(d, 0, 0).pop("harm")),
    ("association", URGENCY, lambda d: ours(d, *CONTACT).pop("association")),
    ("a lifelong fact", URGENCY, lambda d: ours(d, 3, 1).pop("historical")),
    ("a meaning", URGENCY, lambda d: set_to(
        ours(d, *CONTACT), "meanings", {"none": "no", "known": "possible"})),
    ("rising order", URGENCY, lambda d: ours(d, *WORRY).pop("ordinal")),
    ("a scale that counts", URGENCY, lambda d: set_to(properties(d)["worry"], "maximum", 5)),
    ("the words of harm", URGENCY, lambda d: set_to(elements(d, 0, 0), "label", "Abuse")),
    ("a hint of harm", URGENCY, lambda d: set_to(ours(d, 0, 0), "hint", "Today")),
    ("the words of association", URGENCY, lambda d: set_to(
        ours(d, *CONTACT), "guidance", "Only at home.")),
    ("an option of association", URGENCY, lambda d: title_of_option(d, "contact", "Not")),
    ("an option of association more", URGENCY, lambda d: add_options(
        d, "contact", *CONTACT, meaning="possible")),
    ("a question of harm more", URGENCY, lambda d: add_question(d, harm="actual")),
    ("a rule that hides what counts", URGENCY, lambda d: set_to(
        elements(d, *CARS), "rule", SHOW_OLDER)),
    ("a rule on a group with it", URGENCY, lambda d: elements(d, 1, 1).pop("rule")),
    ("a rule on a section with it", URGENCY, lambda d: set_to(
        elements(d, 3), "rule", SHOW_OLDER)),
    ("skipping what counts", URGENCY, lambda d: set_to(ours(d, 2), "skippable", {"label": "S"})),
    ("what counts where it may be skipped", URGENCY, lambda d: move(d, CARS, (3,))),
    ("what floors look at", URGENCY, lambda d: set_to(
        d["derived"][0], "of", "case.date_of_birth")),
    ("another meaning of what counts", URGENCY, lambda d: declared(
        d, {"relation": "replaced", "from": ["cars"], "to": ["cars"]})),
]


@pytest.mark.parametrize("consequence, change", [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])
def test_what_a_change_does(consequence: Consequence, change: Change) -> None:
    found = between(WHOLE, changed(change))
    assert found.consequence is consequence


def test_a_split_breaks_comparison_and_what_counted_it_says_so_itself() -> None:
    found = {(c.about, c.earlier_key, c.later_key): c.consequence for c in changes(split)}
    assert found[About.QUESTION, "older", None] is BREAKS
    assert found[About.QUESTION, None, "boys"] is BREAKS
    assert found[About.TERM, "older", None] is URGENCY


@pytest.mark.parametrize("before, after, consequence", [
    (None, "Another", ADDITIVE), ("One", None, ORPHANS), ("One", "Another", WORDING),
])
def test_a_section_with_nothing_that_counts_may_be_skipped(
    before: str | None, after: str | None, consequence: Consequence
) -> None:
    def skippable(label: str | None) -> dict[str, Any]:
        document = changed(lambda d: d["measures"].pop(2))
        ours(document, 3).pop("skippable")
        if label:
            ours(document, 3)["skippable"] = {"label": label}
        return document

    assert between(skippable(before), skippable(after)).consequence is consequence


def test_a_section_of_another_key_loses_that_it_was_skipped() -> None:
    def renamed(document: dict[str, Any]) -> None:
        ours(document, 3)["key"] = "background_2"
        rule = elements(document, 1, 2)["rule"]["condition"]["conditions"][1]
        rule["scope"] = "#/marks/absence/@background_2"

    assert [(c.aspect, c.consequence) for c in changes(renamed)] == [(Aspect.KEY, ORPHANS)]
    found = changes(lambda d: set_to(ours(d, 1), "key", "contact_2"))
    assert [(c.aspect, c.consequence) for c in found] == [(Aspect.KEY, WORDING)]


def test_the_most_serious_wins() -> None:
    def both(document: dict[str, Any]) -> None:
        document["title"] = "Other"
        document["measures"][1]["terms"][1]["weight"] = 3

    found = between(WHOLE, changed(both))
    assert found.consequence is URGENCY
    assert found.counts == {WORDING: 1, ADDITIVE: 0, BREAKS: 0, ORPHANS: 0, URGENCY: 1}
    assert [c.title for c in found.with_consequence(WORDING)] == ["Other"]


def test_the_last_three_need_approval() -> None:
    assert [c for c in Consequence if c.needs_approval] == [BREAKS, ORPHANS, URGENCY]


def test_every_consequence_is_shown() -> None:
    assert {row[1] for row in TABLE} == set(Consequence)
