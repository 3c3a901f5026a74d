"""The default field rows, compared with the tables of the modelled product, row by row."""

import pytest

from crm_integration.mappings.registry import MAPPINGS, declared, is_of_way
from crm_integration.synch_engine.facts import facts_of
from crm_integration.synch_engine.mapping_check import check_mapping
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import to_text

ARROWS = {
    Direction.BIDIRECTIONAL: "<->",
    Direction.TO_INTEGRATION_TABLE: "->",
    Direction.FROM_INTEGRATION_TABLE: "<-",
}

WAYS = (False, True)  # units: one unit per unit group, or by unit groups

# Off: rows that are only suggested, and rows whose option mappings are not there yet.
EXPECTED = {
    "SALESPEOPLE": """
        e_mail                 <-  internalemailaddress
        name                   <-  fullname
        phone_no               <-  mobilephone
        job_title              <-> jobtitle                     off
        e_mail_2               <-> personalemailaddress         off
    """,
    "CUSTOMER": """
        salesperson_code       ->  ownerid                      systemuser not_null taken_over
        name                   <-> name
        contact                <-> address1_primarycontactname
        address                <-> address1_line1
        address_2              <-> address1_line2
        post_code              <-> address1_postalcode
        city                   <-> address1_city
        country_region_code    <-> address1_country
        county                 <-> address1_stateorprovince
        currency_code          <-> transactioncurrencyid
        e_mail                 <-> emailaddress1
        fax_no                 <-> fax
        home_page              <-> websiteurl
        phone_no               <-> telephone1
        shipment_method_code   <-> address1_freighttermscode
        shipping_agent_code    <-> address1_shippingmethodcode
        payment_terms_code     <-> paymenttermscode
        credit_limit_lcy       ->  creditlimit
        primary_contact_no     <-> primarycontactid             clear_value
        no                     ->  accountnumber                off
        mobile_phone_no        <-> telephone2                   off
    """,
    "OPPORTUNITY": """
        salesperson_code         ->  ownerid             systemuser not_null taken_over
        description              <-> name
        contact_no               ->  parentcontactid     contact
        contact_company_no       ->  parentaccountid     account fixed
        estimated_value_lcy      ->  estimatedvalue
        estimated_closing_date   ->  estimatedclosedate
        date_closed              ->  actualclosedate     off
        probability_percent      ->  closeprobability    off
        calcd_current_value_lcy  ->  actualvalue         off
    """,
    "POSTEDSALESLINE-INV": """
        quantity              ->  quantity
        line_discount_amount  ->  manualdiscountamount
        unit_price            ->  priceperunit
        '1'                   ->  ispriceoverridden
    """,
    "PAYMENT TERMS": """
        code                   ->  paymenttermscode             fixed
    """,
    "SHIPMENT METHOD": """
        code                   ->  address1_freighttermscode    fixed
    """,
    "SHIPPING AGENT": """
        code                   ->  address1_shippingmethodcode  fixed
    """,
    "CONTACT": """
        salesperson_code       ->  ownerid                      systemuser not_null taken_over
        company_no             <-> parentcustomerid             account fixed
        currency_code          <-> transactioncurrencyid
        address                <-> address1_line1
        address_2              <-> address1_line2
        post_code              <-> address1_postalcode
        city                   <-> address1_city
        country_region_code    <-> address1_country
        county                 <-> address1_stateorprovince
        e_mail                 <-> emailaddress1
        fax_no                 <-> fax
        first_name             <-> firstname
        middle_name            <-> middlename
        surname                <-> lastname
        home_page              <-> websiteurl
        mobile_phone_no        <-> mobilephone
        pager                  <-> pager
        phone_no               <-> telephone1
        type                   <-  'person'
        salutation_code        <-> salutation                   off
    """,
    "CURRENCY": """
        code                   ->  isocurrencycode
        symbol                 ->  currencysymbol               not_null
        description            ->  currencyname
    """,
    "UNIT OF MEASURE": """
        code                   ->  baseuomname
        code                   ->  name                         fixed rule UNIT_GROUP_NAME
    """,
    "UNIT GROUP": """
        code                   ->  name
        code                   ->  baseuomname
    """,
    "ITEM UOM": """
        code                     ->  name
        qty_per_unit_of_measure  ->  quantity
        item_no                  ->  uomscheduleid              uomschedule fixed
    """,
    "RESOURCE UOM": """
        code                     ->  name
        qty_per_unit_of_measure  ->  quantity
        resource_no              ->  uomscheduleid              uomschedule fixed
    """,
    "ITEM-PRODUCT": """
        no                     ->  productnumber
        description            <-> name
        unit_price             ->  price                        rule NOT_NEGATIVE
        unit_cost              ->  standardcost                 rule NOT_NEGATIVE
        unit_cost              ->  currentcost                  rule NOT_NEGATIVE
        unit_volume            ->  stockvolume
        gross_weight           ->  stockweight
        vendor_no              ->  vendorid
        vendor_name            ->  vendorname                   fixed
        vendor_item_no         ->  vendorpartnumber
        base_unit_of_measure   <-> defaultuomscheduleid         uomschedule
        blocked                <-> statecode                    fixed
    """,
    "RESOURCE-PRODUCT": """
        no                     ->  productnumber
        name                   <-> name
        unit_price             ->  price                        rule NOT_NEGATIVE
        unit_cost              ->  standardcost                 rule NOT_NEGATIVE
        unit_cost              ->  currentcost                  rule NOT_NEGATIVE
        vendor_no              ->  vendorid
        capacity               ->  quantityonhand               rule NOT_NEGATIVE
        base_unit_of_measure   <-> defaultuomscheduleid         uomschedule
        blocked                <-> statecode                    fixed
    """,
    "SALESPRC-PRODPRICE": """
        sales_code             ->  pricelevelid
        item_no                ->  productid
        currency_code          ->  transactioncurrencyid
        '1'                    ->  pricingmethodcode
        unit_price             ->  amount
    """,
    "CUSTPRCGRP-PRICE": """
        code                   ->  name
    """,
}

