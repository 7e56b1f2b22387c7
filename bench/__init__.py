"""Measures what must be fast, in one run: `make bench`, or `.venv/bin/python -m bench`.

What must hold stands in `targets`; what is measured with in `records` and `answers`; the server and
the browser in `server` and `browser`; the measurements in `measuring`; the table in `table`.
"""
