"""Nothing unfinished, nothing of a developer's machine, nobody real."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
BINARY = {".png", ".jpg", ".pdf", ".ico", ".gz", ".docx", ".xlsx", ".bin"}
LOCKS = {"requirements.txt", "requirements-dev.txt", "package-lock.json"}
HERE = "tests/house/test_words.py"

UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError|mark\.xfail|mark\.skip)\b")
MACHINE = re.compile(r"(?<![\w.])/(root|home|Users|work|farm)/\w")
REGISTRY = re.compile(r"registry\.npmjs|pypi\.org/simple|files\.pythonhosted|--(extra-)?index-url")
TELEPHONE = re.compile(r"(?<![\w./-])(?:\+44 ?|0)(?:\d[ -]?){9,10}(?![\w.-])")
INVENTED = re.compile(r"^0(1632|7700) ?[69]|^020 ?7946|^0808 ?157")
"""The ranges that are set aside for use in drama."""
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
NOBODYS = re.compile(r"(^|\.)example(\.(org|net|com))?$")


def texts(*suffixes):
    """(path, text) of every tracked text file, other than locks and this one."""
    for name in subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines():
        path = ROOT / name
        if name in LOCKS or name == HERE or path.suffix in BINARY or not path.is_file():
            continue
        if not suffixes or path.suffix in suffixes:
            yield name, path.read_text(encoding="utf-8")


def found(pattern, *suffixes):
    return [
        f"{name}: {hit[0]}" for name, text in texts(*suffixes) for hit in pattern.finditer(text)
    ]


def test_nothing_is_left_unfinished():
    assert found(UNFINISHED, ".py", ".js", ".mjs", ".html") == []


def test_no_machine_is_named():
    assert found(MACHINE) == []


def test_no_registry_is_named():
    locks = [(name, (ROOT / name).read_text(encoding="utf-8")) for name in LOCKS]
    named = [name for name, text in locks if REGISTRY.search(text) or '"resolved"' in text]
    assert (named, found(REGISTRY, ".cfg", ".toml", ".json", ".md", "")) == ([], [])


def test_telephone_numbers_are_invented():
    real = [hit for hit in found(TELEPHONE) if not INVENTED.match(hit.split(": ", 1)[1])]
    assert real == []


def test_electronic_addresses_are_nobodys():
    real = []
    for name, text in texts(".py", ".html", ".md", ".json", ".txt", ".js"):
        hits = [hit for hit in ADDRESS.finditer(text) if not NOBODYS.search(hit[1])]
        real += [f"{name}: {hit[0]}" for hit in hits]
    assert real == []
