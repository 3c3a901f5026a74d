"""Teaches the worker a kind of job."""

from django.apps import AppConfig


class ClusterProbe(AppConfig):
    name = "tests.crm_integration.jobs.cluster"
    label = "cluster_probe"

    def ready(self) -> None:
        from crm_integration.jobs.handlers import HANDLERS
        from tests.crm_integration.jobs.cluster.count import count

        HANDLERS["count"] = count
