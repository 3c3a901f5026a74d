"""POSTEDSALESLINE-INV: the lines of posted sales invoices that are created in the CRM.

Source: SD 3. What cannot be said in a row, such as the product, its unit and the tax, is decided with the
document that a line goes with.
"""

from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.table_mapping.declaration import Layer, TableMapping, constant_to_crm, to_crm
from crm_integration.table_mapping.direction import Direction

POSTEDSALESLINE_INV = TableMapping(
    name="POSTEDSALESLINE-INV",
    erp_table="sales_invoice_line",
    crm_table="invoicedetail",
    direction=Direction.TO_INTEGRATION_TABLE,
    layer=Layer.SALES,
    depends_on=(POSTEDSALESINV_INV.name,),
    fields=(
        to_crm("quantity", "quantity"),
        to_crm("line_discount_amount", "manualdiscountamount"),
        to_crm("unit_price", "priceperunit"),
        constant_to_crm("ispriceoverridden", "1"),
    ),
    is_made_by_flow=True,
    goes_with=POSTEDSALESINV_INV.name,
)
