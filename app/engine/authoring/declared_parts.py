"""Measures, levels and all that a document declares beside its questions: taken apart, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.engine.authoring.json_parts import Json, without
from app.engine.authoring.keys import free
from app.engine.authoring.preparing import key_at

_Units = dict[str, Json]
_Order = dict[str, tuple[str, ...]]


def _named(kind: str, key: str) -> Callable[[Json], str]:
    return lambda part: f"{kind}:{part.get(key, '')}"


def _immediate(part: Json) -> str:
    return f"immediate:{key_at(part.get('scope')) or ''}"


def lineage_address(entry: Json) -> str:
    """Where a lineage entry stands: by the questions it relates, whatever it says of them."""
    sides = (entry.get("from") or (), entry.get("to") or ())
    return "lineage:" + ">".join(",".join(map(str, side)) for side in sides)


_ADDRESSED: Mapping[str, Callable[[Json], str]] = {
    "derived": _named("derived", "name"), "measures": _named("measure", "id"),
    "levels": _named("level", "id"), "floors": _named("floor", "id"),
    "immediate": _immediate, "lineage": lineage_address,
}
LISTS = ("derived", "measures", "levels", "floors")
"""The lists whose parts have a name of their own, as the document orders them."""


def taken_apart(root: Json, units: _Units, order: _Order) -> dict[str, Any]:
    """What is left of the root; the declared parts are put into `units` and `order`."""
    gone = []
    for container, address_of in _ADDRESSED.items():
        parts = root.get(container)
        listed = []
        if isinstance(parts, list) and all(isinstance(part, Mapping) for part in parts):
            for part in parts:
                address = free(address_of(part), units, "~")
                units[address] = {"part": part}
                listed.append(address)
        order[container] = tuple(listed)
        gone += [container] if listed else []
    if isinstance(root.get("judgement"), Mapping):
        units["judgement"] = {"part": root["judgement"]}
        gone.append("judgement")
    return without(root, *gone)


def put_together(
    units: Mapping[str, Json], order: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """The declared parts of the root, those that there are."""
    lists = {name: [units[address]["part"] for address in order[name]]
             for name in _ADDRESSED if order.get(name)}
    judgement = units.get("judgement")
    return {**lists, **({"judgement": judgement["part"]} if judgement else {})}
