"""The pure engine: no framework, no database, no clock and no files are read from here down."""

RELEASE = "1.0.0"
"""Stamped on whatever is computed and kept; raised when the same answers may come out anew."""
