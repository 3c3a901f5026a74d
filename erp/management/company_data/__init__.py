"""Reads a company's customers, employees and orders from CSV files and loads them into the back office."""
