"""Edits of an outline: small functions, Outline in and Outline out, raising EditRefused."""
