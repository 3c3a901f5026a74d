"""Recurring jobs that belong to no mapping."""

from crm_integration.table_mapping.declaration import JobDefaults

RETENTION = "RETENTION"

# The kind of the job of each chore.
KINDS = {RETENTION: "retention"}

# An inactivity timeout of 0 never sleeps.
TIMES = {RETENTION: JobDefaults(minutes_between_runs=1440, inactivity_timeout_minutes=0)}
