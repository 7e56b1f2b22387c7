"""Ways to change the small document in one place, and the places that tests change most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Change = Callable[[dict[str, Any]], Any]
CONTACT, HOME, PLAN = (1, 1, 0), (1, 3), (1, 4)
SHOW_OLDER = {"effect": "SHOW", "condition": {
    "scope": "#/properties/older", "schema": {"const": "present"}}}


def elements(document: dict[str, Any], *places: int) -> Any:
    """An element of the layout by its place in each thing it stands in."""
    found = document["uischema"]
    for place in places:
        found = found["elements"][place]
    return found


def ours(document: dict[str, Any], *places: int) -> Any:
    return elements(document, *places)["options"]["waymark"]


def properties(document: dict[str, Any]) -> Any:
    return document["schema"]["properties"]


def set_to(holder: Any, key: Any, value: Any) -> None:
    holder[key] = value


def swap(elements: list[Any], first: int, second: int) -> None:
    elements[first], elements[second] = elements[second], elements[first]


def move(document: dict[str, Any], source: tuple[int, ...], to: tuple[int, ...]) -> None:
    *holder, place = source
    element = elements(document, *holder)["elements"].pop(place)
    elements(document, *to)["elements"].append(element)


def split(document: dict[str, Any]) -> None:
    """“Older people” in two: older boys, older adults."""
    inside = elements(document, 2)["elements"]
    older = inside.pop(0)
    for place, (key, label) in enumerate((("boys", "Older boys"), ("adults", "Older adults"))):
        inside.insert(place, {**older, "scope": f"#/properties/{key}", "label": label})
        properties(document)[key] = properties(document)["older"]
    del properties(document)["older"]
    document["schema"]["required"] = ["harm"]
    document["schema"].pop("allOf")
    elements(document, 1, 1).pop("rule")
    document["measures"][1]["terms"][0]["scope"] = "#/properties/boys"
    document["lineage"] = [{"relation": "split", "from": ["older"], "to": ["boys", "adults"],
                            "note": "Two different things."}]
    document["based_on"] = 1


def declared(document: dict[str, Any], *entries: Any) -> None:
    document["lineage"], document["based_on"] = list(entries), 1
