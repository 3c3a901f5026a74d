"""CUSTPRCGRP-PRICE: customer price groups become price lists, in the local currency."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.declaration import (
    DerivedColumn,
    JobDefaults,
    Layer,
    TableMapping,
    When,
    to_crm,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.related import Related
from crm_integration.table_mapping.values import LookupValue

LOCAL_CURRENCY = "local_currency"


def local_currency(
    record_id: UUID | None, values: Mapping[str, Any], related: Related
) -> LookupValue | Problem:
    """The CRM's row of the ERP's local currency; while there is none, an error."""
    found: LookupValue | None = related.read(LOCAL_CURRENCY)
    return found or Problem("local_currency_not_coupled", Cure.REJECTED, {}, "transactioncurrencyid")


CUSTPRCGRP_PRICE = TableMapping(
    name="CUSTPRCGRP-PRICE",
    erp_table="customer_price_group",
    crm_table="pricelevel",
    direction=Direction.TO_INTEGRATION_TABLE,
    layer=Layer.SALES,
    depends_on=("CURRENCY", "ITEM-PRODUCT"),
    fields=(to_crm("code", "name", use_for_match=True),),
    derived=(
        DerivedColumn("transactioncurrencyid", Direction.TO_INTEGRATION_TABLE, When.INSERT, local_currency),
    ),
    related_reads=(LOCAL_CURRENCY,),
    matches_before_creating=True,
    create_new_if_no_match=True,
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=1440),
)
