"""Definitions being written: taken apart, edited, merged and compared. Nothing answers here."""
