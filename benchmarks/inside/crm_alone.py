"""A CRM without a back office, with invented accounts and an application that may sign in."""

import io
from typing import Any

from django.core.management import call_command


def prepare(accounts: int) -> dict[str, Any]:
    """Returns how the application signs in."""
    call_command("migrate_all", verbosity=0)
    call_command("crm_load_demo", scale=accounts, verbosity=0, stdout=io.StringIO())
    return register()


def register() -> dict[str, str]:
    """Gives the application a new secret."""
    printed = io.StringIO()
    call_command("crm_register_application", "Benchmark", stdout=printed, stderr=io.StringIO())
    return dict(line.split(": ", 1) for line in printed.getvalue().splitlines())
