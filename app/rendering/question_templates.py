"""Which template belongs to a type of question: one each, and none may be missing."""

from __future__ import annotations

from jinja2 import Environment, TemplateNotFound

from app.engine.question_types import REGISTRY


def template_of(type_name: str) -> str:
    """The template of a type of question."""
    return f"questions/{type_name}.html"


def check_question_templates(environment: Environment) -> None:
    """Raise TypeError where a type of question cannot be shown."""
    for name in REGISTRY:
        try:
            environment.get_template(template_of(name))
        except TemplateNotFound:
            raise TypeError(f"the question type {name} has no template") from None
