"""What other rooms say at the top of a submitted assessment, without this room knowing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.accounts.models import User
from app.assessments.models import Assessment

Context = Callable[[Assessment, User], dict[str, Any] | None]

_notices: dict[str, Context] = {}


def register_notice(template: str, context: Context) -> None:
    """Show `template` above every submitted assessment and where one adds to it.

    `context(assessment, actor)` gives a dict, or None to leave it out this time; the template finds
    it as `notice`, beside the page's `assessment`, `case` and `person`.
    """
    _notices[template] = context


def notices_of(assessment: Assessment, actor: User) -> list[dict[str, Any]]:
    """The notices that have something to show: their context, with its `template`."""
    filled = ((name, context(assessment, actor)) for name, context in sorted(_notices.items()))
    return [{**context, "template": name} for name, context in filled if context is not None]
