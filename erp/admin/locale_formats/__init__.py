"""Formats of dates in languages whose own formats in Django do not suit an international reader."""
