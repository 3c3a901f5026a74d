"""What the job queue tells those above it; sent after the commit."""

from django.dispatch import Signal

# Sent with ``job_id``.
job_enqueued = Signal()
