"""A case with two assessments, and who signs what they come to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import Role
from tests.assessments.conftest import Worker
from tests.reviews.signings import Reviewer
from tests.reviews.test_corrections import assess, case, worker

__all__ = ["case", "worker"]


@pytest.fixture
def reviewed(worker: Worker, case: Any, make_user: Any) -> Reviewer:
    """A reviewer of the team, when something was present and is not present any more."""
    assess(worker, case, "present")
    later = assess(worker, case, "not_present")
    user = make_user(Role.REVIEWER, worker.user.team, name="Ruth Okafor")
    return Reviewer(user, case, later.at + timedelta(days=1))
