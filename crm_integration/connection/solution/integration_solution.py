"""The integration solution as it should be: publisher, tables, columns, security roles."""

from typing import Final
from uuid import UUID

from crm_integration.connection.solution.vocabulary import (
    ColumnKind,
    Publisher,
    RoleRight,
    Solution,
    SolutionColumn,
    SolutionLookup,
    SolutionRole,
    SolutionTable,
)

INTEGRATION_ADMINISTRATOR_ROLE: Final = "Dynamics 365 Business Central Integration Administrator"
INTEGRATION_USER_ROLE: Final = "Dynamics 365 Business Central Integration User"
PRODUCT_AVAILABILITY_ROLE: Final = "Dynamics 365 Business Central Product Availability User"

_CREATE, _READ, _WRITE, _DELETE = "Create", "Read", "Write", "Delete"
_APPEND, _APPEND_TO, _ASSIGN = "Append", "AppendTo", "Assign"
_POINT_TO = (_READ, _APPEND_TO)
_KEEP = (_CREATE, _READ, _WRITE, _APPEND, _APPEND_TO, _ASSIGN)
_EVERYTHING = (*_KEEP, _DELETE)

_DIRECTORY = ("organization", "businessunit", "systemuser", "team", "role")
_CURRENCY = ("transactioncurrency",)
_CUSTOMERS = ("account", "contact", "lead")
_DOCUMENTS = (
    "opportunity",
    "opportunityproduct",
    "opportunityclose",
    "quote",
    "quotedetail",
    "quoteclose",
    "salesorder",
    "salesorderdetail",
    "orderclose",
    "invoice",
    "invoicedetail",
)
_TIMELINE = ("annotation", "post", "postcomment", "task")
_CATALOGUE = ("product", "pricelevel", "productpricelevel", "uomschedule", "uom", "subject", "territory")
_RECORDS = (*_CUSTOMERS, *_DOCUMENTS, *_TIMELINE, *_CATALOGUE, *_CURRENCY)
_CUSTOMIZATION = ("publisher", "solution", "solutioncomponent", "importjob", "asyncoperation")
# To change tables, columns and what ties them, and to move them as solutions.
_CUSTOMIZING = (
    *(
        f"prv{verb}{what}"
        for what in ("Entity", "Attribute", "Relationship", "OptionSet")
        for verb in (_CREATE, _READ, _WRITE, _DELETE)
    ),
    *(f"prv{verb}Customization" for verb in (_READ, _WRITE, "Import", "Export", "Publish")),
)
# To add options to the choice columns of accounts and sales documents, and to have people see them:
# what Dataverse asks of InsertOptionValue, UpdateOptionValue and PublishXml, and nothing else.
_ADDING_OPTIONS = (
    "prvReadOptionSet",
    "prvWriteOptionSet",
    "prvReadCustomization",
    "prvPublishCustomization",
)
# To write documents on behalf of the account of order integration: no more than both may do.
_ACTING_FOR_ANOTHER = ("prvActOnBehalfOfAnotherUser",)
_WEBHOOKS = ("serviceendpoint", "sdkmessageprocessingstep")
_MESSAGES = ("sdkmessage", "sdkmessagefilter")
_STATISTICS, _CONNECTION = "nav_accountstatistics", "nav_connection"


def _amount(schema_name: str, label: str) -> SolutionColumn:
    return SolutionColumn(schema_name=schema_name, label=label, kind=ColumnKind.MONEY)


ACCOUNT_STATISTICS: Final = SolutionTable(
    schema_name="nav_AccountStatistics",
    label="Account Statistics",
    plural="Account Statistics",
    entity_set="nav_accountstatisticses",
    is_owned=False,
    primary_name=SolutionColumn(schema_name="nav_Name", label="Name"),
    columns=(
        SolutionColumn(schema_name="nav_CustomerNo", label="Customer No", max_length=20),
        _amount("nav_BalanceLCY", "Balance (LCY)"),
        _amount("nav_OutstandingOrdersLCY", "Outstanding Orders (LCY)"),
        _amount("nav_ShippedNotInvoicedLCY", "Shipped Not Invoiced (LCY)"),
        _amount("nav_OutstandingInvoicesLCY", "Outstanding Invoices (LCY)"),
        _amount("nav_OutstandingServiceOrdersLCY", "Outstanding Serv Orders (LCY)"),
        _amount("nav_ServShippedNotInvoicedLCY", "Serv Shipped Not Invd (LCY)"),
        _amount("nav_OutstandingServInvoicesLCY", "Outstd Serv Invoices (LCY)"),
        _amount("nav_TotalLCY", "Total (LCY)"),
        _amount("nav_CreditLimitLCY", "Credit Limit (LCY)"),
        _amount("nav_OverdueAmountsLCY", "Overdue Amounts (LCY)"),
        SolutionColumn(
            schema_name="nav_OverdueAmountsAsOf", label="Overdue Amounts As Of Date", kind=ColumnKind.DATE
        ),
        _amount("nav_TotalSalesLCY", "Total Sales (LCY)"),
        _amount("nav_InvoicedPrepaymentAmountLCY", "Invd Prepayment Amount (LCY)"),
    ),
)

