"""The tables of this room, all of them by name; what each holds stands in its own module."""

from app.reviews.models.stored import StoredComparison, StoredStep

__all__ = ["StoredComparison", "StoredStep"]
