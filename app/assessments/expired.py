"""Keeping what somebody sends from a page of a draft after their session ran out."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from app.accounts.access import on_expired_post
from app.accounts.models import User
from app.assessments import operations
from app.assessments.views.sections import typed_in, version_of_page
from app.clock import now
from app.errors import WaymarkError

_SECTION = re.compile(r"/assessments/([0-9]{1,10})/(?:sections|add)/([^/]{1,200})")


def register(app: Flask) -> None:
    """Listen for pages that arrive too late."""
    on_expired_post.connect(keep, app)


def keep(
    sender: Flask, *, user: User, path: str, form: MultiDict[str, str], **_: Any
) -> bool | None:
    """Keep the page for the person whose session it was; None where it is none of ours."""
    found = _SECTION.fullmatch(path)
    if found is None:
        return None
    try:
        return operations.keep_post(
            user=user, now=now(), assessment_id=int(found[1]), section=found[2],
            form=typed_in(form), version_id=version_of_page(form))
    except WaymarkError:
        return False
