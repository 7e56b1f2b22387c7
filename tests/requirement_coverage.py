"""Which requirements the passing tests show: `--write-requirements` writes docs/requirements.md."""

from collections import defaultdict
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
IDS = DOCS / "requirement-ids.txt"
TABLE = DOCS / "requirements.md"

shown: dict[str, set[str]] = defaultdict(set)
failed: set[str] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-requirements",
        action="store_true",
        help="write docs/requirements.md from the tests that pass",
    )


def all_ids() -> list[str]:
    """Every requirement id, in the order of the file."""
    return IDS.read_text(encoding="utf-8").split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hand each test's ids on to its report, which comes back from the worker that ran it."""
    known = set(all_ids())
    for item in items:
        ids = [id for mark in item.iter_markers("requirement") for id in mark.args]
        if unknown := set(ids) - known:
            raise pytest.UsageError(f"{item.nodeid} names {sorted(unknown)}: no such requirement")
        item.user_properties.append(("requirements", ids))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    name = report.nodeid.split("[")[0]
    if report.failed:
        failed.add(name)
    if report.when == "call" and report.passed:
        for id in dict(report.user_properties).get("requirements", ()):
            shown[id].add(name)


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if config.getoption("--write-requirements") and not hasattr(config, "workerinput"):
        TABLE.write_text(table(all_ids()), encoding="utf-8")


def table(ids: list[str]) -> str:
    """The page: every id, and the tests that show it."""
    rows = [f"| {id} | {', '.join(_tests(id))} |" for id in ids]
    covered = sum(1 for id in ids if _tests(id))
    head = [
        "# Requirements and the tests that show them",
        "",
        f"{covered} of {len(ids)} requirements are shown by a passing test. "
        "Written by `make requirements`; the ids stand in requirement-ids.txt.",
        "",
        "| requirement | tests |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _tests(id: str) -> list[str]:
    """The passing tests of a requirement as `file::test`, without those that also failed."""
    return [f"`{name.removeprefix('tests/')}`" for name in sorted(shown[id] - failed)]
