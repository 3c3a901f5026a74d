"""The link that cures what keeps a document of the CRM from becoming one of the back office."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.mappings.registry import list_name
from crm_integration.mappings.resource_product import RESOURCE_PRODUCT
from crm_integration.models import CrmDocument
from crm_integration.sentences.cures import CureLink
from crm_integration.sentences.rendering import sentence


def document_sentence(document: CrmDocument) -> str:
    """Why there is no document; blank where there is one."""
    return sentence(document.code, {"field": document.field, "cure": document.cure, **document.params})


def document_cure(document: CrmDocument) -> CureLink | None:
    """None for what is corrected in the CRM's document itself."""
    known = BY_CODE.get(document.code)
    return known(document) if known else None


def _couple_account(document: CrmDocument) -> CureLink:
    return CureLink(_("Couple the account"), f"{reverse('admin:crm_account')}?id={document.awaited_id}")


def _couple_product(document: CrmDocument) -> CureLink:
    mapping = RESOURCE_PRODUCT if document.params.get("of_table") == "resource" else ITEM_PRODUCT
    url = reverse(f"admin:crm_{list_name(mapping)}")
    return CureLink(_("Couple the product"), f"{url}?id={document.awaited_id}")


def _sales_setup(document: CrmDocument) -> CureLink:
    return CureLink(_("Sales & Receivables Setup"), reverse("admin:erp_salesreceivablessetup_changelist"))


def _currencies(document: CrmDocument) -> CureLink:
    return CureLink(_("Currencies"), reverse("admin:erp_currency_changelist"))


def _failed_orders(document: CrmDocument) -> CureLink:
    return CureLink(_("Failed orders"), f"{reverse('admin:crm_orders')}?show=failed")


BY_CODE: Mapping[str, Callable[[CrmDocument], CureLink]] = {
    "account_not_coupled": _couple_account,
    "line_product_not_coupled": _couple_product,
    "write_in_product_missing": _sales_setup,
    "write_in_product_coupled": _sales_setup,
    "freight_account_missing": _sales_setup,
    "document_currency_unknown": _currencies,
    "order_of_quote_failed": _failed_orders,
}
