"""What keeps a document of the CRM from becoming one of the back office, each with the link that cures it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.mappings.registry import list_name
from crm_integration.mappings.resource_product import RESOURCE_PRODUCT
from crm_integration.models import CrmDocument
from crm_integration.sentences.captions import COLUMNS
from crm_integration.sentences.cures import CureLink, card_url
from crm_integration.sentences.rendering import sentence


@dataclass(frozen=True)
class Obstacle:
    """One thing in a sentence; ``cure`` is None for what is corrected in the CRM's document itself.

    ``code`` and ``cured_by``, the class of the problem, are for software.
    """

    sentence: str
    cure: CureLink | None
    code: str = ""
    cured_by: str = ""


@dataclass(frozen=True)
class _Kept:
    """A problem as it was kept with the document."""

    code: str
    params: Mapping[str, Any]
    cure: str
    field: str
    awaited_table: str
    awaited_id: Any


def obstacles_of(document: CrmDocument) -> list[Obstacle]:
    """Empty where nothing stands in the way."""
    return [Obstacle(_sentence(kept), _cure(kept), kept.code, kept.cure) for kept in _kept(document)]


def document_sentence(document: CrmDocument) -> str:
    """Everything that stands in the way, sentence after sentence."""
    return " ".join(_sentence(kept) for kept in _kept(document))


def _kept(document: CrmDocument) -> list[_Kept]:
    if not document.code:
        return []
    first = _Kept(
        code=document.code,
        params=document.params,
        cure=document.cure,
        field=document.field,
        awaited_table=document.awaited_table,
        awaited_id=document.awaited_id,
    )
    return [first, *(_Kept(**other) for other in document.others)]


def _sentence(kept: _Kept) -> str:
    field = COLUMNS.get(kept.field, kept.field)
    return sentence(kept.code, {"field": field, "cure": kept.cure, **kept.params})


def _cure(kept: _Kept) -> CureLink | None:
    known = BY_CODE.get(kept.code)
    return known(kept) if known else None


def _couple_account(kept: _Kept) -> CureLink:
    return CureLink(_("Couple the account"), f"{reverse('admin:crm_account')}?id={kept.awaited_id}")


def _couple_product(kept: _Kept) -> CureLink:
    mapping = RESOURCE_PRODUCT if kept.params.get("of_table") == "resource" else ITEM_PRODUCT
    url = reverse(f"admin:crm_{list_name(mapping)}")
    return CureLink(_("Couple the product"), f"{url}?id={kept.awaited_id}")


def _sales_setup(kept: _Kept) -> CureLink:
    return CureLink(_("Sales & Receivables Setup"), reverse("admin:erp_salesreceivablessetup_changelist"))


def _currencies(kept: _Kept) -> CureLink:
    return CureLink(_("Currencies"), reverse("admin:erp_currency_changelist"))


def _failed_orders(kept: _Kept) -> CureLink:
    return CureLink(_("Failed orders"), f"{reverse('admin:crm_orders')}?show=failed")


def _order_here(kept: _Kept) -> CureLink | None:
    return _document_here(_("Open the sales order"), "sales_header", kept)


def _invoice_here(kept: _Kept) -> CureLink | None:
    return _document_here(_("Open the invoice"), "sales_invoice_header", kept)


def _document_here(label: str, table: str, kept: _Kept) -> CureLink | None:
    """None for a problem that was kept without the id of what is there."""
    return CureLink(label, card_url(table, kept.params["id"])) if kept.params.get("id") else None


BY_CODE: Mapping[str, Callable[[_Kept], CureLink | None]] = {
    "account_not_coupled": _couple_account,
    "line_product_not_coupled": _couple_product,
    "write_in_product_missing": _sales_setup,
    "write_in_product_coupled": _sales_setup,
    "freight_account_missing": _sales_setup,
    "document_currency_unknown": _currencies,
    "order_of_quote_failed": _failed_orders,
    "order_of_quote_differs": _order_here,
    "order_of_quote_shipped": _order_here,
    "order_of_quote_posted": _invoice_here,
    "revision_of_ordered": _order_here,
    "revision_of_posted": _invoice_here,
}
