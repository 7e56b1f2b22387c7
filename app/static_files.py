"""Addresses of static files that browsers may keep for ever. What the files are: docs/front-end.md.

The address carries a digest of all static files, `/static/<digest>/js/draft.js`, as a folder, so
that scripts which import each other by relative address stay within one release.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for

DIGEST_LENGTH = 16
ADDRESSES = 64
A_YEAR = 365 * 24 * 60 * 60


def register(app: Flask) -> None:
    """Serve the static files, below their digest as well, and give templates `static_url`."""
    app.config["STATIC_DIGEST"] = digest_of(Path(str(app.static_folder)))
    app.add_url_rule(
        f"/static/<string(length={DIGEST_LENGTH}):digest>/<path:filename>", endpoint="static"
    )
    app.view_functions["static"] = send_static
    app.add_template_global(static_url)


def digest_of(folder: Path) -> str:
    """Sixteen hex digits over the names and contents of every file below `folder`."""
    whole = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(str(path.relative_to(folder)).encode() + b"\0")
        whole.update(sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:DIGEST_LENGTH]


def static_url(name: str) -> str:
    """The address of a file below app/static, such as `js/draft.js`; changes with every release."""
    return _address(request.script_root, current_app.config["STATIC_DIGEST"], name)


@lru_cache(maxsize=ADDRESSES)
def _address(root: str, digest: str, name: str) -> str:
    """Kept, since every page writes the same few."""
    return url_for("static", digest=digest, filename=name)


def send_static(filename: str, digest: str | None = None) -> Response:
    """A static file; compressed where set-up left a compressed twin and the browser takes it."""
    response = _send_compressed(filename) or _send(filename)
    response.vary.add("Accept-Encoding")
    if digest == current_app.config["STATIC_DIGEST"] and not current_app.debug:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
    return response


def _send(filename: str) -> Response:
    return send_from_directory(str(current_app.static_folder), filename)


def _send_compressed(filename: str) -> Response | None:
    twin = Path(str(current_app.static_folder)) / f"{filename}.gz"
    if "gzip" not in request.accept_encodings or not twin.is_file():
        return None
    response = _send(f"{filename}.gz")
    response.content_encoding = "gzip"
    response.mimetype = "text/css" if filename.endswith(".css") else "text/javascript"
    return response
