"""The lines of an order or a quote, with freight. Source: SD 1.5 to 1.7."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crm_integration.document_flow.sales_documents.comments import (
    DESCRIPTION_LENGTH,
    comments,
    first_text,
    further_texts,
)
from crm_integration.document_flow.sales_documents.crm_document import (
    ORDER,
    CrmDocument,
    amount_in,
    lookup_in,
)
from crm_integration.document_flow.sales_documents.customer import account_of
from crm_integration.document_flow.sales_documents.facts import DocumentRefused, Facts, LineType, ProductFact
from crm_integration.document_flow.sales_documents.obstacles import Obstacles
from crm_integration.table_mapping.problem import Awaited, Cure, Problem

STEP = 10_000
ACTIVE = 0
LINE_TYPES: Mapping[int, LineType] = {1: LineType.ITEM, 3: LineType.RESOURCE}
FREIGHT = "Freight Amount"
Line = dict[str, Any]


def lines_of(document: CrmDocument, facts: Facts, obstacles: Obstacles) -> list[Line]:
    """Returns rows for the operations of the back office. What stands in the way is noted.

    The price of the CRM always counts, whatever the price lists say. Discounts of a line are amounts.
    """
    lines: list[Line] = []
    for place, detail in enumerate(document.lines, start=1):
        line_no = STEP * (len(lines) + 1)
        with obstacles.noted():
            lines += _line(document, detail, facts, place=place, line_no=line_no)
    with obstacles.noted():
        lines += _freight(document, facts)
    return [{**line, "line_no": STEP * number} for number, line in enumerate(lines, start=1)]


def _line(
    document: CrmDocument, detail: Mapping[str, Any], facts: Facts, *, place: int, line_no: int
) -> Iterator[Line]:
    product_id = lookup_in(detail, "productid")
    if product_id is None:
        yield from _write_in(detail, facts, line_no)
        return
    product = facts.products.get(product_id.id)
    if product is None:
        raise _refused("line_product_missing", place=place)
    of_line = Obstacles()
    with of_line.noted():
        line_type = _checked(product, place, product_id.id)
    with of_line.noted():
        unit = _unit(detail, facts, place)
    with of_line.noted():
        price = _price_without_vat(document, detail, product, facts)
    of_line.refuse_if_any()
    text = first_text(detail)
    is_said = text == product.description if document.table == ORDER else not text
    yield {
        "type": line_type.value,
        "no": product.no,
        **unit,
        **_amounts(detail, facts),
        **price,
    }
    yield from comments(
        [*([] if is_said or not text else [text]), *further_texts(detail)], attached_to=line_no
    )


def _checked(product: ProductFact, place: int, product_id: Any) -> LineType:
    if product.state != ACTIVE:
        raise _refused("line_product_not_active", place=place, record=product.name)
    line_type = LINE_TYPES.get(product.type or 0)
    if line_type is None:
        raise _refused("line_product_of_other_type", place=place, record=product.name)
    if not product.is_coupled:
        problem = Problem(
            "line_product_not_coupled",
            Cure.MISSING_COUPLING,
            {"record": product.name, "line": place, "of_table": line_type.value},
            "productid",
            Awaited("product", product_id),
        )
        raise DocumentRefused(problem)
    if not product.no:
        raise _refused("line_product_deleted", place=place, record=product.name, of_table=line_type.value)
    return line_type


def _unit(detail: Mapping[str, Any], facts: Facts, place: int) -> Line:
    """Only unit groups tell units apart; otherwise an item is sold in its own unit."""
    unit = lookup_in(detail, "uomid")
    if not facts.by_unit_group or unit is None:
        return {}
    code = facts.units.get(unit.id, "")
    if not code:
        problem = Problem(
            "line_unit_not_coupled",
            Cure.MISSING_COUPLING,
            {"record": facts.unit_names.get(unit.id, ""), "line": place},
            "uomid",
            Awaited("uom", unit.id),
        )
        raise DocumentRefused(problem)
    return {"unit_of_measure_code": code}


def _write_in(detail: Mapping[str, Any], facts: Facts, line_no: int) -> Iterator[Line]:
    known = facts.write_in
    if not known.no:
        raise DocumentRefused(Problem("write_in_product_missing", Cure.CONFIGURATION))
    if known.is_coupled:
        raise DocumentRefused(
            Problem(
                "write_in_product_coupled", Cure.CONFIGURATION, {"record": known.no, "of_table": known.type}
            )
        )
    text = first_text(detail)
    yield {
        "type": known.type.value,
        "no": known.no,
        **({"description": text[:DESCRIPTION_LENGTH]} if text else {}),
        **_amounts(detail, facts),
    }
    yield from comments([text[DESCRIPTION_LENGTH:], *further_texts(detail)], attached_to=line_no)


def _amounts(detail: Mapping[str, Any], facts: Facts) -> Line:
    """The volume discount counts per piece, the manual one for the line or, where the CRM has it so, too."""
    quantity, manual = amount_in(detail, "quantity"), amount_in(detail, "manualdiscountamount")
    pieces = quantity if facts.is_discount_per_unit else 1
    return {
        "quantity": quantity,
        "unit_price": amount_in(detail, "priceperunit"),
        "line_discount_amount": quantity * amount_in(detail, "volumediscountamount") + pieces * manual,
    }


def _price_without_vat(
    document: CrmDocument, detail: Mapping[str, Any], product: ProductFact, facts: Facts
) -> Line:
    """The price of an order is freed from the VAT that the item's price includes for such customers.

    Source: SD 1.5. Not that of a quote.
    """
    if document.table != ORDER or not product.vat_group:
        return {}
    if account_of(document, facts).vat_group != product.vat_group:
        return {}
    price = amount_in(detail, "priceperunit") / (1 + product.vat_percent / 100)
    return {"unit_price": price.quantize(facts.unit_price_places, ROUND_HALF_UP)}


def _freight(document: CrmDocument, facts: Facts) -> Iterator[Line]:
    """Freight is a line of the account that the setup names; no discount of the order goes on it."""
    freight = document.amount("freightamount")
    if freight <= 0:
        return
    if not facts.freight_account:
        raise DocumentRefused(Problem("freight_account_missing", Cure.CONFIGURATION))
    yield {
        "type": LineType.GL_ACCOUNT.value,
        "no": facts.freight_account,
        "description": FREIGHT,
        "quantity": Decimal(1),
        "unit_price": freight,
        "allow_invoice_disc": False,
    }


def _refused(code: str, *, place: int, **params: Any) -> DocumentRefused:
    return DocumentRefused(Problem(code, Cure.REJECTED, {"line": place, **params}, "productid"))
