"""What of a posted form somebody typed: not what its page fills in, nor what nobody may keep."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Request
from werkzeug.exceptions import HTTPException

MARK = "kept_form"
"""The field by which a page says which kept form it was filled with."""

NEVER_KEPT = re.compile("password|passcode|csrf_token", re.IGNORECASE)
_OF_THE_PAGE = frozenset({
    MARK, "base_number", "choice", "intent", "looked_at", "page", "save_id", "seen_number",
    "version",
})
"""Fields that the page fills in, or a click; nobody typed them."""


def typed(form: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What somebody entered: not what the page itself sends, nor what is blank."""
    return [(name, value) for name, value in form
            if name not in _OF_THE_PAGE and not NEVER_KEPT.search(name) and value.strip()]


def words_sent(request: Request) -> list[str]:
    """Texts of more than one word that a page of ours sent, for whoever typed them to copy.

    Empty where another site sent them: it could have our pages say what it likes.
    """
    sent_from = urlsplit(request.origin or request.referrer or "").netloc
    if request.method != "POST" or sent_from != request.host:
        return []
    try:
        entered = typed(request.form.items(multi=True))
    except HTTPException:
        # A form that cannot be read, which may be what went wrong.
        return []
    return [value for _, value in entered if len(value.split()) > 1]
