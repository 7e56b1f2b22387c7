"""The pages of this room; each module holds those that belong together."""

from app.pathway.views import discussing, levels, reporting, stepping
from app.pathway.views.pages import blueprint

__all__ = ["blueprint", "discussing", "levels", "reporting", "stepping"]
