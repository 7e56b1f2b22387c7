"""CSV: what every reader of it reads back, and no spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.delivery.csv import csv_cell, csv_line, csv_parts, csv_text

TEXTS = st.text(st.sampled_from("ab =+-@'\"\t,;\r\n\u2028é"), max_size=8) | st.text(max_size=20)
CELLS = TEXTS | st.none() | st.integers() | st.floats(allow_nan=False)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=5), max_size=5)


def as_the_standard_library_writes(rows):
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def led_by_an_apostrophe(cell):
    runs = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if runs else cell


@given(ROWS)
def test_it_is_as_the_standard_library_writes_it(rows):
    harmless = [[led_by_an_apostrophe(cell) for cell in row] for row in rows]
    assert csv_text(rows) == as_the_standard_library_writes(harmless)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_text(formula):
    assert csv_cell(formula).strip('"').startswith("'")
    assert csv_cell(-1) == "-1"


def test_parts_are_all_of_it_in_order():
    lines = [csv_line(("line", str(number))) for number in range(100)]
    parts = list(csv_parts(iter(lines)))
    assert 1 < len(parts) < len(lines)
    assert b"".join(parts).decode() == "".join(lines)
