"""A service that misbehaves on order, so that every failure of a save can be had at will.

It stands in for the assessments room: it keeps the contract of docs/front-end.md and nothing else.
"""

import base64
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request
from jinja2 import FileSystemLoader, StrictUndefined

from app import security, static_files
from tests.browsers import ROOT
from tests.journeys.front_end.driving import opened

KEY = base64.b64encode(bytes(range(32))).decode()


class Service:
    """What arrived, what is kept, and how to answer next."""

    def __init__(self):
        self.values = {"adults": "", "adults:rationale": "", "notes": ""}
        self.revision = 0
        self.arrived = []
        self.kept = {}
        self.answer_with = None
        self.more = {}

    def keep(self, posted):
        """Keep what was posted once for each save id, as the assessments room does."""
        self.arrived.append(posted.to_dict())
        if posted["save_id"] not in self.kept:
            self.kept[posted["save_id"]] = posted.to_dict()
            self.values.update({k: v for k, v in posted.items() if k in self.values})
            self.revision += 1

    def autosave(self):
        if self.answer_with:
            self.arrived.append(request.form.to_dict())
            body, status = self.answer_with
            return jsonify(body), status
        self.keep(request.form)
        return jsonify(
            saved_at="14:12", page=f"page {self.revision}", save_id=f"save {self.revision}",
            version=self.revision, conflicts=[], **self.more,
        ), 200


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def app(service):
    """An application of its own: the frame, the static files, and the service above."""
    app = Flask("stand_in", static_folder=str(ROOT / "app/static"))
    app.jinja_loader = FileSystemLoader([Path(__file__).parent, ROOT / "templates"])
    app.config.update(SECRET_KEY="for this test", HTTPS=False, TRUSTED_PROXIES=0,
                      SOCIAL_CARE_CONTACT="")
    app.jinja_env.undefined = StrictUndefined
    security.register(app)
    static_files.register(app)
    person = SimpleNamespace(is_authenticated=True, name="Amira Khan")
    app.context_processor(lambda: {
        "current_user": person, "csrf_token": lambda: "t", "key": KEY, "service": service,
    })
    accounts = Blueprint("accounts", __name__)
    accounts.post("/sign-out", endpoint="sign_out")(lambda: redirect("/signed-out"))
    app.register_blueprint(accounts)
    app.get("/section")(lambda: render_template("section.html"))
    app.get("/note", endpoint="note")(lambda: render_template("note.html"))
    app.get("/changes", endpoint="changes")(lambda: render_template("changes.html"))
    app.get("/next", endpoint="next")(lambda: render_template("base.html"))
    app.get("/signed-out", endpoint="signed_out")(lambda: "Signed out")
    app.post("/autosave", endpoint="autosave")(service.autosave)

    @app.post("/section", endpoint="send")
    def send():
        service.keep(request.form)
        flash(request.form["save_id"], "acknowledged")
        return redirect("/next")

    return app


@pytest.fixture
def section(page):
    """The form page, with a clock that only tests move on."""
    page.clock.install(time=datetime(2026, 6, 3, 14, 0))
    opened(page)
    page.clock.pause_at(datetime(2026, 6, 3, 14, 5))
    return page