# What is declared otherwise where units go by unit groups: rows that leave, rows that come.
BY_GROUPS = {
    "ITEM-PRODUCT": (
        ["base_unit_of_measure <-> defaultuomscheduleid uomschedule"],
        ["base_unit_of_measure <-> defaultuomid uom"],
    ),
    "RESOURCE-PRODUCT": (
        ["base_unit_of_measure <-> defaultuomscheduleid uomschedule"],
        ["base_unit_of_measure -> defaultuomid uom"],
    ),
    "SALESPRC-PRODPRICE": ([], ["unit_of_measure_code -> uomid uom fixed"]),
}

FILTERS = {
    "SALESPEOPLE": ("", "isdisabled = False, islicensed = True, isintegrationuser = False"),
    "CURRENCY": ("", ""),
    "PAYMENT TERMS": ("", ""),
    "SHIPMENT METHOD": ("", ""),
    "SHIPPING AGENT": ("", ""),
    "CUSTPRCGRP-PRICE": ("", ""),
    "UNIT OF MEASURE": ("", ""),
    "UNIT GROUP": ("", ""),
    "ITEM UOM": ("", ""),
    "RESOURCE UOM": ("", ""),
    "ITEM-PRODUCT": ("blocked = False", "producttypecode = 1, statecode = 0"),
    "RESOURCE-PRODUCT": ("blocked = False", "producttypecode = 3, statecode = 0"),
    "SALESPRC-PRODPRICE": ("sales_type = customer_price_group, sales_code <> ''", ""),
    "CUSTOMER": ("blocked = ''", "statecode = 0, customertypecode = 3"),
    "OPPORTUNITY": ("status = not_started|in_progress", ""),
    "CONTACT": (
        "type = person, company_no <> ''",
        "parentcustomerid <> '', parentcustomeridtype = account, statecode = 0",
    ),
}

# Direction, minutes between runs, minutes of sleep after a run in vain.
JOBS = {
    "SALESPEOPLE": (Direction.FROM_INTEGRATION_TABLE, 30, 1440),
    "CURRENCY": (Direction.TO_INTEGRATION_TABLE, 30, 720),
    "PAYMENT TERMS": (Direction.TO_INTEGRATION_TABLE, 30, 1440),
    "SHIPMENT METHOD": (Direction.TO_INTEGRATION_TABLE, 30, 1440),
    "SHIPPING AGENT": (Direction.TO_INTEGRATION_TABLE, 30, 1440),
    "CUSTPRCGRP-PRICE": (Direction.TO_INTEGRATION_TABLE, 30, 1440),
    "UNIT OF MEASURE": (Direction.TO_INTEGRATION_TABLE, 30, 720),
    "UNIT GROUP": (Direction.TO_INTEGRATION_TABLE, 30, 720),
    "ITEM UOM": (Direction.TO_INTEGRATION_TABLE, 30, 720),
    "RESOURCE UOM": (Direction.TO_INTEGRATION_TABLE, 30, 720),
    "ITEM-PRODUCT": (Direction.BIDIRECTIONAL, 30, 1440),
    "RESOURCE-PRODUCT": (Direction.BIDIRECTIONAL, 30, 720),
    "SALESPRC-PRODPRICE": (Direction.TO_INTEGRATION_TABLE, 30, 1440),
    "CUSTOMER": (Direction.BIDIRECTIONAL, 30, 720),
    "CONTACT": (Direction.BIDIRECTIONAL, 30, 720),
    "OPPORTUNITY": (Direction.BIDIRECTIONAL, 30, 720),
}


