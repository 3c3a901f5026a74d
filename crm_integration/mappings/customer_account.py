"""CUSTOMER: customers and accounts, in both directions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.declaration import (
    DerivedColumn,
    JobDefaults,
    TableMapping,
    When,
    both,
    to_crm,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where
from crm_integration.table_mapping.related import Related
from crm_integration.table_mapping.values import LookupValue

ACTIVE = 0
CUSTOMER_TYPE = 3
DEFAULT_TEAM = "default_team"


def customer_type(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> int:
    """A new account is a customer."""
    return CUSTOMER_TYPE


def default_owner(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> LookupValue | None:
    """The business unit's default team owns what has no salesperson; else the salesperson's user does."""
    if values.get("salesperson_code"):
        return None
    team: UUID | None = related.read(DEFAULT_TEAM)
    return LookupValue(team, "team") if team else None


OWNER_OF_NEW = DerivedColumn("ownerid", Direction.TO_INTEGRATION_TABLE, When.INSERT, default_owner)

CUSTOMER = TableMapping(
    name="CUSTOMER",
    erp_table="customer",
    crm_table="account",
    direction=Direction.BIDIRECTIONAL,
    erp_filter=where("blocked", "eq", ""),
    crm_filter=all_of(where("statecode", "eq", ACTIVE), where("customertypecode", "eq", CUSTOMER_TYPE)),
    depends_on=("SALESPEOPLE", "CURRENCY", "PAYMENT TERMS", "SHIPMENT METHOD", "SHIPPING AGENT"),
    fields=(
        to_crm(
            "salesperson_code", "ownerid", target_table="systemuser", not_null=True, taken_over_on_insert=True
        ),
        both("name", "name"),
        both("contact", "address1_primarycontactname"),
        both("address", "address1_line1"),
        both("address_2", "address1_line2"),
        both("post_code", "address1_postalcode"),
        both("city", "address1_city"),
        both("country_region_code", "address1_country"),
        both("county", "address1_stateorprovince"),
        both("currency_code", "transactioncurrencyid"),
        both("e_mail", "emailaddress1"),
        both("fax_no", "fax"),
        both("home_page", "websiteurl"),
        both("phone_no", "telephone1"),
        both("shipment_method_code", "address1_freighttermscode"),
        both("shipping_agent_code", "address1_shippingmethodcode"),
        both("payment_terms_code", "paymenttermscode"),
        to_crm("credit_limit_lcy", "creditlimit"),
        both("primary_contact_no", "primarycontactid", clear_value_on_failed_synch=True),
        to_crm("no", "accountnumber", is_enabled=False),
        both("mobile_phone_no", "telephone2", is_enabled=False),
    ),
    derived=(
        DerivedColumn("customertypecode", Direction.TO_INTEGRATION_TABLE, When.INSERT, customer_type),
        OWNER_OF_NEW,
    ),
    related_reads=(DEFAULT_TEAM,),
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=720),
)
