"""Writes of the back office, one business verb per file; each sends its events in its own transaction."""
