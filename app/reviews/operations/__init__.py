"""Every write of this room, by name: who may, the change and its record, in one transaction."""

from app.reviews.operations.commenting import comment_on_row
from app.reviews.operations.desk import keep_desk, put_on_desk, rebuild_desk
from app.reviews.operations.following import follow_addendum, follow_submission
from app.reviews.operations.over_time import export_trajectory, view_trajectory
from app.reviews.operations.packs import Progress, ask_for_pack, make_on, progress_of, withhold
from app.reviews.operations.requesting import answer_requests, request_changes, withdraw_request
from app.reviews.operations.signing import sign, supersede
from app.reviews.operations.viewing import rebuild, record_look, store_last, view

__all__ = [
    "Progress",
    "answer_requests",
    "ask_for_pack",
    "comment_on_row",
    "export_trajectory",
    "follow_addendum",
    "follow_submission",
    "keep_desk",
    "make_on",
    "progress_of",
    "put_on_desk",
    "rebuild",
    "rebuild_desk",
    "record_look",
    "request_changes",
    "sign",
    "store_last",
    "supersede",
    "view",
    "view_trajectory",
    "withdraw_request",
    "withhold",
]
