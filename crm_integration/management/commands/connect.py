"""Sets the connection up without a browser."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from crm_integration.connection.administrator import needs_credentials
from crm_integration.connection.check_result import CheckResult, ConnectionNotReady, Outcome
from crm_integration.connection.connect import connect
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.connection.destination import Destination
from crm_integration.connection.solution_status import check_solution
from crm_integration.dataverse.connection_string import read_connection_string
from crm_integration.dataverse.environment import SDK_VERSIONS, check_environment_url
from crm_integration.dataverse.errors import DataverseError
from crm_integration.management.command import DatabaseCommand
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence

SECRET = "CRM_CLIENT_SECRET"  # noqa: S105 (the name of the variable that holds it)
MARKS = {Outcome.OK: "ok     ", Outcome.WARNING: "warning", Outcome.ERROR: "error  "}


class Command(DatabaseCommand):
    help = (
        "Tests and enables the connection; without arguments to the embedded CRM. "
        f"The client secret may also come from the environment as {SECRET}, where other users cannot see it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default="", help="the environment URL")
        parser.add_argument("--tenant", default="")
        parser.add_argument("--client-id", default="")
        parser.add_argument("--client-secret", "--password", default=os.environ.get(SECRET, ""))
        parser.add_argument(
            "--connection-string", default="", help="on premises, with AuthType=AD or AuthType=IFD"
        )
        parser.add_argument("--sign-in-authority", default="", help="the AD FS, for AuthType=IFD")
        parser.add_argument("--sdk-version", default="", choices=["", *SDK_VERSIONS])

    def handle(self, **options: Any) -> None:
        try:
            results = (
                connect(_on_premises(options), now=timezone.now())
                if options["connection_string"]
                else self._connect(**{name: options[name] for name in CREDENTIALS})
            )
        except ConnectionNotReady as error:
            self._show(error.results)
            raise CommandError("The connection was not enabled; nothing was stored.") from None
        except DataverseError as error:
            text = sentence(error.code, {"message": error.message, "cure": error.cure.value})
            raise CommandError(text) from None
        self._show(results)
        self._deploy_or_check()

    def _deploy_or_check(self) -> None:
        """Into the embedded CRM the integration solution is deployed without asking; of another CRM it is
        said what is missing.
        """
        setup = ConnectionSetup.get()
        if needs_credentials(setup):
            self._show(check_solution(setup=setup, now=timezone.now()))
        else:
            call_command("deploy_solution", stdout=self.stdout)

    def _connect(
        self, *, url: str, tenant: str, client_id: str, client_secret: str
    ) -> tuple[CheckResult, ...]:
        given = {"--tenant": tenant, "--client-id": client_id, "--client-secret": client_secret}
        if not url and not tenant and not client_id:
            return connect_embedded(now=timezone.now())
        if url:
            check_environment_url(url)
        missing = [name for name, value in {"--url": url, **given}.items() if not value]
        if missing:
            raise CommandError(f"Missing: {', '.join(missing)}.")
        destination = Destination(
            environment_url=url, tenant=tenant, client_id=client_id, client_secret=client_secret
        )
        return connect(destination, now=timezone.now())

    def _show(self, results: tuple[CheckResult, ...]) -> None:
        for found in results:
            self.stdout.write(f"{MARKS[found.outcome]}  {sentence(found.code, found.params)}")


def _on_premises(options: dict[str, Any]) -> Destination:
    text = options["connection_string"]
    return Destination(
        environment_url=options["url"],
        authentication_type=read_connection_string(text).auth_type.lower(),
        connection_string=text,
        client_secret=options["client_secret"],
        sign_in_authority=options["sign_in_authority"],
        sdk_version=options["sdk_version"],
    )


CREDENTIALS = ("url", "tenant", "client_id", "client_secret")
