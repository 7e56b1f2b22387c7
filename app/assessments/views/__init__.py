"""The pages of this room; each module holds those that belong together."""

from app.assessments.views import (
    adding,
    choosing,
    finishing,
    harm,
    moving,
    past,
    sections,
    starting,
    taking_away,
    tasks,
    trying,
)
from app.assessments.views.pages import blueprint

__all__ = [
    "adding",
    "blueprint",
    "choosing",
    "finishing",
    "harm",
    "moving",
    "past",
    "sections",
    "starting",
    "taking_away",
    "tasks",
    "trying",
]
