"""SHIPPING AGENT: shipping agents become options of the shipping method of accounts and sales documents."""

from crm_integration.table_mapping.declaration import JobDefaults, OptionColumn, TableMapping, to_crm
from crm_integration.table_mapping.direction import Direction

SHIPPING_AGENT = TableMapping(
    name="SHIPPING AGENT",
    erp_table="shipping_agent",
    crm_table="account",
    direction=Direction.TO_INTEGRATION_TABLE,
    option_column="address1_shippingmethodcode",
    same_options=(
        OptionColumn("quote", "shippingmethodcode"),
        OptionColumn("salesorder", "shippingmethodcode"),
        OptionColumn("invoice", "shippingmethodcode"),
    ),
    fields=(to_crm("code", "address1_shippingmethodcode", use_for_match=True, is_fixed=True),),
    create_new_if_no_match=True,
    synch_after_coupling="to_integration_table",
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=1440),
)
