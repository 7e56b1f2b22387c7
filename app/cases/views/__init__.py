"""The pages of this room; each module holds those that belong together."""

from app.cases.views import allocation, danger, documents, front, lists, notes, people
from app.cases.views.pages import blueprint

__all__ = ["allocation", "blueprint", "danger", "documents", "front", "lists", "notes", "people"]
