"""A worker that is alive said so through the queue."""

from django.db import models


class WorkerHeartbeat(models.Model):
    """One row per host and cluster; ``beat_at`` is an aware UTC time."""

    name = models.CharField(max_length=100, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
