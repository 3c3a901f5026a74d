"""The tables of the back office, one with its lines per file."""

from erp.models.company_information import CompanyInformation
from erp.models.contact import Contact, ContactType
from erp.models.contact_business_relation import ContactBusinessRelation, LinkToTable
from erp.models.country_region import CountryRegion
from erp.models.currency import Currency, CurrencyExchangeRate
from erp.models.customer import Customer, CustomerBlocked
from erp.models.customer_price_group import CustomerPriceGroup
from erp.models.general_ledger_setup import GeneralLedgerSetup
from erp.models.marketing_setup import MarketingSetup
from erp.models.no_series import NoSeries, NoSeriesLine
from erp.models.payment_terms import PaymentTerms
from erp.models.post_code import PostCode
from erp.models.record import ErpRecord
from erp.models.sales_receivables_setup import SalesReceivablesSetup
from erp.models.salesperson import Salesperson
from erp.models.shipment_method import ShipmentMethod
from erp.models.shipping_agent import ShippingAgent

__all__ = [
    "CompanyInformation",
    "Contact",
    "ContactBusinessRelation",
    "ContactType",
    "CountryRegion",
    "Currency",
    "CurrencyExchangeRate",
    "Customer",
    "CustomerBlocked",
    "CustomerPriceGroup",
    "ErpRecord",
    "GeneralLedgerSetup",
    "LinkToTable",
    "MarketingSetup",
    "NoSeries",
    "NoSeriesLine",
    "PaymentTerms",
    "PostCode",
    "SalesReceivablesSetup",
    "Salesperson",
    "ShipmentMethod",
    "ShippingAgent",
]
