"""An embedded CRM in processes of its own, over TLS, since Microsoft's clients refuse plain http."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.recorded_server.certificates import tls_context
from tests.installation import Installation

USER = "karin"


@contextmanager
def served_crm() -> Iterator[dict[str, str]]:
    """Yields what a client has to know, as environment variables."""
    with tempfile.TemporaryDirectory(prefix="clients-") as name:
        folder = Path(name)
        _, authority = tls_context(folder)
        crm = Installation(folder, SERVE="crm", DJANGO_SUPERUSER_PASSWORD="", **_own_environment())
        crm.command("prepare_environment")
        crm.command("migrate_all")
        printed = crm.command("crm_register_application", "Clients")
        told = dict(line.split(": ", 1) for line in printed.splitlines() if ": " in line)
        _register_user(crm)
        crm.start("--tls-certificate", str(folder / "server.pem"))
        try:
            yield {
                "CRM_URL": f"https://localhost:{crm.port}",
                "CRM_TENANT": told["tenant"],
                "CRM_CLIENT_ID": told["client id"],
                "CRM_CLIENT_SECRET": told["client secret"],
                "CRM_USER": USER,
                "CRM_PASSWORD": crm.password,
                "REQUESTS_CA_BUNDLE": str(authority),
                "NODE_EXTRA_CA_CERTS": str(authority),
            }
        finally:
            crm.stop()


def _own_environment() -> dict[str, str]:
    """Somebody may want to look at the log of a server on a fixed level."""
    return {"LOG_LEVEL": os.environ["LOG_LEVEL"]} if "LOG_LEVEL" in os.environ else {}


def _register_user(crm: Installation) -> None:
    """A person who signs in, and is an administrator of the CRM."""
    crm.environment = {**crm.environment, "DJANGO_SUPERUSER_PASSWORD": crm.password}
    crm.command("createsuperuser", "--noinput", "--username", USER, "--email", f"{USER}@example.com")
    name = ("--first-name", "Karin", "--last-name", "Berge")
    crm.command("crm_register_user", USER, *name, "--licensed", "--role", "System Administrator")
