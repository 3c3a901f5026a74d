"""The price of a line from the price list of its document, and its amounts."""

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm.business_rules.draft import Draft, WriteContext
from crm.business_rules.sales.amounts import LARGEST, ZERO, Line, line_amounts, rounded
from crm.business_rules.sales.documents import Document
from crm.business_rules.sales.pricing_errors import PricingError
from crm.business_rules.sales.settings import is_calculated_elsewhere, sales_settings
from crm.business_rules.sales.unit_price import NoPrice, PriceListItem, ProductPrices, unit_price
from crm.metadata import EntityReference
from crm.models import ProductPriceLevel

_ON_CREATE, _ON_UPDATE, _ON_BOTH = 1, 2, 3
_WHOLE: Final = 2
_ACTIVE: Final = 0


def complete(draft: Draft, header: Any, document: Document) -> None:
    """Sets price, amounts and pricing error of a line, unless prices are not to be calculated."""
    is_taken_over = getattr(header, "lastbackofficesubmit", None) is not None
    is_elsewhere = is_calculated_elsewhere(draft.context, document.table, is_taken_over=is_taken_over)
    if is_skipped(draft) or (is_elsewhere and not draft.creating):
        return
    try:
        _price(draft, header, document)
        error = PricingError.NONE
    except NoPrice as refused:
        error = refused.error
    draft.set("pricingerrorcode", int(error))
    _set_amounts(draft)


def is_skipped(draft: Draft) -> bool:
    """Whether amounts stay as they are written."""
    settings = sales_settings(draft.context)
    if not settings.oobpricecalculationenabled:
        return True
    if draft.creating and not settings.enablepricingoncreate:
        return True
    skipped = (_ON_CREATE, _ON_BOTH) if draft.creating else (_ON_UPDATE, _ON_BOTH)
    return draft.get("skippricecalculation") in skipped


def currency_precision(context: WriteContext, currency: EntityReference | None) -> int:
    """How many decimals amounts in the currency have."""
    known = context.currencies.get(currency.id) if currency else None
    return min(known.currencyprecision if known is not None else 2, 4)


def _price(draft: Draft, header: Any, document: Document) -> None:
    if draft.get("quantity") is None:
        raise NoPrice(PricingError.MISSING_QUANTITY)
    if draft.get("isproductoverridden") or draft.get("ispriceoverridden"):
        if draft.get("priceperunit") is None:
            raise NoPrice(PricingError.MISSING_UNIT_PRICE)
    elif not _keeps_price(draft, header, document):
        draft.set("priceperunit", None)
        draft.set("priceperunit", _listed_price(draft, header))
    precision = min(sales_settings(draft.context).pricingdecimalprecision, 4)
    draft.set("priceperunit", rounded(draft.get("priceperunit"), precision))


def _keeps_price(draft: Draft, header: Any, document: Document) -> bool:
    """Locked prices stay, as long as the line is for the same product in the same unit."""
    if not document.line_lock or not header.ispricelocked or draft.get("priceperunit") is None:
        return False
    return draft.creating or not draft.changes_any("productid", "uomid")


def _listed_price(draft: Draft, header: Any) -> Decimal:
    context, product, unit = draft.context, draft.context.record(draft.get("productid")), draft.get("uomid")
    if product is None:
        raise NoPrice(PricingError.MISSING_PRODUCT)
    if unit is None:
        raise NoPrice(PricingError.MISSING_UOM)
    price_list = _price_list(context, header)
    row = _row(context, price_list, product.pk, unit.id)
    if row is None and product.pricelevelid_id is not None:
        # The default price list of the product speaks where that of the document is silent.
        row = _row(context, product.pricelevelid_id, product.pk, unit.id)
    if row is None:
        raise NoPrice(PricingError.PRODUCT_NOT_IN_PRICE_LEVEL)
    _check(row, header, Decimal(draft.get("quantity")))
    return unit_price(_item(row), _prices(product))


def _price_list(context: WriteContext, header: Any) -> UUID:
    identifier: UUID | None = header.pricelevelid_id
    if identifier is None:
        raise NoPrice(PricingError.MISSING_PRICE_LEVEL)
    price_list = context.record(EntityReference("pricelevel", identifier))
    if price_list is None or price_list.statecode != _ACTIVE:
        raise NoPrice(PricingError.INACTIVE_PRICE_LEVEL)
    return identifier


def _check(row: Any, header: Any, quantity: Decimal) -> None:
    if row.transactioncurrencyid_id != header.transactioncurrencyid_id:
        raise NoPrice(PricingError.INVALID_PRICE_LEVEL_CURRENCY)
    if row.quantitysellingcode == _WHOLE and quantity != quantity.to_integral_value():
        raise NoPrice(PricingError.INVALID_QUANTITY)


def _row(context: WriteContext, price_list: UUID, product: UUID, unit: UUID) -> ProductPriceLevel | None:
    key = (ProductPriceLevel, price_list, product, unit)
    if key not in context.memory:
        rows = ProductPriceLevel.objects.filter(
            pricelevelid_id=price_list, productid_id=product, uomid_id=unit
        )
        context.memory[key] = rows.first()
    found: ProductPriceLevel | None = context.memory[key]
    return found


def _item(row: Any) -> PriceListItem:
    return PriceListItem(
        method=row.pricingmethodcode or 1,
        amount=row.amount,
        percentage=row.percentage,
        rounding_policy=row.roundingpolicycode or 1,
        rounding_option=row.roundingoptioncode or 1,
        rounding_amount=row.roundingoptionamount,
    )


def _prices(product: Any) -> ProductPrices:
    return ProductPrices(
        list_price=product.price, current_cost=product.currentcost, standard_cost=product.standardcost
    )


def _set_amounts(draft: Draft) -> None:
    settings = sales_settings(draft.context)
    line = Line(
        price=draft.get("priceperunit") or ZERO,
        quantity=Decimal(draft.get("quantity") or 0),
        volume_discount=draft.get("volumediscountamount") or ZERO,
        manual_discount=draft.get("manualdiscountamount") or ZERO,
        tax=draft.get("tax") or ZERO,
        is_per_unit=settings.discountcalculationmethod == 1,
    )
    bound = (abs(line.price) + abs(line.volume_discount) + line.manual_discount) * abs(line.quantity)
    if bound + line.manual_discount + abs(line.tax) > LARGEST:
        draft.set("pricingerrorcode", int(PricingError.PRICE_ATTRIBUTE_OUT_OF_RANGE))
        line = Line(price=ZERO, quantity=ZERO)
    amounts = line_amounts(line, currency_precision(draft.context, draft.get("transactioncurrencyid")))
    draft.set("baseamount", amounts.base)
    draft.set("extendedamount", amounts.extended)
