"""What the page over time shows under a filter, and what its PDF shows. No reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from app.engine.trajectory import TrajectoryRow
from app.reviews.over_time import drawing, tables
from app.reviews.over_time.axis import Axis
from app.reviews.over_time.lanes import lanes
from app.reviews.over_time.legend import legend
from app.reviews.over_time.level_line import Plot, plot
from app.reviews.over_time.account import Account


class Shown(Struct, frozen=True):
    """Which questions are shown: only those that say something of risk, or every one; of all
    sections, or of one."""

    everything: bool = False
    section: str = ""

    def shows(self, row: TrajectoryRow) -> bool:
        """Whether a row passes."""
        return (self.everything or row.risky) and self.section in ("", row.section_key)


def page_of(account: Account, shown: Shown, today: date) -> dict[str, Any]:
    """The context of the page."""
    found, made = account.found, account.made
    rows = [row for row in made.rows if shown.shows(row)]
    return {
        "case": found.case, "person": found.case.young_person, "found": found,
        "account": account,
        "shown": shown, "made": made, "rows": rows, "hidden": len(made.rows) - len(rows),
        "sections": list(dict.fromkeys((row.section_key, row.section) for row in made.rows)),
        "drawn": drawn(account, rows, today), "legend": legend(rows),
        "grid_table": tables.grid(rows, account), "measures_table": tables.measures(account),
        "events_table": tables.events(account),
        "aged_levels": [account.number_of(place) for place, column in enumerate(made.columns)
                        if column.step.by_time],
    }


def drawn(account: Account, rows: Sequence[TrajectoryRow], today: date) -> Markup | None:
    """Everything on one axis; nothing where there are fewer than two reviews to draw."""
    if len(account.points) < 2:
        return None
    axis = Axis.of([point.on for point in account.points], today)
    places = [axis.reviews[number] for number in account.numbers]
    made = [drawing.heading(axis)]
    levels = _plot(account, axis)
    if levels is not None:
        made.append(drawing.levels(levels, axis))
    made.extend(drawing.measure(line, axis, places, axis.end) for line in account.made.lines)
    happened = list(lanes(account.events, axis))
    if happened:
        made.append(drawing.title("What was done and what happened"))
        made.extend(drawing.lane(lane, marks, axis) for lane, marks in happened)
    made.extend(drawing.grid(rows, places, axis.width))
    return drawing.panel(made)


def _plot(account: Account, axis: Axis) -> Plot | None:
    titles = [(level.rank, level.title) for definition in account.found.definitions
              for level in definition.levels]
    return plot(account.points, titles, axis)


def by_section(rows: Sequence[TrajectoryRow]) -> list[tuple[str, list[TrajectoryRow]]]:
    """Rows under the titles of their sections."""
    return [(title, list(found)) for title, found in groupby(rows, key=lambda row: row.section)]
