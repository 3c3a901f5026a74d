"""The tests' settings for a real worker: quick turns, and an app that brings a kind of job."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS, Q_CLUSTER

INSTALLED_APPS = [*INSTALLED_APPS, "tests.crm_integration.jobs.cluster.apps.ClusterProbe"]
Q_CLUSTER = {**Q_CLUSTER, "poll": 0.1}
JOB_SLICE_SECONDS = 1
WORKER_STALE_SECONDS = 15
