"""Invented companies and people: for demonstrations and for tests."""
