"""The pages of this room; each module holds those that belong together."""

from app.reviews.views import comparing, levels, packs, remarks, signing
from app.reviews.views.pages import blueprint

__all__ = ["blueprint", "comparing", "levels", "packs", "remarks", "signing"]
