"""The pages of this room; each module holds those that belong together."""

from app.pathway.views import levels, reporting, stepping
from app.pathway.views.pages import blueprint

__all__ = ["blueprint", "levels", "reporting", "stepping"]
