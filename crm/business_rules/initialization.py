"""Makes an empty database a CRM: organization, team, roles, currency, solutions. Changes nothing twice."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import router, transaction

from crm import metadata
from crm.business_rules.caller import Caller, system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.ensure_solutions import ensure_solutions
from crm.business_rules.standard_roles import STANDARD_ROLES, StandardRole
from crm.business_rules.webhook_messages import ensure_messages
from crm.metadata import EntityReference
from crm.models import Organization, Role, RolePrivilege, Team
from crm.models.options import NON_INTERACTIVE

BASE_CURRENCY: Final = "USD"
_SYSTEM_USER: Final = uuid5(NAMESPACE_OID, "systemuser/SYSTEM")


@dataclass(frozen=True)
class CurrencyFacts:
    name: str
    symbol: str
    precision: int = 2


CURRENCIES: Final = {
    "USD": CurrencyFacts("US Dollar", "$"),
    "EUR": CurrencyFacts("Euro", "€"),
    "NOK": CurrencyFacts("Norwegian Krone", "kr"),
    "SEK": CurrencyFacts("Swedish Krona", "kr"),
    "DKK": CurrencyFacts("Danish Krone", "kr."),
    "GBP": CurrencyFacts("Pound Sterling", "£"),
    "JPY": CurrencyFacts("Yen", "¥", precision=0),
}


def initialize_crm(*, name: str = "Sales", base_currency: str = BASE_CURRENCY) -> Organization:
    """Completes what is missing. The base currency counts only the first time."""
    with transaction.atomic(using=router.db_for_write(Organization)):
        if not Organization.objects.exists():
            _create_organization(name, base_currency)
        caller = system_caller()
        for role in STANDARD_ROLES:
            _complete_role(role, caller)
        ensure_messages(caller=caller)
        ensure_solutions(caller=caller)
    metadata.refresh()
    return Organization.objects.get()


def _create_organization(name: str, base_currency: str) -> None:
    """Each of the first records points to others of them; the database checks that at the end."""
    facts = CURRENCIES.get(base_currency, CurrencyFacts(base_currency, base_currency))
    organization_id, unit_id = uuid5(NAMESPACE_OID, "organization"), uuid5(NAMESPACE_OID, "businessunit")
    caller = Caller(_SYSTEM_USER, "CRM System", unit_id, organization_id, is_administrator=True)
    _create(caller, "businessunit", unit_id, name=name)
    _create(
        caller,
        "systemuser",
        _SYSTEM_USER,
        firstname="CRM",
        lastname="System",
        businessunitid=EntityReference("businessunit", unit_id),
        accessmode=NON_INTERACTIVE,
        islicensed=False,
    )
    currency = _create(
        caller,
        "transactioncurrency",
        None,
        currencyname=facts.name,
        isocurrencycode=base_currency,
        currencysymbol=facts.symbol,
        currencyprecision=facts.precision,
        exchangerate=1,
    )
    _create(
        caller,
        "organization",
        organization_id,
        name=name,
        basecurrencyid=EntityReference("transactioncurrency", currency),
    )
    _create(caller, "team", None, name=name, isdefault=True)


def _create(caller: Caller, table: str, identifier: UUID | None, **values: Any) -> UUID:
    record = NewRecord(values=values, id=identifier)
    (created,) = create_records(table=metadata.table(table), records=[record], caller=caller, trusted=True)
    return created.pk


def _complete_role(standard: StandardRole, caller: Caller) -> None:
    """A role that is there keeps what an administrator gave it besides."""
    role_id = Role.objects.filter(name=standard.name).values_list("pk", flat=True).first()
    if role_id is None:
        role_id = _create(caller, "role", None, name=standard.name, roletemplateid=standard.template)
    present = set(RolePrivilege.objects.filter(role_id=role_id).values_list("table", "verb"))
    RolePrivilege.objects.bulk_create(
        RolePrivilege(role_id=role_id, table=table, verb=verb, depth=depth)
        for (table, verb), depth in standard.privileges().items()
        if (table, verb) not in present
    )


def default_team_id() -> UUID:
    """The team that owns what has no salesperson."""
    return Team.objects.filter(isdefault=True).order_by("createdon").values_list("pk", flat=True)[0]
