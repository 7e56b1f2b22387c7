"""Whatever can be set, typed or made is written down."""

import re
from pathlib import Path

import click
import pytest

from app.config import SETTINGS

ROOT = Path(__file__).parents[2]
OF_FLASK = {"run", "shell", "routes", "db"}
"""Commands that come with Flask and its extensions."""


@pytest.fixture(scope="module")
def documents():
    """README.md and everything under docs, as one text."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def commands(group, path=("flask",)):
    for name, command in group.commands.items():
        if len(path) > 1 or name not in OF_FLASK:
            if isinstance(command, click.Group):
                yield from commands(command, (*path, name))
            else:
                yield " ".join((*path, name))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_readme(setting):
    assert f"| `{setting.name}` |" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_written_down(app, documents):
    missing = [command for command in commands(app.cli) if command not in documents]
    assert missing == []


def test_every_make_target_is_in_the_readme():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [target for target in targets if f"`make {target}`" not in readme] == []


def test_links_between_documents_lead_somewhere():
    broken = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("migrations/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []
