"""Session tokens: random, shown to the browser once, kept as a hash. Pure."""

import hashlib
import secrets


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is kept of a token or an e-mail address: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()
