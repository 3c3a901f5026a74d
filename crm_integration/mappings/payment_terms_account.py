"""PAYMENT TERMS: payment terms become options of the payment terms of accounts and sales documents."""

from crm_integration.table_mapping.declaration import JobDefaults, OptionColumn, TableMapping, to_crm
from crm_integration.table_mapping.direction import Direction

PAYMENT_TERMS = TableMapping(
    name="PAYMENT TERMS",
    erp_table="payment_terms",
    crm_table="account",
    direction=Direction.TO_INTEGRATION_TABLE,
    option_column="paymenttermscode",
    same_options=(
        OptionColumn("quote", "paymenttermscode"),
        OptionColumn("salesorder", "paymenttermscode"),
        OptionColumn("invoice", "paymenttermscode"),
    ),
    fields=(to_crm("code", "paymenttermscode", use_for_match=True, is_fixed=True),),
    create_new_if_no_match=True,
    synch_after_coupling="to_integration_table",
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=1440),
)
