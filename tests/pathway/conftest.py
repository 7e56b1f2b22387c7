"""A case whose level fell by one, and the people who may lower it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Role, User
from app.audit.models import AuditEvent
from app.database import db
from app.definitions.operations import import_document, publish
from tests.assessments.conftest import Worker, make_case
from tests.pathway.scene import HIGH, MEDIUM, Scene, ladder


@pytest.fixture
def publish_ladder(app: Any, now: Any) -> Callable[[str], None]:
    """publish_ladder("other") -> a toolkit of that slug, live"""
    def make(slug: str) -> None:
        version = import_document(text=json.dumps(ladder(slug)), actor=None, now=now)
        publish(version=version, actor=None, now=now, note="For a test", vouched="For a test")
    return make


@pytest.fixture
def discussed_first(app: Any, now: Any) -> Callable[[str], None]:
    """discussed_first("both") -> practice standards that ask for a discussion, in force"""
    def make(acts: str) -> None:
        version = import_document(actor=None, now=now, text=json.dumps({
            "slug": "practice-standards", "title": "Ours", "kind": "standards",
            "standards": {"discussed_first": acts}}))
        publish(version=version, actor=None, now=now, note="For a test", vouched="For a test")
    return make


@pytest.fixture
def scene(
    publish_ladder: Callable[[str], None], practitioner: User, make_user: Any, now: Any
) -> Scene:
    """A case without any assessment, and two reviewers of the team."""
    publish_ladder("ladder")
    reviewer = make_user(Role.REVIEWER, practitioner.team, name="Ruth Okafor")
    other = make_user(Role.REVIEWER, practitioner.team, name="Sam Reed")
    return Scene(Worker(practitioner, now), make_case(practitioner, now), reviewer, other)


@pytest.fixture
def fallen(scene: Scene) -> Scene:
    """High agreed, then Medium, with evidence; not signed."""
    scene.assess(HIGH)
    scene.agree("high")
    scene.assess(MEDIUM)
    return scene


@pytest.fixture
def signed(fallen: Scene) -> Scene:
    """The same, signed by a reviewer who explained every flag."""
    fallen.sign()
    return fallen


@pytest.fixture
def closing(signed: Scene, discussed_first: Callable[[str], None]) -> Scene:
    """A signed reduction, where a discussion has to agree to closing."""
    discussed_first("closing")
    return signed


@pytest.fixture
def senior(practitioner: User, make_user: Any) -> User:
    """A senior of the team who signs nothing."""
    return make_user(Role.REVIEWER, practitioner.team, name="Lena Brandt", senior=True)


@pytest.fixture
def trail() -> Callable[[int], list[str]]:
    """trail(case_id) -> what was done in a case, oldest first"""
    def of(case_id: int) -> list[str]:
        found = select(AuditEvent.action).where(AuditEvent.chain == f"case:{case_id}")
        return list(db.session.scalars(found.order_by(AuditEvent.sequence)))
    return of
