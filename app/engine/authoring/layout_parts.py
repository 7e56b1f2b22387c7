"""The layout of a document, taken apart into one unit an element, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.engine.authoring.json_parts import Json, part_at, without
from app.engine.authoring.keys import free
from app.engine.authoring.preparing import HOLDERS, key_at, key_of, kind_of, scope_of

_Units = dict[str, Json]
_Order = dict[str, tuple[str, ...]]


def tables_of(layout: Any) -> Iterator[str]:
    """The keys of the questions that are asked as tables."""
    for element in part_at(layout, "elements") or ():
        if kind_of(element) == "question":
            key = key_at(element.get("scope"))
            if key and part_at(element, "options", "waymark", "type") == "table":
                yield key
        elif kind_of(element) in HOLDERS:
            yield from tables_of(element)


def taken_apart(elements: Sequence[Any], units: _Units, order: _Order) -> tuple[str, ...]:
    """The addresses of the elements; each is put into `units`, and what is in them into `order`."""
    return tuple(_address(element, units, order) for element in elements)


def put_together(
    addresses: Sequence[str], units: Mapping[str, Json], order: Mapping[str, tuple[str, ...]]
) -> list[Any]:
    """The elements that stand at addresses."""
    return [_element(address, units, order) for address in addresses]


def _address(element: Any, units: _Units, order: _Order) -> str:
    kind = kind_of(element)
    if kind == "question":
        key = key_at(element.get("scope"))
        address = f"question:{key}"
        if key and "control" not in units.get(address, {}) and f"object:{key}" not in units:
            units[address] = {**units.get(address, {}), "control": _control(element, key)}
            return address
    key = key_of(element) if kind not in ("question", "other") else None
    address = free(f"{kind}:{key}" if key else f"other:{_digest(element)}", units, "~")
    units[address] = {"element": element}
    if key and kind in HOLDERS:
        units[address] = {"element": without(element, "elements")}
        order[address] = taken_apart(element["elements"], units, order)
    return address


def _control(element: Json, key: str) -> dict[str, Any]:
    left_out = ["type"] + ["scope"] * (element["scope"] == scope_of(key))
    return without(element, *left_out)


def _element(
    address: str, units: Mapping[str, Json], order: Mapping[str, tuple[str, ...]]
) -> Any:
    unit = units[address]
    if "control" in unit:
        scope = scope_of(address.partition(":")[2])
        return {"type": "Control", "scope": scope, **unit["control"]}
    if address in order:
        return {**unit["element"], "elements": put_together(order[address], units, order)}
    return unit["element"]


def _digest(element: Any) -> str:
    return hashlib.sha256(json.dumps(element, sort_keys=True).encode()).hexdigest()[:12]
