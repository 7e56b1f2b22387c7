"""The whole toolkit on one page, in this process: the rendering alone, without database and web."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from app.assessments import history
from app.assessments.models import Assessment
from app.database import db
from app.definitions.queries import load
from app.rendering.compiler import CompiledDefinition, compiled
from app.rendering.page_state import PageState
from bench.measures import Bench
from bench.targets import MILLISECONDS, WHOLE, Figure
from bench.timing import repeated

_PAGE = '{% extends "base.html" %}{% block content %}{{ markup }}{% endblock %}'


def measure(bench: Bench) -> Iterator[Figure]:
    """Filled and blank, without and with the frame of the page."""
    environment = bench.app.jinja_env
    assessment = db.session.get_one(Assessment, bench.records.first)
    definition = load(assessment.version_id)
    made = compiled(definition, environment)
    filled = PageState(answers=history.latest(assessment, definition).answers)
    page = environment.from_string(_PAGE)
    note = f"{len(definition.questions)} questions, {len(made.render_all(filled)) // 1000} kB"
    yield Figure.of("the whole toolkit, filled", WHOLE,
                    repeated(lambda: made.render_all(filled)), note)
    with bench.app.test_request_context("/", headers={"Cookie": bench.browser.cookie_header}):
        yield Figure.of("the whole toolkit, filled, with the frame of the page", WHOLE, repeated(
            lambda: page.render(_globals(bench), markup=made.render_all(filled))))
    yield Figure.of("the whole toolkit, blank", MILLISECONDS,
                    repeated(lambda: made.render_all(PageState())))
    yield Figure.of("the whole toolkit, blank, on paper", MILLISECONDS,
                    repeated(lambda: made.render_all(replace(filled, blank=True))))
    yield Figure.of("compiling it, once a version in each process", MILLISECONDS, repeated(
        lambda: CompiledDefinition(definition, environment).render_all(filled), 5, 1))


def _globals(bench: Bench) -> dict[str, object]:
    """What Flask gives to every template."""
    context: dict[str, object] = {}
    bench.app.update_template_context(context)
    return context
