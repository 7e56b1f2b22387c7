"""After a release that keeps something else for lists, it is worked out once, by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.audit.queries import trail
from app.cases import operations
from app.database import db

OLDER = ["cases", "rebuild-summaries", "--if-older"]


def rebuilt(app: Any) -> str:
    output: str = app.test_cli_runner().invoke(args=OLDER).output
    db.session.rollback()
    return output


@pytest.mark.both_databases
def test_it_is_worked_out_once_for_each_layout(
    app: Any, case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert operations.summaries_are_older()
    assert rebuilt(app) == "Rebuilt the summaries of 1 cases.\n"
    assert rebuilt(app) == ""
    monkeypatch.setattr(operations.summarising, "_layouts", {"cases 1", "desk 2"})
    assert rebuilt(app) == "Rebuilt the summaries of 1 cases.\n"
    assert rebuilt(app) == ""
    assert trail("system").events[0].details["layout"][-1] == "desk 2"


def test_one_that_was_cut_short_is_done_again(
    app: Any, case: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(case: Any, now: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(operations.summarising, "_rebuilders", [fails])
        with pytest.raises(KeyboardInterrupt):
            operations.rebuild_summaries(now=now)
    db.session.rollback()
    assert operations.summaries_are_older()
    assert rebuilt(app) == "Rebuilt the summaries of 1 cases.\n"


def test_an_upgrade_by_make_asks_for_it() -> None:
    makefile = (Path(__file__).parents[2] / "Makefile").read_text(encoding="utf-8")
    steps = makefile.partition("\ntables:")[2].partition("\n\n")[0]
    assert steps.index("db upgrade") < steps.index("cases rebuild-summaries --if-older")