CONNECTION: Final = SolutionTable(
    schema_name="nav_Connection",
    label="Business Central Connection",
    plural="Business Central Connections",
    entity_set="nav_connections",
    is_owned=False,
    primary_name=SolutionColumn(schema_name="nav_Name", label="Name"),
    columns=(
        SolutionColumn(schema_name="nav_DynamicsNAVURL", label="Web Client URL", max_length=250),
        SolutionColumn(schema_name="nav_DynamicsNAVODataURL", label="OData URL", max_length=250),
        SolutionColumn(schema_name="nav_DynamicsNAVODataUsername", label="OData User Name", max_length=250),
        SolutionColumn(
            schema_name="nav_DynamicsNAVODataAccesskey",
            label="OData Access Key",
            max_length=250,
            is_secured=True,
        ),
    ),
)

INTEGRATION_SOLUTION: Final = Solution(
    id=UUID("5a7f3c1e-6d0b-4c0e-9d53-1f2f6c8b4a10"),
    name="BusinessCentralIntegration",
    display_name="Business Central Integration",
    version="1.0.0.0",
    publishers=(
        Publisher(
            id=UUID("0c1f7d52-95a8-4e63-8f7e-3c7de4a2b611"),
            name="BusinessCentralIntegration",
            display_name="Business Central Integration",
            prefix="nav",
            option_prefix=57_000,
        ),
        # The columns that Business Central's base solution has in common with this one bear its prefix.
        Publisher(
            id=UUID("b0f4c7de-2f1a-4d86-9a3c-6a5d8e7c9f02"),
            name="BusinessCentralBaseIntegration",
            display_name="Business Central Base Integration",
            prefix="bcbi",
            option_prefix=57_001,
        ),
    ),
    tables=(ACCOUNT_STATISTICS, CONNECTION),
    columns={
        "salesorder": (
            SolutionColumn(
                schema_name="bcbi_BusinessCentralOrderNumber",
                label="Business Central Order Number",
                max_length=20,
            ),
        ),
    },
    lookups=(
        SolutionLookup(
            table="account",
            target=_STATISTICS,
            relationship="nav_accountstatistics_account",
            column=SolutionColumn(
                schema_name="nav_AccountStatisticsId", label="Account Statistics", kind=ColumnKind.LOOKUP
            ),
        ),
    ),
    roles=(
        SolutionRole(
            id=UUID("8c8d4f51-a72b-e511-80d9-3863bb349780"),
            name=INTEGRATION_ADMINISTRATOR_ROLE,
            rights=(
                RoleRight(_DIRECTORY, _POINT_TO),
                RoleRight((*_RECORDS, *_CUSTOMIZATION, *_WEBHOOKS, _STATISTICS, _CONNECTION), _EVERYTHING),
                RoleRight(_MESSAGES, _POINT_TO),
            ),
            general=_CUSTOMIZING,
        ),
        SolutionRole(
            id=UUID("6f960e32-a72b-e511-80d9-3863bb349780"),
            name=INTEGRATION_USER_ROLE,
            rights=(
                RoleRight(_DIRECTORY, _POINT_TO),
                RoleRight(_RECORDS, _KEEP),
                RoleRight((*_CUSTOMIZATION, *_MESSAGES), _POINT_TO),
                RoleRight((*_WEBHOOKS, _STATISTICS, _CONNECTION), _EVERYTHING),
            ),
            general=(*_ADDING_OPTIONS, *_ACTING_FOR_ANOTHER),
        ),
        SolutionRole(
            id=UUID("2b6e1f70-8a1d-4b5c-9e57-d4f0c35a7e93"),
            name=PRODUCT_AVAILABILITY_ROLE,
            rights=(RoleRight((_CONNECTION, _STATISTICS), (_READ,)),),
        ),
    ),
    user_roles=(INTEGRATION_USER_ROLE,),
)
