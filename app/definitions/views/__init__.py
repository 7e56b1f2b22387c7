"""The pages of this room; each module holds those that belong together."""

from app.definitions.views import drafts, review, toolkits
from app.definitions.views.pages import blueprint

__all__ = ["blueprint", "drafts", "review", "toolkits"]
