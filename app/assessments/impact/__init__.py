"""What a new version of a toolkit does to live cases: whom it touches, who would come out at
another level. No recorded level changes by it, and nobody's case is named here (see `affected`)."""

from app.assessments.impact.assessing import assess

__all__ = ["assess"]
