"""Definitions: toolkits and their versions. Completing them is for the assessments room."""
