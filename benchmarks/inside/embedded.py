"""A back office that is connected to the embedded CRM, which has invented accounts."""

from typing import Any

from django.core.management import call_command
from django.utils import timezone

from benchmarks.inside.synchronization import synchronize
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.models import ConnectionSetup
from erp.demo.demo_setup import load_demo_setup


def prepare(accounts: int) -> dict[str, Any]:
    """Loads the CRM, connects, and couples whom accounts refer to."""
    call_command("migrate_all", verbosity=0)
    load_demo_setup()
    call_command("crm_load_demo", scale=accounts, verbosity=0)
    connect_embedded(now=timezone.now())
    for mapping in ("SALESPEOPLE", "CURRENCY"):
        synchronize(mapping=mapping)
    return {}


def move(url: str) -> dict[str, Any]:
    """The same CRM, with the same credentials, answers at another address."""
    setup = ConnectionSetup.get()
    setup.environment_url = url
    setup.save()
    return {}
