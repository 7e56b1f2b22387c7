"""Templates compile, hold nothing inline, and speak as people at work do."""

import re
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from app.extensions import KeptTemplates

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
CODE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)", re.I)
BOTH = re.compile(r"<legend(?=[^>]*__legend)(?=[^>]*visually-hidden)")
PROMISES = re.compile(r"\bsafe\b|\bno risk\b|\bimproved\b|!", re.I)
"""What nobody can know of a child, and what does not belong on such a page."""


def source(name):
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(app, name):
    app.jinja_env.get_template(name)


def in_pages():
    """Not what is made into a PDF, which has its styles inside."""
    return [name for name in NAMES if not name.startswith("pdf/")]


@pytest.mark.parametrize("name", in_pages())
def test_it_holds_no_script_and_no_style(name):
    assert INLINE.findall(CODE.sub("", source(name))) == []


@pytest.mark.parametrize("name", in_pages())
def test_a_hidden_legend_is_only_hidden(name):
    """With the class of legends it is a table as wide as its words: the page moves sideways."""
    assert not BOTH.search(source(name))


@pytest.mark.parametrize("name", NAMES)
def test_it_promises_nothing(name):
    text = TAG.sub(" ", CODE.sub("", source(name)).replace("<!DOCTYPE html>", ""))
    assert PROMISES.findall(text) == []


def test_compiled_templates_are_kept_where_they_may_be(tmp_path):
    folder = tmp_path / "templates"
    assert rendered_with(KeptTemplates(str(folder))) == "kept"
    folder.mkdir()
    assert rendered_with(KeptTemplates(str(folder))) == "kept"
    assert len(list(folder.iterdir())) == 1
    assert rendered_with(KeptTemplates(str(folder))) == "kept"


def rendered_with(cache):
    environment = Environment(loader=DictLoader({"page": "kept"}), bytecode_cache=cache)
    return environment.get_template("page").render()


@pytest.mark.parametrize("name", in_pages())
def test_no_choice_of_one_reveals_a_field(name):
    """Scripts would then say of a radio button that it is expanded, which ARIA forbids."""
    assert '"conditional":' not in source(name)
    assert "govuk-radios__conditional" not in source(name)
