"""Products: what can be sold."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    DateOnlyColumn,
    DecimalColumn,
    IntegerColumn,
    LookupColumn,
    MemoColumn,
    MoneyColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.options import DRAFT
from crm.models.record import CrmRecord


class Product(CrmRecord):
    """A new product is a draft; only an active one can be sold."""

    productid = PrimaryIdColumn()
    name = StringColumn(100, required=True, searched=True, verbose_name=_("Name"))
    productnumber = StringColumn(100, searched=True, verbose_name=_("Product ID"))
    productstructure = PicklistColumn(
        {1: _("Product"), 2: _("Product Family"), 3: _("Product Bundle")},
        default=1,
        verbose_name=_("Product Structure"),
    )
    producttypecode = PicklistColumn(
        {1: _("Sales Inventory"), 2: _("Miscellaneous Charges"), 3: _("Services"), 4: _("Flat Fees")},
        default=1,
        verbose_name=_("Product Type"),
    )
    description = MemoColumn(2_000, verbose_name=_("Description"))
    defaultuomscheduleid = LookupColumn(
        "uomschedule", cascade=RESTRICT, required=True, verbose_name=_("Unit Group")
    )
    defaultuomid = LookupColumn("uom", cascade=RESTRICT, required=True, verbose_name=_("Default Unit"))
    pricelevelid = LookupColumn("pricelevel", verbose_name=_("Default Price List"))
    price = MoneyColumn(is_price=True, minimum=0, maximum=1_000_000_000_000, verbose_name=_("List Price"))
    currentcost = MoneyColumn(
        is_price=True, minimum=0, maximum=1_000_000_000_000, verbose_name=_("Current Cost")
    )
    standardcost = MoneyColumn(
        is_price=True, minimum=0, maximum=1_000_000_000_000, verbose_name=_("Standard Cost")
    )
    quantitydecimal = IntegerColumn(minimum=0, maximum=5, required=True, verbose_name=_("Decimals Supported"))
    quantityonhand = DecimalColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Quantity On Hand"))
    stockvolume = DecimalColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Stock Volume"))
    stockweight = DecimalColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Stock Weight"))
    isstockitem = BooleanColumn(verbose_name=_("Stock Item"))
    iskit = BooleanColumn(verbose_name=_("Is Kit"))
    size = StringColumn(200, verbose_name=_("Size"))
    suppliername = StringColumn(100, verbose_name=_("Supplier Name"))
    vendorid = StringColumn(100, verbose_name=_("Vendor ID"))
    vendorname = StringColumn(100, verbose_name=_("Vendor"))
    vendorpartnumber = StringColumn(100, verbose_name=_("Vendor Part Number"))
    producturl = StringColumn(255, verbose_name=_("URL"))
    parentproductid = LookupColumn("product", cascade=RESTRICT, verbose_name=_("Parent"))
    hierarchypath = StringColumn(450, read_only=True, verbose_name=_("Hierarchy Path"))
    subjectid = LookupColumn("subject", verbose_name=_("Subject"))
    validfromdate = DateOnlyColumn(verbose_name=_("Valid From"))
    validtodate = DateOnlyColumn(verbose_name=_("Valid To"))
    transactioncurrencyid = LookupColumn("transactioncurrency", cascade=RESTRICT, verbose_name=_("Currency"))
    exchangerate = DecimalColumn(minimum=0, read_only=True, verbose_name=_("Exchange Rate"))
    statecode = StateColumn(
        {0: _("Active"), 1: _("Retired"), 2: _("Draft"), 3: _("Under Revision")}, default=DRAFT
    )
    statuscode = StatusColumn(
        {0: _("Draft"), 1: _("Active"), 2: _("Retired"), 3: _("Under Revision")},
        state_of={0: 2, 1: 0, 2: 1, 3: 3},
    )

    class Meta:
        db_table = "product"
        indexes = [models.Index(fields=["statecode", "productid"], name="product_state")]
        verbose_name = _("Product")
        verbose_name_plural = _("Products")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "products"
        schema_name = "Product"
        object_type_code = 1024
        keys: ClassVar = {"productnumber": ("productnumber",)}
