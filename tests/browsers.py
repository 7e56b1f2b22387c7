"""A real browser on a real server. What a page must do is said in the tests that use it."""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from app.accounts.models import User
from tests.databases import missing
from tests.people import begin_session

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/screenshots"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
_FAULTS = """
    async options => {
        const found = await axe.run(document, { resultTypes: ["violations"], ...options });
        return found.violations;
    }
"""
"""Every rule runs; only what is well is not described element by element, which takes longest."""
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses the browser is marked so. Journeys begin first: a worker that began one when
    the other has nothing left to do would keep everybody waiting."""
    items.sort(key=lambda item: "journeys" not in item.path.parts)
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of the application, served with threads."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, one for all tests of a worker."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        missing("Chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Any, live_server: str) -> Iterator[Callable[..., Any]]:
    """new_page(**options) -> a page in a window of its own, such as viewport or java_script_enabled

    Fails the test at its end when a script broke or something was stopped by the security policy.
    """
    contexts, problems = [], []

    def open_page(**options: Any) -> Any:
        context = browser.new_context(base_url=live_server, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: _note(message.text, problems))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A page at the size of a desktop."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone_page(new_page: Callable[..., Any]) -> Any:
    """A page 320 pixels wide."""
    return new_page(viewport={"width": 320, "height": 640})


@pytest.fixture
def sign_in_page(app: Flask, live_server: str) -> Callable[[Any, User], Any]:
    """sign_in_page(page, user) -> the page, as that user from its next address on"""

    def sign_in(page: Any, user: User) -> Any:
        serializer = app.session_interface.get_signing_serializer(app)
        value = serializer.dumps({"token": begin_session(user)})
        name = app.config["SESSION_COOKIE_NAME"]
        page.context.add_cookies([{"name": name, "value": value, "url": live_server}])
        return page

    return sign_in


@pytest.fixture
def picture() -> Callable[..., None]:
    """picture(page, "name") fails where a page does not fit at 1280 or at 320 pixels. With
    PICTURES=1 in the environment both are kept in docs/screenshots, as NAME.png and NAME-320.png;
    `at` is the selector of what stands at the top."""

    def look(page: Any, name: str, height: int = 1250, at: str = "") -> None:
        before = page.viewport_size
        for width, ending in ((320, "-320"), (1280, "")):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            page.evaluate("at => (at ? document.querySelector(at) : document.body)"
                          ".scrollIntoView()", at)
            if os.environ.get("PICTURES") == "1":
                page.screenshot(path=PICTURES / f"{name}{ending}.png")
        page.set_viewport_size(before)

    return look


@pytest.fixture
def check_accessibility() -> Callable[..., None]:
    """check_accessibility(page) fails, naming each element, where axe-core finds a fault"""

    def check(page: Any, **options: Any) -> None:
        if not AXE.exists():
            missing("axe-core is not installed (npm ci)")
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8") + ";null")
        found = page.evaluate(_FAULTS, options)
        assert not found, "\n".join(_describe(violation) for violation in found)

    return check


@pytest.fixture
def check_wide_and_narrow(check_accessibility: Callable[..., None]) -> Callable[..., None]:
    """check_wide_and_narrow(page, address) fails where axe-core finds a fault in what stands at the
    address or something has to be scrolled to sideways, at 1280 or at 320 pixels"""

    def check(page: Any, address: str) -> None:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        for width, height in ((1280, 900), (320, 640)):
            page.set_viewport_size({"width": width, "height": height})
            check_accessibility(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)

    return check


def _note(message: str, problems: list[str]) -> None:
    if "Content Security Policy" in message or "Uncaught" in message:
        problems.append(message)


def _describe(violation: dict[str, Any]) -> str:
    places = [json.dumps(node["target"]) for node in violation["nodes"]]
    return f"{violation['id']}: {violation['help']} at {', '.join(places)}"
