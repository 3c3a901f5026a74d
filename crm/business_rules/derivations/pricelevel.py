"""Price lists: the currency of one that is in use is fixed; one that is a default stays active."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import CURRENCY_FIXED, DEFAULT_PRICE_LIST, CrmFault
from crm.models import Account, Invoice, Opportunity, Product, ProductPriceLevel, Quote, SalesOrder

_INACTIVE = 1


def complete(draft: Draft) -> None:
    if draft.creating:
        return
    if draft.changes_any("transactioncurrencyid"):
        changed = draft.get("transactioncurrencyid") != draft.before("transactioncurrencyid")
        if changed and _is_used(draft):
            raise CrmFault(CURRENCY_FIXED, column="transactioncurrencyid")
    if draft.get("statecode") == _INACTIVE and draft.before("statecode") != _INACTIVE:
        is_default = (
            Account.objects.filter(defaultpricelevelid=draft.id).exists()
            or Product.objects.filter(pricelevelid=draft.id).exists()
        )
        if is_default:
            raise CrmFault(DEFAULT_PRICE_LIST, column="statecode")


def _is_used(draft: Draft) -> bool:
    models = (ProductPriceLevel, Opportunity, Quote, SalesOrder, Invoice)
    return any(model.objects.filter(pricelevelid=draft.id).exists() for model in models)
