"""POSTEDSALESINV-INV: posted sales invoices that were created in the CRM, as long as they are active there.

Source: SD 3. Their lines, totals and states come with *Create Invoice in Dynamics 365 Sales*.
"""

from crm_integration.table_mapping.declaration import JobDefaults, Layer, TableMapping, to_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import where

POSTEDSALESINV_INV = TableMapping(
    name="POSTEDSALESINV-INV",
    erp_table="sales_invoice_header",
    crm_table="invoice",
    direction=Direction.TO_INTEGRATION_TABLE,
    layer=Layer.SALES,
    crm_filter=where("statecode", "eq", 0),
    depends_on=("ITEM-PRODUCT", "RESOURCE-PRODUCT", "OPPORTUNITY"),
    fields=(
        to_crm("no", "invoicenumber"),
        to_crm("salesperson_code", "ownerid", target_table="systemuser", not_null=True),
        to_crm("currency_code", "transactioncurrencyid"),
        to_crm("due_date", "duedate"),
        to_crm("ship_to_name", "shipto_name"),
        to_crm("ship_to_address", "shipto_line1"),
        to_crm("ship_to_address_2", "shipto_line2"),
        to_crm("ship_to_city", "shipto_city"),
        to_crm("ship_to_country_region_code", "shipto_country"),
        to_crm("ship_to_post_code", "shipto_postalcode"),
        to_crm("ship_to_county", "shipto_stateorprovince"),
        to_crm("shipment_date", "datedelivered"),
        to_crm("bill_to_name", "billto_name"),
        to_crm("bill_to_address", "billto_line1"),
        to_crm("bill_to_address_2", "billto_line2"),
        to_crm("bill_to_city", "billto_city"),
        to_crm("bill_to_country_region_code", "billto_country"),
        to_crm("bill_to_post_code", "billto_postalcode"),
        to_crm("bill_to_county", "billto_stateorprovince"),
        to_crm("amount", "totalamountlessfreight"),
        to_crm("amount_including_vat", "totalamount"),
        to_crm("invoice_discount_amount", "discountamount"),
        to_crm("shipping_agent_code", "shippingmethodcode"),
        to_crm("payment_terms_code", "paymenttermscode"),
        to_crm("work_description", "description"),
    ),
    is_made_by_flow=True,
    made_by="create_invoices",
    job=JobDefaults(inactivity_timeout_minutes=1440),
)
