"""Redeploy Integration Solution: what somebody changed or removed is there again."""

from datetime import datetime

from crm_integration.connection.solution.deploy import Deployment, deploy
from crm_integration.connection.solution_status import integration_user, keep_status
from crm_integration.dataverse.client import DataverseClient
from crm_integration.models import ConnectionSetup


def redeploy(*, setup: ConnectionSetup, administrator: DataverseClient, now: datetime) -> Deployment:
    """Deploys as the administrator, and keeps what is left to do for the page. Raises DataverseError."""
    deployment = deploy(administrator, user=integration_user(setup))
    keep_status(setup=setup, differences=deployment.remaining, now=now)
    return deployment
