"""The libraries that need the application, each made once. Rooms import them from here."""

from contextlib import suppress
from pathlib import Path

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemBytecodeCache, PackageLoader, PrefixLoader
from jinja2.bccache import Bucket

from app.database import db

__all__ = ["csrf", "db", "login_manager", "prepare_migrations", "prepare_templates"]

csrf = CSRFProtect()
login_manager = LoginManager()


def prepare_migrations(app: Flask) -> None:
    """Make migrations work. For commands alone: no page needs the 11 MB that the library takes."""
    from flask_migrate import Migrate

    Migrate(app, db, render_as_batch=True, compare_type=True)


class KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates, kept as Python keeps compiled modules: only where it may be written."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def prepare_templates(app: Flask) -> None:
    """Let templates import the GOV.UK macros as "govuk_frontend_jinja/components/...".

    Once compiled they are kept in the instance folder, each until its wording changes.
    """
    ours = app.jinja_loader
    theirs = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([ours, theirs] if ours else [theirs])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    compiled = Path(app.instance_path) / "templates"
    with suppress(OSError):
        compiled.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = KeptTemplates(str(compiled))
