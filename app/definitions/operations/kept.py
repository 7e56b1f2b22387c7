"""Putting a change that was kept aside into a draft after all. Deciding so is in `drafting`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.authoring.edits.placing import Into, list_of, may_hold, put
from app.engine.authoring.edits.removing import remove, schema_container
from app.engine.authoring.outline import TOOLKIT, Outline, kind


def with_kept(
    outline: Outline, address: str, unit: Mapping[str, Any] | None, before: Outline
) -> Outline:
    """The outline with a unit as somebody had made it; without it where they had removed it.

    What somebody else has taken away meanwhile comes back where it stood in `before`, or at the
    end where that is gone too. Of the toolkit's own fields, which have nothing to do with each
    other, only those are put in that somebody had changed since `before`. Raises EditRefused where
    something refers to what is to go.
    """
    if unit is None:
        return remove(outline, address, along=True) if address in outline.units else outline
    if address == TOOLKIT:
        return outline.with_unit(address, _changed(
            before.units[address], unit, outline.units[address]))
    if address in outline.units or address == "judgement":
        return outline.with_unit(address, unit)
    again = _asked(outline.with_unit(address, unit), address, before)
    return put(again, address, Into(_holder(again, address, before)))


def _changed(
    before: Mapping[str, Any], kept: Mapping[str, Any], stands: Mapping[str, Any]
) -> dict[str, Any]:
    """What stands, with each field that `kept` changed as it has it, at any depth."""
    made = dict(stands)
    for name in dict.fromkeys((*before, *kept)):
        was, now, there = (one.get(name) for one in (before, kept, stands))
        if was == now:
            continue
        if name not in kept:
            made.pop(name, None)
        elif isinstance(was, Mapping) and isinstance(now, Mapping) and isinstance(there, Mapping):
            made[name] = _changed(was, now, there)
        else:
            made[name] = now
    return made


def _asked(outline: Outline, address: str, before: Outline) -> Outline:
    """A question stands in the schema as well as in the layout."""
    if kind(address) != "question":
        return outline
    container = schema_container(before, address)
    if address in outline.inside(container):
        return outline
    return outline.with_inside(container, (*outline.inside(container), address))


def _holder(outline: Outline, address: str, before: Outline) -> str:
    held = before.container_of(address)
    if held is not None and held in outline.order:
        return held
    if may_hold(TOOLKIT, address):
        return TOOLKIT
    holders = [one for one in outline.below(TOOLKIT) if may_hold(one, address)]
    return holders[-1] if holders else list_of(address)
