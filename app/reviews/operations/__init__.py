"""Every write of this room, by name: who may, the change and its record, in one transaction."""

from app.reviews.operations.desk import keep_desk, put_on_desk, rebuild_desk
from app.reviews.operations.viewing import rebuild, record_look, store_last, view

__all__ = [
    "keep_desk",
    "put_on_desk",
    "rebuild",
    "rebuild_desk",
    "record_look",
    "store_last",
    "view",
]
