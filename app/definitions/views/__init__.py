"""The pages of this room; each module holds those that belong together."""

from app.definitions.views import comparing, drafts, impact, review, standards, toolkits
from app.definitions.views.pages import blueprint

__all__ = ["blueprint", "comparing", "drafts", "impact", "review", "standards", "toolkits"]
