"""Reads of the back office that are more than one lookup."""
