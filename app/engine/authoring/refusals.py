"""Why an edit is not made, at which unit, and what refers to it."""

from __future__ import annotations

from typing import NamedTuple


class Reference(NamedTuple):
    """One place that refers to something else.

    `address` is the unit in which it stands, `place` in plain words what of it refers (such as
    "rule" or "term 3"), `to` what is referred to. `may_go` is true where the reference can be taken
    away together with it, and everything else still means what it did.
    """

    address: str
    place: str
    to: str
    may_go: bool


class EditRefused(ValueError):
    """An edit that cannot be made at a unit; `references` are the places that stand against it.

    `setting` names the setting that was wrong, where the edit came from a form.
    """

    def __init__(
        self, address: str, reason: str, references: tuple[Reference, ...] = (), setting: str = ""
    ) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason
        self.references = references
        self.setting = setting