def described(row: FieldRow) -> str:
    """A row as the tables above have it."""
    flags = [
        row.target_table,
        "not_null" if row.not_null else "",
        "clear_value" if row.clear_value_on_failed_synch else "",
        "taken_over" if row.taken_over_on_insert else "",
        "fixed" if row.is_fixed else "",
        f"rule {row.transformation}" if row.transformation else "",
        "" if row.is_enabled else "off",
    ]
    left = row.erp_field or f"'{row.constant_value}'"
    right = row.crm_column or f"'{row.constant_value}'"
    return " ".join([left, ARROWS[row.direction], right, *(flag for flag in flags if flag)])


def test_the_mappings_are_declared_in_the_order_in_which_their_jobs_run() -> None:
    assert list(MAPPINGS) == [
        "SALESPEOPLE",
        "CURRENCY",
        "PAYMENT TERMS",
        "SHIPMENT METHOD",
        "SHIPPING AGENT",
        "CUSTOMER",
        "CONTACT",
        "UNIT OF MEASURE",
        "UNIT GROUP",
        "ITEM UOM",
        "RESOURCE UOM",
        "RESOURCE-PRODUCT",
        "ITEM-PRODUCT",
        "CUSTPRCGRP-PRICE",
        "SALESPRC-PRODPRICE",
        "OPPORTUNITY",
        "POSTEDSALESINV-INV",
        "POSTEDSALESLINE-INV",
        "SALESORDER-ORDER",
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_field_rows_are_those_of_the_modelled_product(name: str) -> None:
    expected = [" ".join(line.split()) for line in EXPECTED[name].strip().splitlines()]
    assert [described(row) for row in MAPPINGS[name].fields] == expected


@pytest.mark.parametrize("name", BY_GROUPS)
def test_the_field_rows_of_unit_groups_are_those_of_the_modelled_product(name: str) -> None:
    simple, by_groups = ([described(row) for row in declared(name, by_unit_group=way).fields] for way in WAYS)
    left = [row for row in simple if row not in by_groups]
    came = [row for row in by_groups if row not in simple]
    assert (left, came) == BY_GROUPS[name]
    assert MAPPINGS.keys() - BY_GROUPS.keys() == {
        name for name in MAPPINGS if declared(name, by_unit_group=True) == declared(name, by_unit_group=False)
    }


def test_each_way_of_synchronizing_units_has_mappings_of_its_own() -> None:
    on = [{name for name in MAPPINGS if is_of_way(name, by_unit_group=way)} for way in WAYS]
    assert (on[0] - on[1], on[1] - on[0]) == (
        {"UNIT OF MEASURE"},
        {"UNIT GROUP", "ITEM UOM", "RESOURCE UOM"},
    )
    assert all(MAPPINGS[name].depends_on == ("UNIT GROUP",) for name in ("ITEM UOM", "RESOURCE UOM"))
    assert "ITEM UOM" in MAPPINGS["ITEM-PRODUCT"].depends_on
    assert "RESOURCE UOM" in MAPPINGS["RESOURCE-PRODUCT"].depends_on


@pytest.mark.parametrize("name", FILTERS)
def test_the_default_filters(name: str) -> None:
    mapping = MAPPINGS[name]
    assert (to_text(mapping.erp_filter), to_text(mapping.crm_filter)) == FILTERS[name]


@pytest.mark.parametrize("name", JOBS)
def test_direction_and_times_of_the_default_job(name: str) -> None:
    mapping = MAPPINGS[name]
    job = mapping.job
    found = (mapping.direction, job.minutes_between_runs, job.inactivity_timeout_minutes)
    assert found == JOBS[name]


def test_salespeople_and_currencies_come_before_what_names_them() -> None:
    assert MAPPINGS["CONTACT"].depends_on == ("CUSTOMER",)
    assert set(MAPPINGS["CUSTOMER"].depends_on) >= {"SALESPEOPLE", "CURRENCY"}


def test_what_has_a_name_of_its_own_is_looked_for_before_it_is_created() -> None:
    matched = {
        name: [row.erp_field for row in mapping.rows if row.use_for_match]
        for name, mapping in MAPPINGS.items()
        if mapping.matches_before_creating
    }
    assert matched == {
        "SALESPEOPLE": ["e_mail"],
        "CURRENCY": ["code"],
        "UNIT OF MEASURE": ["code"],
        "UNIT GROUP": ["code"],
        "ITEM UOM": ["code", "item_no"],
        "RESOURCE UOM": ["code", "resource_no"],
        "CUSTPRCGRP-PRICE": ["code"],
        "SALESPRC-PRODPRICE": ["sales_code", "item_no"],
    }


@pytest.mark.parametrize("by_unit_group", WAYS)
@pytest.mark.parametrize("name", EXPECTED)
def test_every_default_mapping_fits_both_systems(name: str, by_unit_group: bool) -> None:
    mapping = declared(name, by_unit_group=by_unit_group)
    known = facts_of(mapping.erp_table, mapping.crm_table)
    assert check_mapping(mapping, facts=known, mappings=MAPPINGS) == []
