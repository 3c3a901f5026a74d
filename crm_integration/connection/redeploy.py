"""Redeploy Integration Solution: what somebody changed or removed is there again."""

from datetime import datetime

from crm_integration.connection.solution.deploy import Deployment, deploy
from crm_integration.connection.solution_status import keep_status, users_of
from crm_integration.dataverse.client import DataverseClient
from crm_integration.models import ConnectionSetup


def redeploy(*, setup: ConnectionSetup, administrator: DataverseClient, now: datetime) -> Deployment:
    """Deploys as the administrator, and keeps what is left to do for the page. Raises DataverseError."""
    deployment = deploy(administrator, users=users_of(setup))
    keep_status(setup=setup, differences=deployment.remaining, now=now)
    return deployment
