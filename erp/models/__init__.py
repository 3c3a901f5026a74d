"""The tables of the back office, one with its lines per file."""

from erp.models.api_token import ApiToken
from erp.models.company_information import CompanyInformation
from erp.models.contact import Contact, ContactType
from erp.models.contact_business_relation import ContactBusinessRelation, LinkToTable
from erp.models.country_region import CountryRegion
from erp.models.currency import Currency, CurrencyExchangeRate
from erp.models.customer import Customer, CustomerBlocked
from erp.models.customer_ledger_entry import (
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    DetailedEntryType,
    LedgerDocumentType,
)
from erp.models.customer_price_group import CustomerPriceGroup
from erp.models.document_line import SalesLineType
from erp.models.general_ledger_setup import GeneralLedgerSetup
from erp.models.gl_account import GLAccount
from erp.models.inventory_setup import InventorySetup
from erp.models.item import Item, ItemType, ItemUnitOfMeasure
from erp.models.item_journal_line import ItemJournalLine
from erp.models.item_ledger_entry import ItemEntryType, ItemLedgerEntry
from erp.models.marketing_setup import MarketingSetup
from erp.models.no_series import NoSeries, NoSeriesLine
from erp.models.opportunity import Opportunity, OpportunityStatus
from erp.models.payment_terms import PaymentTerms
from erp.models.post_code import PostCode
from erp.models.record import ErpRecord
from erp.models.record_note import RecordNote
from erp.models.resource import Resource, ResourceType, ResourceUnitOfMeasure
from erp.models.resources_setup import ResourcesSetup
from erp.models.sales_archive import SalesHeaderArchive, SalesLineArchive
from erp.models.sales_cr_memo import SalesCrMemoHeader, SalesCrMemoLine
from erp.models.sales_cycle import SalesCycle
from erp.models.sales_document_kinds import SalesCreditMemo, SalesInvoice, SalesOrder, SalesQuote
from erp.models.sales_header import SalesDocumentStatus, SalesDocumentType, SalesHeader
from erp.models.sales_invoice import SalesInvoiceHeader, SalesInvoiceLine
from erp.models.sales_line import SalesLine
from erp.models.sales_price import SalesPrice, SalesPriceType
from erp.models.sales_receivables_setup import ArchiveQuotes, SalesReceivablesSetup, WriteInProductType
from erp.models.sales_shipment import SalesShipmentHeader, SalesShipmentLine
from erp.models.salesperson import Salesperson
from erp.models.shipment_method import ShipmentMethod
from erp.models.shipping_agent import ShippingAgent
from erp.models.unit_group import UnitGroup, UnitGroupSourceType
from erp.models.unit_of_measure import UnitOfMeasure
from erp.models.vat import VatBusinessPostingGroup, VatPostingSetup, VatProductPostingGroup
from erp.models.web_service_key import WebServiceAccessKey

__all__ = [
    "ApiToken",
    "ArchiveQuotes",
    "CompanyInformation",
    "Contact",
    "ContactBusinessRelation",
    "ContactType",
    "CountryRegion",
    "Currency",
    "CurrencyExchangeRate",
    "Customer",
    "CustomerBlocked",
    "CustomerLedgerEntry",
    "CustomerPriceGroup",
    "DetailedCustomerLedgEntry",
    "DetailedEntryType",
    "ErpRecord",
    "GLAccount",
    "GeneralLedgerSetup",
    "InventorySetup",
    "Item",
    "ItemEntryType",
    "ItemJournalLine",
    "ItemLedgerEntry",
    "ItemType",
    "ItemUnitOfMeasure",
    "LedgerDocumentType",
    "LinkToTable",
    "MarketingSetup",
    "NoSeries",
    "NoSeriesLine",
    "Opportunity",
    "OpportunityStatus",
    "PaymentTerms",
    "PostCode",
    "RecordNote",
    "Resource",
    "ResourceType",
    "ResourceUnitOfMeasure",
    "ResourcesSetup",
    "SalesCrMemoHeader",
    "SalesCrMemoLine",
    "SalesCreditMemo",
    "SalesCycle",
    "SalesDocumentStatus",
    "SalesDocumentType",
    "SalesHeader",
    "SalesHeaderArchive",
    "SalesInvoice",
    "SalesInvoiceHeader",
    "SalesInvoiceLine",
    "SalesLine",
    "SalesLineArchive",
    "SalesLineType",
    "SalesOrder",
    "SalesPrice",
    "SalesPriceType",
    "SalesQuote",
    "SalesReceivablesSetup",
    "SalesShipmentHeader",
    "SalesShipmentLine",
    "Salesperson",
    "ShipmentMethod",
    "ShippingAgent",
    "UnitGroup",
    "UnitGroupSourceType",
    "UnitOfMeasure",
    "VatBusinessPostingGroup",
    "VatPostingSetup",
    "VatProductPostingGroup",
    "WebServiceAccessKey",
    "WriteInProductType",
]
