"""The pages of this room; each module holds those that belong together."""

from app.reviews.views import as_it_was, comparing, levels, packs, remarks, signing
from app.reviews.views.pages import blueprint

__all__ = ["as_it_was", "blueprint", "comparing", "levels", "packs", "remarks", "signing"]
