"""SALESPRC-PRODPRICE: sales prices of customer price groups become the items of price lists."""

from dataclasses import replace

from crm_integration.mappings.products import BASE_UNIT, OTHER_UNIT, TO_CRM, default_unit_of_item
from crm_integration.table_mapping.declaration import (
    DerivedColumn,
    JobDefaults,
    Layer,
    TableMapping,
    When,
    constant_to_crm,
    to_crm,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where
from crm_integration.table_mapping.units import UOM

CURRENCY_AMOUNT = 1

SALESPRC_PRODPRICE = TableMapping(
    name="SALESPRC-PRODPRICE",
    erp_table="sales_price",
    crm_table="productpricelevel",
    direction=Direction.TO_INTEGRATION_TABLE,
    layer=Layer.SALES,
    erp_filter=all_of(where("sales_type", "eq", "customer_price_group"), where("sales_code", "is_not_blank")),
    depends_on=("CUSTPRCGRP-PRICE", "ITEM-PRODUCT"),
    fields=(
        to_crm("sales_code", "pricelevelid", use_for_match=True),
        to_crm("item_no", "productid", use_for_match=True),
        to_crm("currency_code", "transactioncurrencyid"),
        constant_to_crm("pricingmethodcode", str(CURRENCY_AMOUNT)),
        to_crm("unit_price", "amount"),
    ),
    derived=(DerivedColumn("uomid", TO_CRM, When.ALWAYS, default_unit_of_item),),
    related_reads=(BASE_UNIT, OTHER_UNIT),
    synch_only_coupled_records=False,
    matches_before_creating=True,
    create_new_if_no_match=True,
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=1440),
)

# A price row is found by price list, product and unit; a price without a unit is one of the base unit.
UNIT = to_crm("unit_of_measure_code", "uomid", target_table=UOM, is_fixed=True, use_for_match=True)

SALESPRC_PRODPRICE_BY_UNIT_GROUP = replace(
    SALESPRC_PRODPRICE, fields=(*SALESPRC_PRODPRICE.fields, UNIT), derived=(), related_reads=()
)
