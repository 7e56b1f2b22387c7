"""The pages of this room; each module holds those that belong together."""

from app.definitions.views import (
    comparing,
    drafts,
    editing,
    editing_adding,
    editing_conditions,
    editing_kept,
    editing_levels,
    editing_lineage,
    editing_units,
    history,
    impact,
    review,
    standards,
    toolkits,
)
from app.definitions.views.pages import blueprint

__all__ = [
    "blueprint", "comparing", "drafts", "editing", "editing_adding", "editing_conditions",
    "editing_kept", "editing_levels", "editing_lineage", "editing_units", "history", "impact",
    "review", "standards", "toolkits",
]
