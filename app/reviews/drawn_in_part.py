"""A page of a comparison that was signed, for somebody who may not see all of it.

Taken from what was stored, never worked out again; which parts are withheld is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.engine.reading import WITHHELD
from app.engine.signed_document import OF_THE_LEVEL
from app.reviews.drawn import Drawn, DrawnKnown, DrawnMeasure, DrawnSection

_SUMMARY = "What changed in sentences is withheld from you, because some answers are."


def in_part(drawn: Drawn, gone: frozenset[str]) -> Drawn:
    """The page without the parts of the signed document that are named in `gone`.

    A withheld row stands in its place and passes every filter, so that nothing tells whether it
    changed.
    """
    if not gone:
        return drawn
    rows, measures, known = (_numbers(gone, kind) for kind in ("row/", "measure/", "known/"))
    keys = {row[1] for section in drawn["sections"] for row in section["rows"] if row[0] in rows}
    return Drawn(
        before=drawn["before"], after=drawn["after"],
        summary=[_SUMMARY] if "summary" in gone else drawn["summary"],
        warnings={name: words for name, words in drawn["warnings"].items()
                  if "warnings" not in gone or name in OF_THE_LEVEL},
        flags=[flag for flag in drawn["flags"] if flag[1] not in keys],
        levels=drawn["levels"], calculated=drawn["calculated"],
        judged_differently=drawn["judged_differently"],
        judged_reason=WITHHELD if "reason/later" in gone else drawn["judged_reason"],
        measures=[_hidden(one) if number in measures else one
                  for number, one in enumerate(drawn["measures"])],
        known=[_unknown(one) if number in known else one
               for number, one in enumerate(drawn["known"])],
        sections=[_section(one, rows) for one in drawn["sections"]],
        shows={name: sorted(rows.union(shown)) for name, shown in drawn["shows"].items()},
        present=[number for number in drawn["present"] if number not in rows],
        rows=drawn["rows"])


def _numbers(gone: Iterable[str], kind: str) -> frozenset[int]:
    """The numbers of the parts of a kind: "row/00012/drugs" is the row 12."""
    return frozenset(int(name.split("/")[1]) for name in gone if name.startswith(kind))


def _hidden(one: DrawnMeasure) -> DrawnMeasure:
    return DrawnMeasure(title=one["title"], withheld=True, before="", after="", unknown=0, note="",
                        delta=None)


def _unknown(one: DrawnKnown) -> DrawnKnown:
    return DrawnKnown(title=one["title"], before=WITHHELD, after=WITHHELD, less=False)


def _section(one: DrawnSection, rows: frozenset[int]) -> DrawnSection:
    return DrawnSection(key=one["key"], title=one["title"], rows=[
        (row[0], "", "", "") if row[0] in rows else row for row in one["rows"]])
