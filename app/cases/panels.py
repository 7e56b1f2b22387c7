"""Parts of the case front page that other rooms add, without this room knowing them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, NamedTuple

from app.accounts.models import User
from app.cases.models import Case

Slot = Literal["banner", "next", "main", "past", "documents"]
SLOTS: tuple[Slot, ...] = ("banner", "next", "main")
"""Those of the front page; "past" is for the same page as it was at an earlier moment, "documents"
for the page of documents."""
Context = Callable[[Case, User, datetime], dict[str, Any] | None]


class Panel(NamedTuple):
    """A template and what fills it; None from `context` leaves it out."""

    slot: Slot
    order: int
    template: str
    context: Context


class Link(NamedTuple):
    """A page about a case; its endpoint takes `case_id`. Shown to those it is open to."""

    order: int
    text: str
    endpoint: str
    shown: Callable[[Case, User], bool]


_panels: dict[tuple[Slot, str], Panel] = {}
_links: dict[str, Link] = {}


def register_panel(order: int, template: str, context: Context, slot: Slot = "main") -> None:
    """Show `template` on every case front page, or where `slot` says, lowest order first.

    `context(case, actor, now)` gives a dict, or None to leave it out this time; the template
    finds it as `panel`, beside the page's `case`, `person`, `now` and `today`.
    "banner" stands above the level, "next" is what to do next, "main" is below both. "past" stands
    where a case is told as it was: `now` is that moment, and nothing recorded later belongs there.
    "documents" stands below what was uploaded: what else of a case is a document.
    Registered again for the same slot, a template replaces itself.
    """
    _panels[slot, template] = Panel(slot, order, template, context)


def _to_everybody(case: Case, actor: User) -> bool:
    return True


def register_link(
    order: int,
    text: str,
    endpoint: str,
    shown: Callable[[Case, User], bool] = _to_everybody,
) -> None:
    """Add a page to the navigation of every case; `url_for(endpoint, case_id=…)` is its address."""
    _links[endpoint] = Link(order, text, endpoint, shown)


def panels_of(slot: Slot, case: Case, actor: User, now: datetime) -> list[dict[str, Any]]:
    """The panels of a slot that have something to show: their context, with its `template`."""
    filled = (
        (panel.template, panel.context(case, actor, now))
        for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.template))
        if panel.slot == slot
    )
    return [{**context, "template": name} for name, context in filled if context is not None]


def links(case: Case, actor: User) -> list[Link]:
    """The pages of a case that are open to the actor, in order."""
    ordered = sorted(_links.values(), key=lambda link: (link.order, link.text))
    return [link for link in ordered if link.shown(case, actor)]
