"""Deploys the integration solution without a browser."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from crm_integration.connection.administrator import administrator_of
from crm_integration.connection.check_result import CheckResult, Outcome
from crm_integration.connection.publish_item_availability import publish_again
from crm_integration.connection.redeploy import redeploy
from crm_integration.connection.solution.deploy import Deployment
from crm_integration.connection.solution_status import check_solution, results_of
from crm_integration.dataverse.environment import check_environment_url
from crm_integration.dataverse.errors import DataverseError
from crm_integration.management.command import DatabaseCommand
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence

SECRET = "CRM_ADMINISTRATOR_SECRET"  # noqa: S105 (the name of the variable that holds it)
INCOMPLETE, NOT_DONE = 1, 2


class Command(DatabaseCommand):
    help = (
        "Brings what the integration needs into the CRM: tables, columns, security roles; the integration "
        "user gets its role. Where nothing is missing nothing is written. Exit code 0: nothing is missing "
        "(any more); 1: something is; 2: it could not be done. Into the embedded CRM of this installation "
        "it deploys by itself; elsewhere it needs an application whose user has the roles System "
        "Administrator and System Customizer, on premises such a user with password. "
        f"The secret may also come from the environment as {SECRET}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is missing")
        parser.add_argument("--url", default="", help="the environment, before the connection is set up")
        parser.add_argument("--tenant", default="")
        parser.add_argument("--client-id", "--user-name", default="", help="of the administrator")
        parser.add_argument(
            "--client-secret", default=os.environ.get(SECRET, ""), help="of the administrator"
        )

        parser.add_argument(
            "--integration-user",
            default="",
            metavar="CLIENT_ID",
            help="whose user gets the role, before the connection is set up",
        )

    def handle(self, *, check: bool, url: str, tenant: str, integration_user: str, **options: Any) -> None:
        try:
            setup = _setup(url, tenant, integration_user)
            if check:
                self._check(setup)
            else:
                self._deploy(setup, options["client_id"], options["client_secret"])
        except DataverseError as error:
            text = sentence(error.code, {"message": error.message, "cure": error.cure.value})
            raise CommandError(text, returncode=NOT_DONE) from None

    def _check(self, setup: ConnectionSetup) -> None:
        results = check_solution(setup=setup, now=timezone.now())
        self._show(results)
        if any(found.code == "solution_not_readable" for found in results):
            raise CommandError("Nothing is known of the integration solution.", returncode=NOT_DONE)
        if any(found.outcome is not Outcome.OK for found in results):
            raise CommandError("The integration solution is not complete.", returncode=INCOMPLETE)

    def _deploy(self, setup: ConnectionSetup, client_id: str, client_secret: str) -> None:
        administrator = administrator_of(setup, client_id=client_id, client_secret=client_secret)
        deployment = redeploy(setup=setup, administrator=administrator, now=timezone.now())
        self._show_restored(deployment)
        self._show((*results_of(deployment.remaining), *publish_again(setup)))
        if not deployment.is_complete:
            raise CommandError("The integration solution is not complete.", returncode=INCOMPLETE)

    def _show_restored(self, deployment: Deployment) -> None:
        for found in deployment.restored:
            self.stdout.write(sentence(found.restored_code, found.params))

    def _show(self, results: tuple[CheckResult, ...]) -> None:
        for found in results:
            self.stdout.write(sentence(found.code, found.params))


def _setup(url: str, tenant: str, client_id: str) -> ConnectionSetup:
    """The connection that is set up, or one to another environment, which is not stored."""
    setup = ConnectionSetup.get()
    if not url or check_environment_url(url) == setup.environment_url:
        return setup
    address = check_environment_url(url)
    return ConnectionSetup(pk=setup.pk, environment_url=address, tenant=tenant, client_id=client_id)
