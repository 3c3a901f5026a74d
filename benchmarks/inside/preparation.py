"""A back office that is connected to the recorded server, with its salespeople and currencies coupled."""

from collections.abc import Sequence
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from benchmarks.recorded_server import accounts
from crm_integration.job_queue.entries import create_default_entries
from crm_integration.mappings.registry import DEFAULT_JOBS
from crm_integration.models import ConnectionSetup, Coupling, IntegrationTableMapping
from crm_integration.synch_engine.mapping_store import seed_mappings
from erp.models import Currency, GeneralLedgerSetup
from erp.operations.create_currencies import create_currencies
from erp.operations.create_salespeople import create_salespeople
from erp.operations.save_setup import save_setup


def prepare(url: str) -> dict[str, Any]:
    """Makes the databases and everything that customers refer to."""
    call_command("migrate_all", verbosity=0)
    connect_to(url)
    seed_mappings()
    create_default_entries(DEFAULT_JOBS, now=timezone.now())
    missing = [code for code in accounts.CURRENCIES if not Currency.objects.filter(code=code).exists()]
    create_currencies(rows=[{"code": code, "description": code} for code in missing])
    currencies = Currency.objects.in_bulk(accounts.CURRENCIES, field_name="code")
    save_setup(model=GeneralLedgerSetup, values={"lcy_code": accounts.BASE_CURRENCY})
    people = create_salespeople(rows=[{"code": code, "name": code} for code in accounts.SALESPEOPLE])
    _couple("SALESPEOPLE", "systemuser", people)
    _couple("CURRENCY", "currency", [currencies[code] for code in accounts.CURRENCIES])
    return {}


def connect_to(url: str) -> None:
    """Enables the connection without asking the recorded server anything."""
    ConnectionSetup(
        pk=1,
        environment_url=url,
        tenant=str(accounts.TENANT),
        client_id="benchmark",
        client_secret="recorded",  # noqa: S106 (the recorded server asks for none)
        is_enabled=True,
        enabled_at=timezone.now(),
        integration_user_id=accounts.INTEGRATION_USER,
        organization_id=accounts.ORGANIZATION,
        business_unit_id=accounts.BUSINESS_UNIT,
        default_team_id=accounts.DEFAULT_TEAM,
        base_currency_id=accounts.id_of("currency", 0),
        base_currency_code=accounts.BASE_CURRENCY,
    ).save()


def _couple(mapping_name: str, kind: str, records: Sequence[Any]) -> None:
    stored = IntegrationTableMapping.objects.get(name=mapping_name)
    Coupling.objects.bulk_create(
        Coupling(
            mapping=stored,
            erp_table=stored.erp_table,
            erp_id=record.id,
            crm_table=stored.crm_table,
            crm_id=accounts.id_of(kind, number),
        )
        for number, record in enumerate(records)
    )
