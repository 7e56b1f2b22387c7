"""Conditions in plain words: with the wording of the version, and honest about what is absent."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.authoring.condition_words import condition_words, when_words
from tests.engine.authoring.whole_toolkit import WHOLE, definition

VERSION = definition(WHOLE)


def told(scope: str, schema: Any, **more: Any) -> str:
    return condition_words(VERSION, {"scope": scope, "schema": schema, **more})


@pytest.mark.parametrize("scope, schema, words", [
    ("#/properties/contact", {"const": "known"},
     "“Contact with people who harm” is “Yes, known”"),
    ("#/properties/older", {"enum": ["present", "not_known"]},
     "“Older people” is “Present” or “Not known”"),
    ("#/properties/older", {"enum": ["present", "not_present", "not_known"]},
     "“Older people” is “Present”, “Not present” or “Not known”"),
    ("#/properties/born", {"not": {"type": "string"}}, "“Date of birth” is not answered"),
    ("#/properties/born", {"type": "string"}, "“Date of birth” is answered"),
    ("#/properties/home/properties/street", {"const": "A"}, "“Street” is “A”"),
    ("#/properties/plan/properties/first/properties/done", {"const": "yes"},
     "“Is it done” in “First things” of “The plan” is “Yes”"),
    ("#/properties/people/items/properties/name", {"const": "Ann"},
     "“Name” in “People” is “Ann”"),
    ("#/properties/models", {"contains": {"const": "gang"}},
     "“Models” includes “gang” or is not answered"),
    ("#/properties/models", {"contains": {"enum": ["gang", "peer"]}},
     "“Models” includes “gang” or “peer” or is not answered"),
    ("#/measures/indicators", {"minimum": 2}, "“Indicators” is at least 2"),
    ("#/measures/indicators", {"minimum": 2, "exclusiveMaximum": 2.5},
     "“Indicators” is at least 2 and is less than 2.5"),
    ("#/marks/absence/@background", {"const": "skipped"},
     "the section “Background” is “Skipped”"),
    ("#/marks/absence/older", {"const": "not_applicable"},
     "“Older people” is “Not applicable”"),
])
def test_a_condition_in_words(scope: str, schema: Any, words: str) -> None:
    assert told(scope, schema) == words


def test_what_is_also_met_by_no_answer_says_so() -> None:
    assert told("#/properties/worry", {"minimum": 2}) == (
        "“How worried are you” is at least 2 or is not answered")
    assert told("#/properties/worry", {"minimum": 2}, failWhenUndefined=True) == (
        "“How worried are you” is at least 2")
    assert told("#/properties/older", {"not": {"const": "present"}}) == (
        "“Older people” is not “Present” or is not answered")
    assert told("#/derived/age", {"exclusiveMaximum": 13}) == (
        "the age in years by “Date of birth” is less than 13 or is not answered")


def test_rows_are_looked_into() -> None:
    schema = {"minItems": 2, "contains": {"properties": {"name": {"const": "Ann"}},
                                          "required": ["name"]}}
    assert told("#/properties/people", schema, failWhenUndefined=True) == (
        "“People” has at least 2 in it and has one that says that “Name” is “Ann” and says "
        "something of “Name”")


def test_conditions_together() -> None:
    older = {"scope": "#/properties/older", "schema": {"const": "present"}}
    cars = {"scope": "#/properties/cars", "schema": {"const": "present"}}
    both = {"type": "AND", "conditions": [older, cars]}
    assert condition_words(VERSION, {"type": "OR", "conditions": [older, both]}) == (
        "“Older people” is “Present” or "
        "(“Older people” is “Present” and “Cars” is “Present”)")
    assert condition_words(VERSION, {"type": "OR", "conditions": [older, cars, older]}) == (
        "any of these: “Older people” is “Present”; “Cars” is “Present”; "
        "“Older people” is “Present”")


def test_the_older_leaf_of_json_forms() -> None:
    leaf = {"type": "LEAF", "scope": "#/properties/older", "expectedValue": "present"}
    assert condition_words(VERSION, leaf) == "“Older people” is “Present”"


@pytest.mark.parametrize("schema, words", [
    (True, "is anything"), (False, "is never met"), ({}, "is anything"),
    ({"maxLength": 3}, "is at most 3 characters long"),
    ({"format": "email"}, "is written as email"),
    ({"anyOf": [{"const": "a"}, {"const": "b"}]}, "is “a” or is “b”"),
    ({"allOf": [{"minimum": 1}, {"maximum": 3}]}, "is at least 1 and is at most 3"),
    ({"not": {"minimum": 3}}, "is not so that it is at least 3"),
    ({"if": {"const": 1}}, 'meets if {"const": 1}'),
    ({"items": {"const": "a"}}, "has only such that is “a”"), ({"type": "null"}, "is not blank"),
    ({"not": {"enum": ["a", "b"]}}, "is not “a” or “b”"), ({"const": True}, "is yes"),
])
def test_any_other_test_is_told_too(schema: Any, words: str) -> None:
    assert when_words(VERSION, "#/properties/story", schema) == f"“Story” {words}"


def test_what_is_no_longer_there_is_told_by_its_key() -> None:
    assert told("#/properties/gone", {"const": "yes"}) == "“gone” is “yes”"
    assert told("#/measures/gone", {"minimum": 1}) == "“gone” is at least 1"
    assert told("#/derived/gone", {"const": 1}) == "“gone” is 1"
