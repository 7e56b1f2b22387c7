"""Where units stand: put in, moved, one place up or down. What they are is not decided here."""

from __future__ import annotations

from msgspec import Struct


from app.engine.authoring.json_parts import part_at
from app.engine.authoring.outline import TOOLKIT, Outline, kind
from app.engine.authoring.refusals import EditRefused

_SECTIONS = ("section", "part")
_ELEMENTS = ("group", "layout", "text", "question", "other")
_LISTS = {"measure": "measures", "level": "levels", "floor": "floors", "derived": "derived",
          "immediate": "immediate", "lineage": "lineage"}


class Into(Struct, frozen=True):
    """At the end of a section, a group or a layout; of the toolkit, for sections."""

    container: str


class Before(Struct, frozen=True):
    """Right before another unit."""

    address: str


class After(Struct, frozen=True):
    """Right behind another unit."""

    address: str


Position = Into | Before | After


def list_of(address: str) -> str:
    """The list that a declared part belongs in. Raises EditRefused for anything else."""
    if kind(address) not in _LISTS:
        raise EditRefused(address, "is in no list")
    return _LISTS[kind(address)]


def put(outline: Outline, address: str, position: Position) -> Outline:
    """The outline with a unit at a position, wherever it stood before.

    Raises EditRefused where no such unit may stand there.
    """
    if isinstance(position, (Before, After)) and position.address == address:
        return outline
    container = _container(outline, address, position)
    taken = _taken_out(outline, address)
    listed = taken.inside(container)
    index = len(listed)
    if not isinstance(position, Into):
        index = listed.index(position.address) + isinstance(position, After)
    return taken.with_inside(container, (*listed[:index], address, *listed[index:]))


def move(outline: Outline, address: str, position: Position) -> Outline:
    """The outline with a unit that is there already somewhere else. Raises EditRefused."""
    if address not in outline.units:
        raise EditRefused(address, "it is no longer there")
    return put(outline, address, position)


def move_up(outline: Outline, address: str) -> Outline:
    """One place up; from the top of a group to before it, from the top of a section to the end of
    the section before. Raises EditRefused for what is first of all."""
    return _shifted(outline, address, up=True)


def move_down(outline: Outline, address: str) -> Outline:
    """One place down; out of a group at its end, into the next section at the end of a section.
    Raises EditRefused for what is last of all."""
    return _shifted(outline, address, up=False)


def dissolve(outline: Outline, address: str) -> Outline:
    """The outline without a group or a layout, in whose place stands what was in it.

    Raises EditRefused where a rule would go with it, or where it is neither.
    """
    container = outline.container_of(address)
    if kind(address) not in ("group", "layout") or container is None:
        raise EditRefused(address, "only a group can be dissolved")
    if part_at(outline.units[address], "element", "rule") is not None:
        raise EditRefused(address, "its rule says when its questions are asked: remove it first")
    listed = outline.inside(container)
    index = listed.index(address)
    inside = outline.inside(address)
    units = {one: unit for one, unit in outline.units.items() if one != address}
    order = {one: within for one, within in outline.order.items() if one != address}
    return Outline(units, {**order, container: listed[:index] + inside + listed[index + 1:]})


def may_hold(container: str, address: str) -> bool:
    """Whether a unit of this kind may stand in a container of that kind."""
    if kind(address) in _SECTIONS:
        return container == TOOLKIT or kind(container) == "part"
    if kind(address) in _ELEMENTS:
        return kind(container) in ("section", "group", "layout")
    return container == _LISTS.get(kind(address))


def _shifted(outline: Outline, address: str, *, up: bool) -> Outline:
    container = outline.container_of(address)
    if container is None:
        raise EditRefused(address, "it stands in no section")
    listed = outline.inside(container)
    index = listed.index(address) + (-1 if up else 1)
    if 0 <= index < len(listed):
        neighbour = listed[index]
        return put(outline, address, Before(neighbour) if up else After(neighbour))
    return put(outline, address, _beyond(outline, address, container, up=up))


def _beyond(outline: Outline, address: str, container: str, *, up: bool) -> Position:
    """The position behind the edge of the container it stands at the edge of."""
    if kind(container) in ("group", "layout", "part"):
        return Before(container) if up else After(container)
    sections = [one for one in outline.below(TOOLKIT) if kind(one) == "section"]
    index = sections.index(container) + (-1 if up else 1) if container in sections else -1
    if not 0 <= index < len(sections):
        raise EditRefused(address, "it is the first already" if up else "it is the last already")
    first = next(iter(outline.inside(sections[index])), None)
    return Into(sections[index]) if up or first is None else Before(first)


def _container(outline: Outline, address: str, position: Position) -> str:
    if isinstance(position, Into):
        container: str | None = position.container
    else:
        container = outline.container_of(position.address)
    if container is None or (container not in outline.order and container not in _LISTS.values()):
        raise EditRefused(address, "the place it was to go to is no longer there")
    if not may_hold(container, address):
        raise EditRefused(address, "it cannot stand there")
    if container == address or container in outline.below(address):
        raise EditRefused(address, "it cannot be moved into itself")
    return container


def _taken_out(outline: Outline, address: str) -> Outline:
    container = outline.container_of(address)
    if container is None:
        return outline
    rest = tuple(one for one in outline.inside(container) if one != address)
    return outline.with_inside(container, rest)
