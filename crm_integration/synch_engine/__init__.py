"""Decides what a pair of records needs, then does it: reader, planner, applier, runner."""
