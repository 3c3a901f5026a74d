"""SALESPEOPLE: the CRM's users become salespeople."""

from crm_integration.table_mapping.declaration import JobDefaults, TableMapping, both, from_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where

SALESPEOPLE = TableMapping(
    name="SALESPEOPLE",
    erp_table="salesperson",
    crm_table="systemuser",
    direction=Direction.FROM_INTEGRATION_TABLE,
    crm_filter=all_of(
        where("isdisabled", "eq", False),
        where("islicensed", "eq", True),
        where("isintegrationuser", "eq", False),
    ),
    fields=(
        from_crm("e_mail", "internalemailaddress", use_for_match=True),
        from_crm("name", "fullname"),
        from_crm("phone_no", "mobilephone"),
        both("job_title", "jobtitle", is_enabled=False),
        both("e_mail_2", "personalemailaddress", is_enabled=False),
    ),
    create_new_if_no_match=True,
    synch_after_coupling="from_integration_table",
    matches_before_creating=True,
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=1440),
)
