"""The ERP's blank currency is its local one; in the CRM that is a row of its own."""

from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.table_mapping.values import LookupValue
from erp.models import Currency, GeneralLedgerSetup

TABLE = "transactioncurrency"


def lookup(setup: ConnectionSetup) -> LookupValue | None:
    """Returns the CRM's row of the local currency: its base currency, or the one that is coupled with it."""
    local_code = GeneralLedgerSetup.objects.values_list("lcy_code", flat=True).first()
    if not local_code:
        return None
    if setup.base_currency_id and setup.base_currency_code == local_code:
        return LookupValue(setup.base_currency_id, TABLE)
    currency = Currency.objects.filter(code=local_code).values("id")
    coupled = Coupling.objects.filter(erp_table="currency", erp_id__in=currency, crm_table=TABLE)
    crm_id = coupled.values_list("crm_id", flat=True).first()
    return LookupValue(crm_id, TABLE) if crm_id else None
