"""Toolkits in small, and what is done with them from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.definitions.models import DefinitionVersion
from app.definitions.operations import import_document, publish

SHIPPED = Path(__file__).parents[2] / "form_definitions"


def written(*keys: str, options: tuple[str, ...] = ("yes", "no"), **root: Any) -> str:
    """A document that asks these questions with these options."""
    chosen = {"oneOf": [{"const": key, "title": key.title()} for key in options]}
    return json.dumps({
        "slug": "small", "title": "Small toolkit", **root,
        "schema": {"type": "object", "properties": {
            key: {"type": "string", "title": f"About {key}", **chosen} for key in keys}},
    }, indent=1)


@pytest.fixture
def take_in(app, now) -> Callable[..., DefinitionVersion]:
    """take_in(text, published=True, at=now, **what publish takes) -> the version"""
    def take_in(
        text: str, published: bool = True, at: Any = now, **given: Any
    ) -> DefinitionVersion:
        version = import_document(text=text, actor=None, now=at)
        if published:
            publish(version=version, actor=None, now=at, note="As agreed",
                    **{"vouched": "In a test", **given})
        return version

    return take_in


@pytest.fixture
def flask(app) -> Callable[..., Any]:
    """flask("list") -> the result of `flask definitions list`"""
    return lambda *arguments: app.test_cli_runner().invoke(
        args=["definitions", *map(str, arguments)])
