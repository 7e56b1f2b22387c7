"""Where units stand after two edits were joined: moves of both sides, neighbours kept together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.engine.authoring.json_parts import Json
from app.engine.authoring.outline import ANSWERS, TOOLKIT, Outline, is_of_schema
from app.engine.row_items import merged_order

_Holders = Mapping[str, str]
"""The container of each unit, by address."""


class Places:
    """In which container each unit stands once both sides are joined.

    A unit stands in the layout and, if it is a question, in the schema; each is a forest of its
    own. Where both sides moved a unit, it stands where theirs has it; so does everything that both
    have, where the moves of the two would put things into themselves.
    """

    def __init__(
        self, sides: tuple[Outline, Outline, Outline], units: Mapping[str, Json]
    ) -> None:
        """`sides` are the base, mine and theirs; `units` what is kept of them."""
        self.sides = sides
        self.forests = tuple(_joined(sides, units, of_schema=part) for part in (False, True))

    def holders(self, address: str) -> Iterator[str]:
        """The containers of a unit, and theirs, in the layout and in the schema."""
        for forest in self.forests:
            holder = forest.get(address)
            while holder is not None:
                yield holder
                holder = forest.get(holder)

    def order(self, units: Mapping[str, Json]) -> dict[str, tuple[str, ...]]:
        """What stands in each container, of the units there are, in order."""
        return {container: self._inside(container, units) for container in self._containers(units)}

    def _containers(self, units: Mapping[str, Json]) -> Iterator[str]:
        _, mine, theirs = self.sides
        for container in dict.fromkeys((*theirs.order, *mine.order)):
            if ":" not in container or container in units:
                yield container

    def _inside(self, container: str, units: Mapping[str, Json]) -> tuple[str, ...]:
        forest = self.forests[is_of_schema(container)]
        base, mine, theirs = (side.inside(container) for side in self.sides)
        here = {one for one in (*mine, *theirs)
                if one in units and forest.get(one) == container}
        ours, others = ([one for one in side if one in here] for side in (mine, theirs))
        if _moved(base, mine):
            return tuple(merged_order(others, ours))
        return tuple(merged_order(ours, others))


def _joined(
    sides: Sequence[Outline], units: Mapping[str, Json], *, of_schema: bool
) -> _Holders:
    base, mine, theirs = (_holders(side, of_schema=of_schema) for side in sides)
    joined = {}
    for one in {**base, **mine, **theirs}:
        was, ours, others = base.get(one), mine.get(one), theirs.get(one)
        holder = (ours if others == was else others) or others or ours or was
        if holder is not None and _stands(units.get(one), of_schema):
            joined[one] = holder
    if not _circular(joined):
        return joined
    return {one: holder for one, holder in {**base, **mine, **theirs}.items() if one in joined}


def _holders(side: Outline, *, of_schema: bool) -> dict[str, str]:
    return {one: container for container, listed in side.order.items() for one in listed
            if is_of_schema(container) == of_schema}


def _stands(unit: Json | None, of_schema: bool) -> bool:
    """Whether a unit has a place: a question that nothing asks has none in the layout. What is
    gone has its old one, in case that it must come back."""
    return unit is None or of_schema or "control" in unit or "schema" not in unit


def _circular(holders: _Holders) -> bool:
    sound = {TOOLKIT, ANSWERS}
    for start in holders:
        way: dict[str, None] = {}
        one: str | None = start
        while one is not None and one not in sound:
            if one in way:
                return True
            way[one] = None
            one = holders.get(one)
        sound.update(way)
    return False


def _moved(before: Sequence[str], after: Sequence[str]) -> bool:
    return [one for one in before if one in after] != [one for one in after if one in before]
