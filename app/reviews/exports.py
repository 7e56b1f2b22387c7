"""A comparison to take away: PDF, CSV and JSON, all of the same computed model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import current_app

from app.clock import EVER, show_datetime
from app.delivery.csv import csv_text
from app.engine.comparison import Visibility
from app.engine.reading import Entry
from app.engine.withheld_rows import NOTICE
from app.engine.telling import flag_words, measure_words, what_happened
from app.reviews import queries
from app.reviews.drawing import words
from app.reviews.pages import paper_of
from app.reviews.queries import Compared
from app.reviews.schemas import comparison_document

_HEADINGS = (
    "case", "section", "key", "question before", "question after", "before", "after",
    "what happened", "rationale before", "rationale after", "flags", "definition",
    "version before", "version after", "sha256 before", "sha256 after",
)


def as_json(compared: Compared, now: datetime) -> bytes:
    """The whole comparison as JSON."""
    moment = compared.moment
    document = {**comparison_document(compared), "signature": _signature(compared),
                "as_it_was_on": moment.on.isoformat() if moment else None,
                "made_at": now.isoformat()}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def as_csv(compared: Compared, now: datetime) -> bytes:
    """A line for every question of either version."""
    return csv_text([_HEADINGS, *_lines(compared)]).encode("utf-8-sig")


def as_pdf(compared: Compared, now: datetime, *, in_pack: bool = False) -> bytes:
    """Everything on paper, whatever filter the screen showed. `in_pack`: without a line
    at the foot, because a pack has one of its own."""
    from app.delivery.pdf import render_pdf

    # Without what pages know of whoever asks: a pack is made, and something signed, without a page.
    html = current_app.jinja_env.get_template("pdf/comparison.html").render(
        **paper_of(compared), made_at=now, in_pack=in_pack, told_answer=told, words=words,
        note_of=measure_words, signature=_signature(compared))
    return render_pdf(html, title="What changed", made_at=now)


def _signature(compared: Compared) -> dict[str, Any] | None:
    """The newest signature over these two, if there is one that nothing was added to since; looked
    back to a day, by then."""
    until = compared.moment.until if compared.moment else EVER
    signed = queries.signed_by_then(compared, until)
    if signed is None or (signed.superseded is not None and signed.superseded.at <= until):
        return None
    return {"id": signed.id, "by": signed.by_name, "at": signed.at.isoformat(),
            "on": show_datetime(signed.at), "root": signed.root}


def _lines(compared: Compared) -> Iterator[tuple[object, ...]]:
    versions = (
        compared.later.definition.slug, compared.earlier.revision.version.number,
        compared.later.revision.version.number, compared.earlier.definition.sha256,
        compared.later.definition.sha256,
    )
    for row in compared.comparison.rows:
        if row.visibility is Visibility.WITHHELD:
            yield (compared.case.id, row.section, "", *("Withheld",) * 8, *versions)
            continue
        before, after = row.before, row.after
        yield (
            compared.case.id, row.section, row.key, before.label if before else "",
            after.label if after else "", told(before), told(after), what_happened(row),
            before.mark.rationale if before else "", after.mark.rationale if after else "",
            "; ".join(flag_words(flag) for flag in row.flags), *versions,
        )


def told(entry: Entry | None) -> str:
    """The answer of one side in a line."""
    if entry is None:
        return "Not asked in this version"
    if entry.rows:
        rows = "; ".join(f"{row.title}: {row.text}" for row in entry.rows if row.text)
        return f"{rows}. {NOTICE}" if entry.in_part else rows
    return entry.words
