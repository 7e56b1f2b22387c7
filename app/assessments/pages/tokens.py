"""What a page of a draft says about itself when it is posted, signed so that nobody invents it."""

from __future__ import annotations

import base64
import hmac
import secrets
from functools import lru_cache
from typing import Any

from itsdangerous import BadData, Serializer
from msgspec import Struct

from app.assessments.operations import Opened
from app.errors import Refused
from app.rendering.displayed import Displayed

_PURPOSE = "a page of an assessment"
_COPY = "a copy of a draft on a device"


class OutOfDate(Refused):
    """The page was not made by this service for this person and this assessment."""

    def __init__(self) -> None:
        super().__init__(
            "This page is out of date. Copy anything you typed, load the page again and enter it "
            "there."
        )


class PageToken(Struct, frozen=True):
    """Whose page it is, what it shows, and the revision it was made from, on which version.

    `immediate` holds the keys of the answers whose call for action stands on the page.
    """

    assessment_id: int
    user_id: int
    section: str
    opened: Opened
    displayed: Displayed
    immediate: tuple[str, ...] = ()
    version_id: int | None = None


def fresh_page() -> str:
    """A name for a page that no other page has."""
    return secrets.token_urlsafe(9)


def signed(secret: str, token: PageToken) -> str:
    """The token as the page carries it."""
    document = {
        "a": token.assessment_id, "u": token.user_id, "s": token.section,
        "n": token.opened.base_number, "p": token.opened.page,
        "d": token.displayed.to_document(), "i": list(token.immediate),
        "v": token.version_id,
    }
    return str(_signer(secret).dumps(document))


def read(
    secret: str, text: str, *, assessment_id: int, user_id: int, section: str
) -> PageToken:
    """The token that `signed` wrote, for this person, assessment and section. Raises OutOfDate."""
    token = _read(secret, text)
    if (token.assessment_id, token.user_id, token.section) != (assessment_id, user_id, section):
        raise OutOfDate()
    return token


def of_page(secret: str, text: str) -> PageToken | None:
    """The token of a page that was kept; None where this service did not make it."""
    try:
        return _read(secret, text)
    except OutOfDate:
        return None


def draft_key(secret: str, user_id: int, assessment_id: int) -> str:
    """The key of what a browser keeps of a draft: the person's and the draft's, 32 bytes."""
    about = f"{_COPY}\n{user_id}\n{assessment_id}".encode()
    return base64.b64encode(hmac.digest(secret.encode(), about, "sha256")).decode()


def _read(secret: str, text: str) -> PageToken:
    try:
        document: dict[str, Any] = _signer(secret).loads(text)
        return PageToken(
            document["a"], document["u"], document["s"],
            Opened(document["n"], document["p"]), Displayed.from_document(document["d"]),
            tuple(document["i"]), document.get("v"),
        )
    except (BadData, KeyError, TypeError, ValueError, AttributeError):
        raise OutOfDate() from None


@lru_cache(maxsize=1)
def _signer(secret: str) -> Serializer[str]:
    """Made once: that takes as long as signing. Not compressed, which would take longer still."""
    return Serializer(secret, salt=_PURPOSE)
