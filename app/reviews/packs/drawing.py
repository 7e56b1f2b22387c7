"""The pages of a pack: a part drawn as a PDF, and all parts joined and numbered."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

from flask import current_app

from app.reviews.packs.parts import Part, Subject

_LEFT, _LOW, _SIZE = 45, 16, 7
"""Where the line stands that every page has, in points from the lower left, and its size."""


def pages_of(part: Part, subject: Subject) -> bytes:
    """A part as a PDF."""
    from app.delivery.pdf import render_pdf

    paper = current_app.jinja_env.get_template("pdf/pack_part.html")
    html = paper.render(part=part, subject=subject)
    return render_pdf(html, title=part.title, made_at=subject.pack.at)


def joined(parts: Iterable[bytes], line: str, title: str, at: datetime) -> tuple[bytes, int]:
    """One PDF of several, each page with a line of its own that ends in its number, and how many
    pages it has. The same bytes for the same arguments."""
    # Loaded when the first pack is made, as the library that draws is.
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for part in parts:
        writer.append(PdfReader(io.BytesIO(part)))
    count = len(writer.pages)
    stamps = PdfReader(io.BytesIO(_stamps(line, count))).pages
    for page, stamp in zip(writer.pages, stamps, strict=True):
        page.merge_page(stamp)
        page.compress_content_streams()
    stamp_date = f"D:{at:%Y%m%d%H%M%S}+00'00'"
    writer.metadata = {"/Title": title, "/Author": "Waymark", "/CreationDate": stamp_date}
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue(), count


def _stamps(line: str, count: int) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=A4, invariant=1)
    for number in range(1, count + 1):
        canvas.setFont("Helvetica", _SIZE)
        canvas.drawString(_LEFT, _LOW, f"{line} Page {number} of {count} of this pack.")
        canvas.showPage()
    canvas.save()
    return drawn.getvalue()
