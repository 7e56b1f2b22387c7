"""Where in a draft a unit may stand, as a page offers it and posts it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from app.definitions.pages.titles import title_of
from app.engine.authoring.edits.placing import After, Before, Into, Position, may_hold
from app.engine.authoring.outline import TOOLKIT, Outline, kind
from app.engine.authoring.refusals import EditRefused

_WAYS: Mapping[str, Callable[[str], Position]] = {"into": Into, "before": Before, "after": After}


class Place(NamedTuple):
    """A place in words, how deep it lies, and the value that is posted for it."""

    value: str
    words: str
    depth: int = 0
    here: bool = False


def position_at(posted: str) -> Position:
    """The position of "after question:harm". Raises EditRefused for anything else."""
    way, _, address = posted.partition(" ")
    if way not in _WAYS or not address:
        raise EditRefused("", "choose where it is to stand", setting="place")
    return _WAYS[way](address)


def places_for(outline: Outline, address: str) -> tuple[Place, ...]:
    """At the end of each section and group that it may stand in; for sections, each order."""
    if kind(address) in ("section", "part"):
        return tuple(_orders(outline, address))
    return tuple(_holders(outline, address))


def _holders(outline: Outline, address: str) -> Iterator[Place]:
    inside = {address, *outline.below(address)}
    here = outline.container_of(address)
    for holder, depth in _walked(outline, TOOLKIT, 0):
        if may_hold(holder, address) and holder not in inside:
            yield Place(f"into {holder}", title_of(outline, holder), depth, holder == here)


def _walked(outline: Outline, container: str, depth: int) -> Iterator[tuple[str, int]]:
    for address in outline.inside(container):
        yield address, depth
        yield from _walked(outline, address, depth + 1)


def _orders(outline: Outline, address: str) -> Iterator[Place]:
    others = [one for one in outline.inside(TOOLKIT) if one != address]
    if others:
        yield Place(f"before {others[0]}", "First of all")
    for one in others:
        yield Place(f"after {one}", f"After “{title_of(outline, one)}”")
