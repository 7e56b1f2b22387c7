"""Every write of this room, by name: who may, the change and its record, in one transaction."""

from app.reviews.operations.packs import Progress, ask_for_pack, make_on, progress_of, withhold
from app.reviews.operations.viewing import rebuild, record_look, store_last, view

__all__ = [
    "Progress",
    "ask_for_pack",
    "make_on",
    "progress_of",
    "rebuild",
    "record_look",
    "store_last",
    "view",
    "withhold",
]
