"""Pages of several documents as one: numbered, the same each time."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from pypdf import PdfReader

from app.delivery.pdf import render_pdf
from app.reviews.packs.drawing import joined

AT = datetime(2026, 6, 3, 9, tzinfo=UTC)


def test_pages_of_any_shape_are_numbered_through_and_written_the_same_each_time() -> None:
    upright = render_pdf("<p>Upright</p>")
    wide = render_pdf("<style>@page { size: a4 landscape; }</style><p>Wide</p>")
    first, second = (joined([upright, wide], "Confidential. Pack 7.", "Pack 7", AT)
                     for _ in range(2))
    assert first == second and first[1] == 2
    pages = PdfReader(io.BytesIO(first[0])).pages
    for number, (page, word) in enumerate(zip(pages, ("Upright", "Wide"), strict=True), start=1):
        text = page.extract_text()
        assert word in text and f"Confidential. Pack 7. Page {number} of 2 of this pack." in text
