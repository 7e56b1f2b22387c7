"""Whether two versions of a toolkit count alike, so that what they count may be drawn as one line.

Which questions are the same question is in `pairing`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from app.engine.definition import Definition
from app.engine.pairing import KEPT, Pairing


@lru_cache(maxsize=8 * KEPT)
def same_measure(measure_id: str, pairing: Pairing) -> bool:
    """Whether both versions count the same answers to the same questions alike."""
    if pairing.same_version:
        return True
    before = _terms(pairing.earlier, measure_id, pairing.later_of)
    return None not in before and before == _terms(pairing.later, measure_id, lambda key: key)


def _terms(
    definition: Definition, measure_id: str, named: Callable[[str], str | None]
) -> frozenset[str | None]:
    """What a measure counts, in text, its questions named as they are in the later version; None
    among them for a question that the later version does not have."""
    parts = definition.document.get("measures", ())
    found = next((one["terms"] for one in parts if one["id"] == measure_id), ())
    measure = next(one for one in definition.measures if one.id == measure_id) if found else None
    keys = [named(term.key) for term in measure.terms] if measure else []
    return frozenset(
        None if key is None else f"{key} {_counted(part)}"
        for key, part in zip(keys, found, strict=True))


def _counted(part: Mapping[str, Any]) -> str:
    """How a term of a measure counts, whatever question it is about."""
    windows = part.get("windows") or {}
    said = part.get("when"), part.get("weight", 1), part.get("value", False), windows.get("bands")
    return json.dumps(said, sort_keys=True)


def same_levels(pairing: Pairing) -> bool:
    """Whether both versions have the same levels, so that one may be drawn above another."""
    return pairing.same_version or _ranks(pairing.earlier) == _ranks(pairing.later)


def _ranks(definition: Definition) -> list[tuple[int, str]]:
    return [(level.rank, level.id) for level in definition.levels_by_rank]
