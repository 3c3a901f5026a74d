"""Reads what the checks and the setup must know of an environment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.values import Row
from crm_integration.table_mapping.values import LookupValue

ROLES = "systemuserroles_association"


@dataclass(frozen=True)
class EnvironmentFacts:
    """The environment as the integration user sees it; None or blank is what it does not have."""

    version: str
    organization_id: UUID
    organization_name: str
    business_unit_id: UUID
    user_id: UUID
    user_name: str
    user_is_enabled: bool
    roles: tuple[Mapping[str, Any], ...]
    deployed_roles: frozenset[str]
    default_team_id: UUID | None
    base_currency_id: UUID | None
    base_currency_code: str
    currency_precision: int
    solutions: tuple[str, ...]


def read_facts(client: DataverseClient) -> EnvironmentFacts:
    """Raises DataverseError. A CRM that keeps its list of solutions to itself has none."""
    who = client.who_am_i()
    organization = _only(client, "organizations", ("name", "basecurrencyid", "currencydecimalprecision"))
    user = read_user(client, who.user_id)
    team = _only(
        client,
        "teams",
        ("name",),
        filter=f"isdefault eq true and _businessunitid_value eq {who.business_unit_id}",
    )
    currency_id, currency = _base_currency(client, organization)
    return EnvironmentFacts(
        version=client.retrieve_version(),
        organization_id=who.organization_id,
        organization_name=str(_value(organization, "name") or ""),
        business_unit_id=who.business_unit_id,
        user_id=who.user_id,
        user_name=str(_value(user, "fullname") or ""),
        user_is_enabled=user is not None and not user.values.get("isdisabled"),
        roles=tuple(_value(user, ROLES) or ()),
        deployed_roles=_role_names(client),
        default_team_id=team.id if team else None,
        base_currency_id=currency_id,
        base_currency_code=str(_value(currency, "isocurrencycode") or ""),
        currency_precision=int(_value(organization, "currencydecimalprecision") or 2),
        solutions=_solutions(client),
    )


def read_user(client: DataverseClient, user_id: UUID) -> Row | None:
    """Returns name, state and roles of a user. Raises DataverseError."""
    return _only(
        client,
        "systemusers",
        ("fullname", "isdisabled"),
        filter=f"systemuserid eq {user_id}",
        expand=(ROLES,),
    )


def _only(
    client: DataverseClient,
    entity_set: str,
    select: Sequence[str],
    *,
    filter: str | None = None,
    expand: Sequence[str] = (),
) -> Row | None:
    page = next(client.pages(entity_set, select=select, filter=filter, expand=expand, top=1))
    return page.rows[0] if page.rows else None


def _value(row: Row | None, column: str) -> Any:
    return row.values.get(column) if row else None


def _base_currency(client: DataverseClient, organization: Row | None) -> tuple[UUID | None, Row | None]:
    base = _value(organization, "basecurrencyid")
    if not isinstance(base, LookupValue):
        return None, None
    return base.id, client.retrieve("transactioncurrencies", base.id, select=["isocurrencycode"])


def _role_names(client: DataverseClient) -> frozenset[str]:
    names = (row.values["name"] for page in client.pages("roles", select=["name"]) for row in page.rows)
    return frozenset(str(name) for name in names)


def _solutions(client: DataverseClient) -> tuple[str, ...]:
    try:
        pages = list(client.pages("solutions", select=["uniquename"], filter="isvisible eq true"))
    except DataverseError as error:
        if error.cure in (Cure.PRIVILEGE, Cure.CONFIGURATION, Cure.NOT_FOUND):
            return ()
        raise
    return tuple(str(row.values["uniquename"]) for page in pages for row in page.rows)
