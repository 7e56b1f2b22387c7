"""Why a change of a draft was not made, in words, and what stands against it."""

from __future__ import annotations

from typing import NamedTuple

from app.definitions.pages.titles import title_of
from app.definitions.pages.type_words import kind_title
from app.engine.authoring.outline import Outline, kind, name
from app.engine.authoring.refusals import EditRefused, Reference

_PLACES = {
    "rule": "when it is asked looks at", "required when": "when it is required looks at",
    "condition": "its condition looks at", "evidence": "its evidence box looks at",
    "judged level": "holds the judged level:", "reason for the judged level": "has its reason in",
    "worked out of it": "is worked out of", "lineage": "says where this came from:",
    "immediate action": "calls for action on", "schema": "is asked in the way of",
    "forbidden level": "forbids", "highest level": "has as its highest",
}


class Against(NamedTuple):
    """One unit that refers to something that was to go; `goes` where it may go with it."""

    address: str
    title: str
    words: str
    goes: bool


def refusal_words(outline: Outline, refused: EditRefused | None) -> str:
    """A refusal as a sentence of its own."""
    if refused is None:
        return ""
    if refused.references:
        places = ", ".join(dict.fromkeys(
            f"“{title_of(outline, one.address)}”" for one in refused.references))
        return f"It cannot go while something refers to it: {places}. Change that first."
    return f"{refused.reason[:1].upper()}{refused.reason[1:]}"


def against_of(outline: Outline, refused: EditRefused) -> list[Against]:
    """What refers to what was to go, each once."""
    return list(dict.fromkeys(_against(outline, one) for one in refused.references))


def _against(outline: Outline, reference: Reference) -> Against:
    address = reference.address
    if kind(address) == "column":
        address = f"question:{name(address).partition('/')[0]}"
    return Against(address, title_of(outline, address), _words(outline, reference),
                   reference.may_go)


def _words(outline: Outline, reference: Reference) -> str:
    called = _target(outline, reference.to)
    what = kind_title(kind(reference.address))
    place = reference.place
    if place.startswith("term"):
        return f"{what}: {place} counts {called}"
    if place.startswith("dates of"):
        return f"{what}: takes its dates from {called}"
    return f"{what}: {_PLACES.get(place, place + ':')} {called}"


def _target(outline: Outline, target: str) -> str:
    if kind(target) in ("option", "row"):
        key, _, part = name(target).partition("/")
        return f"“{part}” of “{title_of(outline, f'question:{key}')}”"
    return f"“{title_of(outline, target)}”"
