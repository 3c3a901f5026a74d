"""Reads what the planner decides on: both sides, their coupling, and what they refer to."""
