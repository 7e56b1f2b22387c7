"""Definitions as pages: compiled once a version, filled per request, and read back when posted.

Knows no database and no request. What a page is about, who may see it and what is kept of it is
decided above.
"""

from flask import Flask

from app.rendering.question_templates import check_question_templates


def register(app: Flask) -> None:
    """Refuse to start where a type of question has no template."""
    check_question_templates(app.jinja_env)
