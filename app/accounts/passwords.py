"""Hashing passwords with argon2. Who may sign in is in operations."""

from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

SHORTEST = 12


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher().hash(password)


def is_password(kept: str, password: str) -> bool:
    """Whether `password` is the one that `kept` was made of.

    Takes as long when nothing is kept, so that timing does not tell who has an account.
    """
    try:
        return _hasher().verify(kept or _nobodys(), password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether `kept` was made more cheaply than passwords are hashed today."""
    return _hasher().check_needs_rehash(kept)


def _hasher() -> PasswordHasher:
    return PasswordHasher(**current_app.config["PASSWORD_HASHING"])


def _nobodys() -> str:
    settings = tuple(sorted(current_app.config["PASSWORD_HASHING"].items()))
    return _hash_of_nothing(settings)


@lru_cache(maxsize=8)
def _hash_of_nothing(settings: tuple[tuple[str, Any], ...]) -> str:
    return PasswordHasher(**dict(settings)).hash("")
