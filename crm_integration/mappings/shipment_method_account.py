"""SHIPMENT METHOD: shipment methods become options of the freight terms of accounts and sales documents."""

from crm_integration.table_mapping.declaration import JobDefaults, OptionColumn, TableMapping, to_crm
from crm_integration.table_mapping.direction import Direction

SHIPMENT_METHOD = TableMapping(
    name="SHIPMENT METHOD",
    erp_table="shipment_method",
    crm_table="account",
    direction=Direction.TO_INTEGRATION_TABLE,
    option_column="address1_freighttermscode",
    same_options=(
        OptionColumn("quote", "freighttermscode"),
        OptionColumn("salesorder", "freighttermscode"),
    ),
    fields=(to_crm("code", "address1_freighttermscode", use_for_match=True, is_fixed=True),),
    create_new_if_no_match=True,
    synch_after_coupling="to_integration_table",
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=1440),
)
