"""What the headers of all sales documents have: who they are for, and what was agreed."""

from typing import Final

from erp.rest_api.entities.customers import AGREED, CUSTOMERS
from erp.rest_api.entity import LAST_MODIFIED, Navigation, id_of, joined, value
from erp.rest_api.kinds import DECIMAL

PARTIES: Final = (
    id_of("customerId", "sell_to_customer_no"),
    value("customerNumber", "sell_to_customer_no"),
    value("customerName", "sell_to_customer_name"),
    value("billToName", "bill_to_name"),
    id_of("billToCustomerId", "bill_to_customer_no"),
    value("billToCustomerNumber", "bill_to_customer_no"),
    value("shipToName", "ship_to_name"),
    value("shipToContact", "ship_to_contact"),
    *(
        value(f"{party}{name}", f"{field}_{column}")
        for party, field in (("sellTo", "sell_to"), ("billTo", "bill_to"), ("shipTo", "ship_to"))
        for name, column in (
            ("AddressLine1", "address"),
            ("AddressLine2", "address_2"),
            ("City", "city"),
            ("Country", "country_region_code"),
            ("State", "county"),
            ("PostCode", "post_code"),
        )
    ),
)
NAMED: Final = (Navigation("customer", "sell_to_customer__id", CUSTOMERS), *AGREED)
TERMS: Final = (
    id_of("currencyId", "currency_code"),
    value("currencyCode", "currency_code"),
    id_of("paymentTermsId", "payment_terms_code"),
    id_of("shipmentMethodId", "shipment_method_code"),
    value("salesperson", "salesperson_code"),
    value("discountAmount", "invoice_discount_amount"),
    value("totalAmountExcludingTax", "amount"),
    joined("totalTaxAmount", "tax_amount", kind=DECIMAL),
    value("totalAmountIncludingTax", "amount_including_vat"),
    value("phoneNumber", "sell_to_phone_no"),
    value("email", "sell_to_e_mail"),
    LAST_MODIFIED,
)
