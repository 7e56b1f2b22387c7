"""How often versions are used: other rooms know, and register here what they know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Use(NamedTuple):
    """The assessments made with a version: those under way, and those that were submitted."""

    drafts: int = 0
    submitted: int = 0


Counter = Callable[[Sequence[int]], Mapping[int, Use]]
_counters: list[Counter] = []


def register_counter(counter: Counter) -> None:
    """Ask `counter` too; it takes ids of versions and gives their use, by id."""
    if counter not in _counters:
        _counters.append(counter)


def uses(version_ids: Sequence[int]) -> Mapping[int, Use]:
    """The use of each of these versions, by id."""
    counted = [counter(version_ids) for counter in _counters]
    return {
        one: Use(sum(found.get(one, Use()).drafts for found in counted),
                 sum(found.get(one, Use()).submitted for found in counted))
        for one in version_ids
    }
