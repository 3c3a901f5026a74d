"""OPPORTUNITY: open opportunities, from the back office but for what they are called."""

from crm_integration.mappings.customer_account import DEFAULT_TEAM, OWNER_OF_NEW
from crm_integration.table_mapping.declaration import Layer, TableMapping, both, to_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import where

OPPORTUNITY = TableMapping(
    name="OPPORTUNITY",
    erp_table="opportunity",
    crm_table="opportunity",
    direction=Direction.BIDIRECTIONAL,
    layer=Layer.SALES,
    erp_filter=where("status", "in", ("not_started", "in_progress")),
    depends_on=("CONTACT",),
    fields=(
        to_crm(
            "salesperson_code", "ownerid", target_table="systemuser", not_null=True, taken_over_on_insert=True
        ),
        both("description", "name"),
        to_crm("contact_no", "parentcontactid", target_table="contact"),
        to_crm("contact_company_no", "parentaccountid", target_table="account", is_fixed=True),
        to_crm("estimated_value_lcy", "estimatedvalue"),
        to_crm("estimated_closing_date", "estimatedclosedate"),
        to_crm("date_closed", "actualclosedate", is_enabled=False),
        to_crm("probability_percent", "closeprobability", is_enabled=False),
        to_crm("calcd_current_value_lcy", "actualvalue", is_enabled=False),
    ),
    derived=(OWNER_OF_NEW,),
    related_reads=(DEFAULT_TEAM,),
    synch_only_coupled_records=False,
)
