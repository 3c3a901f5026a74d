"""What fields and columns are called on the pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_integration.dataverse import metadata
from crm_integration.dataverse.known_tables import known_tables
from crm_integration.dataverse.metadata import CrmColumn
from crm_integration.models import ConnectionSetup
from erp.queries.table_fields import ERP_TABLES, table_fields

Text = str | Promise

# Columns of the default mappings and of what the pages list; all others are called as the CRM calls them.
COLUMNS: dict[str, Text] = {
    "accountid": _("Account"),
    "accountnumber": _("Account Number"),
    "address1_city": _("City"),
    "address1_country": _("Country/Region"),
    "address1_freighttermscode": _("Freight Terms"),
    "address1_line1": _("Street 1"),
    "address1_line2": _("Street 2"),
    "address1_postalcode": _("ZIP/Postal Code"),
    "address1_primarycontactname": _("Primary Contact Name"),
    "address1_shippingmethodcode": _("Shipping Method"),
    "address1_stateorprovince": _("State/Province"),
    "amount": _("Amount"),
    "baseuom": _("Base Unit"),
    "baseuomname": _("Base Unit Name"),
    "contactid": _("Contact"),
    "creditlimit": _("Credit Limit"),
    "currencyname": _("Currency Name"),
    "currencyprecision": _("Currency Precision"),
    "currencysymbol": _("Currency Symbol"),
    "currentcost": _("Current Cost"),
    "customertypecode": _("Relationship Type"),
    "defaultuomid": _("Default Unit"),
    "defaultuomscheduleid": _("Unit Group"),
    "domainname": _("User Name"),
    "emailaddress1": _("Email"),
    "exchangerate": _("Exchange Rate"),
    "fax": _("Fax"),
    "firstname": _("First Name"),
    "fullname": _("Full Name"),
    "internalemailaddress": _("Primary Email"),
    "isdisabled": _("Disabled"),
    "isintegrationuser": _("Integration User"),
    "billto_country": _("Bill To Country/Region"),
    "shipto_country": _("Ship To Country/Region"),
    "islicensed": _("Licensed"),
    "isocurrencycode": _("Currency Code"),
    "jobtitle": _("Job Title"),
    "lastname": _("Last Name"),
    "middlename": _("Middle Name"),
    "mobilephone": _("Mobile Phone"),
    "ownerid": _("Owner"),
    "pager": _("Pager"),
    "parentcustomerid": _("Company Name"),
    "paymenttermscode": _("Payment Terms"),
    "personalemailaddress": _("Email 2"),
    "price": _("List Price"),
    "pricelevelid": _("Price List"),
    "pricingmethodcode": _("Pricing Method"),
    "primarycontactid": _("Primary Contact"),
    "productid": _("Product"),
    "productnumber": _("Product ID"),
    "producttypecode": _("Product Type"),
    "quantity": _("Quantity"),
    "quantitydecimal": _("Decimals Supported"),
    "quantityonhand": _("Quantity On Hand"),
    "salutation": _("Salutation"),
    "standardcost": _("Standard Cost"),
    "statecode": _("Status"),
    "statuscode": _("Status Reason"),
    "stockvolume": _("Stock Volume"),
    "stockweight": _("Stock Weight"),
    "telephone1": _("Main Phone"),
    "telephone2": _("Other Phone"),
    "transactioncurrencyid": _("Currency"),
    "uomid": _("Unit"),
    "uomscheduleid": _("Unit Group"),
    "vendorid": _("Vendor ID"),
    "vendorname": _("Vendor"),
    "vendorpartnumber": _("Vendor Part Number"),
    "websiteurl": _("Website"),
}


def erp_caption(table: str, field: str) -> str:
    """Returns what the back office calls a field; an unknown one is called by its name."""
    fields = table_fields(table) if table in ERP_TABLES else {}
    return str(fields[field].caption) if field in fields else field


def crm_caption(table: str, column: str, *, label: str | None = None) -> str:
    """Returns what the CRM calls a column; the primary name column is a plain *Name*.

    ``label``: what it is called there, from somebody who knows it.
    """
    known = metadata.tables().get(table)
    if known is not None and column == known.primary_name and column == "name":
        return str(_("Name"))
    if column not in COLUMNS and column.removesuffix("type") in COLUMNS:
        return str(_("%(lookup)s: table")) % {"lookup": COLUMNS[column.removesuffix("type")]}
    if column in COLUMNS:
        return str(COLUMNS[column])
    if label is None and known is not None:
        told = _told(table, column)
        label = told.label if told else ""
    return label or column


def _told(table: str, column: str) -> CrmColumn | None:
    """What the environment said of a column, if it was asked."""
    known = known_tables(ConnectionSetup.get()).get(table)
    return known.columns.get(column) if known else None


def caption(name: str, *, erp_table: str = "", crm_table: str = "") -> str:
    """Returns the caption of a field or column, whichever side has it."""
    if erp_table in ERP_TABLES and name in table_fields(erp_table):
        return erp_caption(erp_table, name)
    return crm_caption(crm_table, name)


def option_label(table: str, column: str, value: object) -> str:
    """Returns the label of an option set's value, or the value itself."""
    if value is None or value == "":
        return ""
    known = metadata.tables().get(table)
    column_of_snapshot = known.columns.get(column) if known else None
    label = _label_among(column_of_snapshot, value)
    if label is None and known and (column_of_snapshot is None or column_of_snapshot.options):
        label = _label_among(_told(table, column), value)
    return str(value) if label is None else label


def _label_among(column: CrmColumn | None, value: object) -> str | None:
    labels = {str(number): label for number, label in column.options.items()} if column else {}
    return labels.get(str(value))
