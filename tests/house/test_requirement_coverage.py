"""The list of requirements that the tests show."""

from tests import requirement_coverage as coverage


def test_the_table_lists_what_is_shown_and_what_is_not(monkeypatch):
    shown = {"S0.1": {"tests/a.py::b", "tests/a.py::c"}, "S0.2": set()}
    monkeypatch.setattr(coverage, "shown", shown)
    monkeypatch.setattr(coverage, "failed", {"tests/a.py::c"})
    page = coverage.table(["S0.1", "S0.2"])
    assert "| S0.1 | `a.py::b` |\n| S0.2 |  |\n" in page
    assert "1 of 2 requirements are shown" in page


def test_ids_are_listed_once():
    ids = coverage.all_ids()
    assert len(ids) == len(set(ids)) == 341
