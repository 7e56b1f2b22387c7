"""A document taken apart into units that can be edited and merged one by one, losslessly.

    outline = take_apart(json_text.load(text))
    outline = add_question(outline, "Seen alone?", "radios", Into("section:today"))
    outline = with_settings(outline, "question:seen_alone", {"hint": "By a professional."})
    merged = merge(base, outline, theirs).outline
    text = json.dumps(put_together(merged), ensure_ascii=False, indent=2)

Addresses are "toolkit", "section:KEY", "group:KEY", "text:KEY", "layout:KEY", "part:KEY" (sections
within a part of their own), "question:KEY" with "outer.inner" for questions in objects,
"object:KEY" for those objects, "measure:ID", "level:ID", "floor:ID", "derived:NAME",
"judgement", "immediate:KEY", "lineage:FROM>TO", and "other:…" for an element that can only be kept
as it stands. Columns of rows and tables stand in their question's unit and are addressed
"column:KEY/CELL" by whoever edits them.

An immediate action and a lineage entry are addressed by the questions they name, and an element
that is kept as it stands by what it says: they have another address once that has changed and the
outline was put together.

The edits are in `edits`, the flat settings of a unit in `settings`, what refers to what in
`references`, the unit a JSON Pointer leads to in `pointers`, and merging in `merging`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from app.engine.authoring import declared_parts, layout_parts, schema_parts
from app.engine.authoring.json_parts import Json, without
from app.engine.authoring.preparing import prepared

__all__ = ["TOOLKIT", "ANSWERS", "Outline", "kind", "name", "put_together", "take_apart"]

TOOLKIT = "toolkit"
ANSWERS = "answers"
"""The container of the questions as the schema lists them; all other containers are units' own
addresses, or the name of a list such as "measures"."""
_ROOT_ORDER = (
    "slug", "title", "kind", "owner", "source", "introduction", "guidance", "based_on", "schema",
    "uischema", *declared_parts.LISTS, "judgement", "immediate", "lineage",
)


class Outline(Struct, frozen=True):
    """Units by address, and what stands in each container, in order.

    A unit's JSON is shared with the document and between outlines: it is never changed in place.
    Element units hold {"element"}; questions {"schema", "required", "control"}, of which a question
    that is not laid out lacks the control; declared parts {"part"}.
    """

    units: Mapping[str, Json]
    order: Mapping[str, tuple[str, ...]]

    def inside(self, container: str) -> tuple[str, ...]:
        """The addresses that stand in a container, in order; none where it is no container."""
        return self.order.get(container, ())

    def below(self, container: str) -> Iterator[str]:
        """Every address that is laid out in a container, however deep, in reading order."""
        for address in self.inside(container):
            yield address
            yield from self.below(address)

    def asked_in(self, container: str = ANSWERS) -> Iterator[str]:
        """The questions that the schema holds in a container, however deep, laid out or not."""
        for address in self.inside(container):
            if is_of_schema(address):
                yield from self.asked_in(address)
            else:
                yield address

    def container_of(self, address: str) -> str | None:
        """Where a unit is laid out or listed; None for a question that is not laid out."""
        return next((holder for holder, listed in self.order.items()
                     if address in listed and not is_of_schema(holder)), None)

    def section_of(self, address: str) -> str | None:
        """The section a unit is laid out in, or None."""
        found: str | None = address
        while found is not None and kind(found) != "section":
            found = self.container_of(found)
        return found

    def addresses(self, *kinds: str) -> Iterator[str]:
        """The addresses of some kinds, layout in reading order and before what is not laid out."""
        laid_out = dict.fromkeys(self.below(TOOLKIT))
        for address in (*laid_out, *(one for one in self.units if one not in laid_out)):
            if kind(address) in kinds:
                yield address

    def with_unit(self, address: str, unit: Json) -> Outline:
        """The outline with a unit put in the place of what was there, or added unplaced."""
        return Outline({**self.units, address: unit}, self.order)

    def with_inside(self, container: str, listed: tuple[str, ...]) -> Outline:
        """The outline with a container that holds something else."""
        return Outline(self.units, {**self.order, container: listed})


def take_apart(document: Any) -> Outline:
    """The outline of a document, which is brought into whole form first (see `preparing`).

    Raises DefinitionRefused for what is no document of questions; anything else that is unfinished
    or wrong is kept where it stands.
    """
    whole = prepared(document)
    tables = frozenset(layout_parts.tables_of(whole["uischema"]))
    units: dict[str, Json] = {TOOLKIT: {}}
    order: dict[str, tuple[str, ...]] = {}
    schema = schema_parts.taken_apart(
        whole["schema"], tables, units, order, container=ANSWERS)
    order[TOOLKIT] = layout_parts.taken_apart(whole["uischema"]["elements"], units, order)
    root = declared_parts.taken_apart(without(whole, "schema", "uischema"), units, order)
    layout = without(whole["uischema"], "elements")
    units[TOOLKIT] = {"root": root, "layout": layout, **schema}
    return Outline(units, order)


def put_together(outline: Outline) -> dict[str, Any]:
    """The document an outline was taken from, or what the edits have made of it."""
    units, order = outline.units, outline.order
    toolkit = units[TOOLKIT]
    layout = {**toolkit["layout"],
              "elements": layout_parts.put_together(order.get(TOOLKIT, ()), units, order)}
    whole = {
        **toolkit["root"], **declared_parts.put_together(units, order),
        "schema": schema_parts.put_together(toolkit, ANSWERS, units, order), "uischema": layout,
    }
    known = {part: whole[part] for part in _ROOT_ORDER if part in whole}
    return {**known, **without(whole, *known)}


def kind(address: str) -> str:
    """What an address names: "question" of "question:KEY"."""
    return address.partition(":")[0]


def name(address: str) -> str:
    """The key, id or name in an address."""
    return address.partition(":")[2]


def is_of_schema(container: str) -> bool:
    """Whether a container lists properties of the schema, rather than what is laid out."""
    return container == ANSWERS or container.startswith("object:")
