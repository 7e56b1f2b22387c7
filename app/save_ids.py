"""The name that a page gives to a save, so that the same page sent twice is saved once.

A name that stands beside something of another case, or of somebody else, saves nothing.
"""

from __future__ import annotations

import re

from app.errors import Conflict, Refused

_SAVE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


class SavedElsewhere(Conflict):
    """The page was sent before by somebody else, or about something else."""

    def __init__(self) -> None:
        super().__init__(
            "This page was saved elsewhere. Copy what you typed, and load it again.")


def check_save_id(save_id: str) -> None:
    """Raises Refused for a name that no page of ours would send."""
    if not _SAVE_ID.fullmatch(save_id):
        raise Refused("This page is out of date. Load it again, and enter what you typed there.")
