"""A signed comparison on paper. Its bytes are kept with the signature, as they were that day."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from app.engine.signed_document import Parts
from app.reviews.sheet import sheet_of


def signed_pdf(
    parts: Parts, root: str, person: str, at: datetime, gone: frozenset[str] = frozenset()
) -> bytes:
    """The paper, with the hash of what was signed on every page; without the parts in `gone`."""
    from app.delivery.pdf import render_pdf

    # As a template and no page: what is signed may be signed without a browser.
    template = current_app.jinja_env.get_template("pdf/signed.html")
    html = template.render(sheet=sheet_of(parts, gone), root=root, person=person)
    return render_pdf(html, title="Signed comparison", made_at=at)
