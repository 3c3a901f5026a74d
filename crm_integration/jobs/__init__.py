"""Runs the jobs: the queue's messages, the tick, the worker. Nothing else here knows django-q."""
