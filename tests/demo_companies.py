"""What the commands make of two empty databases, to be built once."""

import io

from django.core.management import call_command

from tests.database_snapshot import built_once


def two_empty_companies() -> None:
    for command in ("crm_initialize", "erp_initialize"):
        call_command(command, stdout=io.StringIO())


def two_demo_companies() -> None:
    """They overlap, and are connected."""
    built_once(two_empty_companies)
    call_command("load_demo_data", stdout=io.StringIO())


def two_demo_companies_in_step() -> None:
    built_once(two_demo_companies)
    call_command("full_synch", stdout=io.StringIO())
