"""SALESORDER-ORDER: what changes on released orders that came from the CRM goes back there.

Source: SD 1.10. The number of a CRM's order is its own (clarification 12); amounts stand while the CRM knows
that the back office calculates.
"""

from crm_integration.table_mapping.declaration import Layer, TableMapping, to_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where

REOPENED = {"statecode": 0, "statuscode": 2}
SUBMITTED = {"statecode": 1, "statuscode": 3}

SALESORDER_ORDER = TableMapping(
    name="SALESORDER-ORDER",
    erp_table="sales_header",
    crm_table="salesorder",
    direction=Direction.TO_INTEGRATION_TABLE,
    layer=Layer.SALES,
    erp_filter=all_of(where("document_type", "eq", "order"), where("status", "eq", "released")),
    crm_filter=where("statecode", "eq", 1),
    depends_on=("ITEM-PRODUCT", "RESOURCE-PRODUCT", "OPPORTUNITY"),
    fields=(
        to_crm("salesperson_code", "ownerid", target_table="systemuser", not_null=True),
        to_crm("currency_code", "transactioncurrencyid"),
        to_crm("ship_to_name", "shipto_name"),
        to_crm("ship_to_address", "shipto_line1"),
        to_crm("ship_to_address_2", "shipto_line2"),
        to_crm("ship_to_city", "shipto_city"),
        to_crm("ship_to_country_region_code", "shipto_country"),
        to_crm("ship_to_post_code", "shipto_postalcode"),
        to_crm("ship_to_county", "shipto_stateorprovince"),
        to_crm("last_shipment_date", "datefulfilled"),
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
        to_crm("requested_delivery_date", "requestdeliveryby"),
    ),
    is_made_by_flow=True,
    is_of_orders=True,
    reopening=(REOPENED, SUBMITTED),
)
