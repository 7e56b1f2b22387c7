"""Every write of this room, by name: who may, the change and its record, in one transaction."""

from app.reviews.operations.over_time import export_trajectory, view_trajectory
from app.reviews.operations.viewing import rebuild, record_look, store_last, view

__all__ = ["export_trajectory", "rebuild", "record_look", "store_last", "view", "view_trajectory"]
