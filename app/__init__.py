"""The application factory: wiring only. What a room does is registered by the room itself."""

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from flask import Flask

from app import clock, errors, security, static_files
from app.config import configure
from app.extensions import csrf, db, login_manager, prepare_migrations, prepare_templates
from app.routing import LazyRule, Name, Number

ROOMS = (
    "app.audit",
    "app.accounts",
    "app.rendering",
    "app.definitions",
    "app.cases",
    "app.assessments",
    "app.reviews",
    "app.pathway",
    "app.overview",
    "app.demonstration",
)
"""The rooms with something to register, lowest floor first. Each has `register(app)`."""


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Build the application; `settings` win over the environment."""
    app = Flask(
        __name__,
        instance_relative_config=True,
        template_folder="../templates",
        static_folder="static",
    )
    app.url_rule_class = LazyRule
    app.url_map.converters["default"] = app.url_map.converters["string"] = Name
    app.url_map.converters["int"] = Number
    configure(app, settings or {})
    db.init_app(app)
    if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        prepare_migrations(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    for part in (clock, errors, security, static_files):
        part.register(app)
    prepare_templates(app)
    for room in ROOMS:
        import_module(room).register(app)
    return app
