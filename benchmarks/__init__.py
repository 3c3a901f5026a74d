"""Measures how fast the product is; each benchmark is a module that prints its table."""
