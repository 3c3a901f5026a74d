"""Whole stories, told through the real parts."""
