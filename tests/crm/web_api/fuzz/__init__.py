"""Draws requests to the Web API: some sensible, some nearly, some not at all; the same ones for a seed."""
