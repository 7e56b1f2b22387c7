"""Every setting, where it comes from and what holds when nobody sets it."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask

from app.database import engine_options


class Setting(NamedTuple):
    """One environment variable that an operator may set."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("DATABASE_URL", "", "where the records are; SQLite in the instance folder when empty"),
    Setting("SECRET_KEY", "", "signs cookies; made once in the instance folder when empty"),
    Setting("HTTPS", "", "1 when people reach the service over HTTPS: locks cookies to it"),
    Setting("SOCIAL_CARE_CONTACT", "", "how to reach children’s social care: on pages and paper"),
    Setting("TRUSTED_PROXIES", "0", "how many proxies in front may name the visitor's address"),
    Setting("UPLOAD_LIMIT_MB", "10", "how large a document of a case may be"),
    Setting("SCAN_UPLOADS", "", "the command of a virus scanner that reads a document from stdin"),
)


def configure(app: Flask, settings: Mapping[str, Any]) -> None:
    """Fill app.config from the environment, then from `settings`, which win."""
    config, instance = app.config, Path(app.instance_path)
    config.from_mapping(
        SESSION_IDLE=timedelta(minutes=30),
        SESSION_LIMIT=timedelta(hours=12),
        PASSWORD_HASHING={},
        CLOCK=None,
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        # All the fields of a form that are no files: room for a whole toolkit and its sources.
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    config.from_mapping({s.name: os.environ.get(s.name, s.default) for s in SETTINGS})
    config.from_mapping(settings)
    config["HTTPS"] = _is_yes(config["HTTPS"])
    config["TRUSTED_PROXIES"] = int(config["TRUSTED_PROXIES"])
    config["UPLOAD_LIMIT_MB"] = int(config["UPLOAD_LIMIT_MB"])
    config["SECRET_KEY"] = config["SECRET_KEY"] or _kept_secret(instance)
    config["SQLALCHEMY_DATABASE_URI"] = database_url(config["DATABASE_URL"], instance)
    config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(config["SQLALCHEMY_DATABASE_URI"])
    _name_cookies(app)


def database_url(url: str, instance: Path) -> str:
    """The address SQLAlchemy understands; an empty one means SQLite in `instance`."""
    if not url:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        return f"sqlite:///{instance / 'waymark.sqlite'}"
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _is_yes(value: object) -> bool:
    return str(value).strip().lower() in {"1", "true", "yes", "on"}


def _name_cookies(app: Flask) -> None:
    """Browsers hold `__Host-` cookies to this host, its root path and HTTPS."""
    https = app.config["HTTPS"]
    app.config["SESSION_COOKIE_SECURE"] = https
    app.config["SESSION_COOKIE_NAME"] = "__Host-waymark" if https else "waymark"
    app.config["PREFERRED_URL_SCHEME"] = "https" if https else "http"


def _kept_secret(instance: Path) -> str:
    """The instance's own secret, made on first use and readable by its owner only.

    It is linked into place whole, so that two workers starting at once agree on one.
    """
    place = instance / "secret-key"
    if not place.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = instance / f"secret-key.{secrets.token_hex(4)}"
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, place)
        draft.unlink()
    return place.read_text()
