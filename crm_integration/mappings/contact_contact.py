"""CONTACT: persons of a customer's company and contacts of its account, in both directions."""

from crm_integration.mappings.customer_account import ACTIVE, DEFAULT_TEAM, OWNER_OF_NEW
from crm_integration.table_mapping.declaration import (
    JobDefaults,
    TableMapping,
    both,
    constant_to_erp,
    to_crm,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where

CONTACT = TableMapping(
    name="CONTACT",
    erp_table="contact",
    crm_table="contact",
    direction=Direction.BIDIRECTIONAL,
    erp_filter=all_of(where("type", "eq", "person"), where("company_no", "is_not_blank")),
    crm_filter=all_of(
        where("parentcustomerid", "is_not_blank"),
        where("parentcustomeridtype", "eq", "account"),
        where("statecode", "eq", ACTIVE),
    ),
    depends_on=("CUSTOMER",),
    fields=(
        to_crm(
            "salesperson_code", "ownerid", target_table="systemuser", not_null=True, taken_over_on_insert=True
        ),
        both("company_no", "parentcustomerid", target_table="account", is_fixed=True),
        both("currency_code", "transactioncurrencyid"),
        both("address", "address1_line1"),
        both("address_2", "address1_line2"),
        both("post_code", "address1_postalcode"),
        both("city", "address1_city"),
        both("country_region_code", "address1_country"),
        both("county", "address1_stateorprovince"),
        both("e_mail", "emailaddress1"),
        both("fax_no", "fax"),
        both("first_name", "firstname"),
        both("middle_name", "middlename"),
        both("surname", "lastname"),
        both("home_page", "websiteurl"),
        both("mobile_phone_no", "mobilephone"),
        both("pager", "pager"),
        both("phone_no", "telephone1"),
        constant_to_erp("type", "person"),
        both("salutation_code", "salutation", is_enabled=False),
    ),
    derived=(OWNER_OF_NEW,),
    related_reads=(DEFAULT_TEAM,),
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=720),
)
