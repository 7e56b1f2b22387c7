"""Everything over time to take away: PDF, CSV and JSON, all of the same computed model."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from app.delivery.csv import csv_text
from app.engine.trajectory import Line, TrajectoryRow
from app.engine.trajectory_steps import Seen
from app.engine.trajectory_words import break_words, cell_words, stretches
from app.reviews.over_time.account import Account, ReviewLine
from app.reviews.over_time.lanes import Event, Lane
from app.reviews.over_time.page import by_section
from app.reviews.over_time.tables import reading_words

_HEADINGS = (
    "case", "toolkit", "what", "section", "key", "title", "review", "date", "version", "revision",
    "said", "low", "high", "who",
)
_WITHHELD = "Withheld"


def as_pdf(account: Account, now: datetime, *, in_pack: bool = False) -> bytes:
    """Everything on paper, in tables, whatever filter the screen showed. `in_pack`: without a line
    at the foot, because a pack has one of its own."""
    from app.delivery.pdf import render_pdf

    # Without what pages know of whoever asks: a pack is made without a page.
    html = current_app.jinja_env.get_template("pdf/over_time.html").render(
        account=account, person=account.found.case.young_person, made_at=now,
        in_pack=in_pack, sections=by_section(account.made.rows), stretches=stretches,
        reading_words=reading_words, lanes=_by_lane(account.events))
    return render_pdf(html, title="Over time", made_at=now)


def _by_lane(found: Sequence[Event]) -> list[tuple[Lane, list[Event]]]:
    """What was done and what happened, lane by lane, where there is any."""
    lanes = [(lane, [one for one in found if one.lane is lane]) for lane in Lane]
    return [(lane, listed) for lane, listed in lanes if listed]


def as_csv(account: Account, now: datetime) -> bytes:
    """A line for every review, for every measure and question in each, and for every action."""
    return csv_text([_HEADINGS, *_csv_lines(account)]).encode("utf-8-sig")


def as_json(account: Account, now: datetime) -> bytes:
    """The whole trajectory as JSON."""
    return json.dumps(document(account, now), ensure_ascii=False, indent=1).encode()


def document(account: Account, now: datetime) -> dict[str, Any]:
    """The same as plain JSON."""
    return {
        "case": account.found.case.id, "toolkit": account.found.slug, "made_at": now.isoformat(),
        "reviews": [_review(line, account) for line in account.lines],
        "measures": [_measure(line, account) for line in account.made.lines],
        "rows": [_row(row, account) for row in account.made.rows],
        "events": [_event(one) for one in account.events],
        "actions_withheld": account.made.actions_withheld,
    }


# JSON


def _review(line: ReviewLine, account: Account) -> dict[str, Any]:
    point, step = line.point, line.column.step if line.column else None
    revision = account.found.every[line.number - 1].revision
    told = {
        "judged": step.judged, "lower_only_because_of_time": step.by_time,
        "at_least": step.at_least.title if step.at_least else None,
        "possibly": step.possibly.title if step.possibly else None,
    } if step else {}
    return {
        "number": line.number, "toolkit": point.slug, "assessed_on": point.on.isoformat(),
        "version": point.version, "definition_sha256": revision.version.sha256,
        "revision": point.revision_id, "root": revision.root, "level": point.title,
        "rank": point.rank, "calculated": point.calculated,
        "highest_so_far": line.highest.title if line.highest else None,
        "review_due": point.due.isoformat() if point.due else None,
        "joined_with_the_one_before": not line.broken, **told,
    }


def _measure(line: Line, account: Account) -> dict[str, Any]:
    if line.withheld:
        return {"id": line.id, "title": line.title, "withheld": True}
    return {"id": line.id, "title": line.title, "reviews": [
        {"review": account.number_of(place), "interval": [one.low, one.high],
         "unknown": one.unknown,
         "lower_only_because_of_time": one.by_time, "comparable": place not in line.breaks}
        for place, one in enumerate(line.readings) if one is not None]}


def _row(row: TrajectoryRow, account: Account) -> dict[str, Any]:
    if row.withheld:
        return {"section": row.section, "visibility": "withheld"}
    return {"key": row.key, "section": row.section, "question": row.label, "reviews": [
        {"review": account.number_of(place), "state": cell.seen.value, "answer": cell.words,
         "standing": cell.standing.value, "direction": cell.direction.value,
         "evidenced": cell.evidenced, "held": cell.held, "aged": cell.aged,
         "broken": break_words(row.breaks[place]) if place in row.breaks else None}
        for place, cell in enumerate(row.cells)]}


def _event(event: Event) -> dict[str, Any]:
    return {"what": event.lane.value, "on": event.day, "title": event.what, "who": event.who}


# CSV


def _csv_lines(account: Account) -> Iterator[tuple[object, ...]]:
    case, slug = account.found.case.id, account.found.slug
    for line in account.lines:
        point = line.point
        yield (case, point.slug, "level", "", "", "Level", line.number, point.on.isoformat(),
               point.version, point.revision_id,
               f"{point.title}. Calculated: {point.calculated}", "", "", "")
    for measure in account.made.lines:
        yield from ((case, slug, "measure", *one) for one in _measured(measure, account))
    for row in account.made.rows:
        yield from ((case, slug, "question", *one) for one in _asked(row, account))
    for event in account.events:
        yield (case, slug, event.lane.value, "", "", event.what, "", event.day, "", "", "", "", "",
               event.who)


def _measured(line: Line, account: Account) -> Iterator[tuple[object, ...]]:
    if line.withheld:
        yield ("", line.id, line.title, "", "", "", "", _WITHHELD, "", "", "")
    for place, reading in enumerate(line.readings):
        if reading is not None:
            yield ("", line.id, line.title, *_where(account, place),
                   ". ".join(reading_words(line, place)), reading.low, reading.high, "")


def _asked(row: TrajectoryRow, account: Account) -> Iterator[tuple[object, ...]]:
    if row.withheld:
        yield (row.section, "", _WITHHELD, "", "", "", "", _WITHHELD, "", "", "")
        return
    for place, cell in enumerate(row.cells):
        if cell.seen is not Seen.NOT_THERE:
            told = f"{break_words(row.breaks[place])}. " if place in row.breaks else ""
            yield (row.section, row.key, row.label, *_where(account, place),
                   f"{told}{cell_words(cell)}", "", "", "")


def _where(account: Account, place: int) -> tuple[object, ...]:
    point = account.points[account.numbers[place]]
    return account.number_of(place), point.on.isoformat(), point.version, point.revision_id
