"""Steps: an endpoint and a message are named, and the filter is one of that message."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import INVALID_REFERENCE, REQUIRED, CrmFault
from crm.models import SdkMessageFilter


def complete(draft: Draft) -> None:
    for column in ("eventhandler", "sdkmessageid"):
        if draft.get(column) is None:
            raise CrmFault(REQUIRED, table=draft.table.logical_name, column=column)
    if draft.get("sdkmessagefilterid") is not None and draft.changes_any(
        "sdkmessageid", "sdkmessagefilterid"
    ):
        _check_filter(draft)


def _check_filter(draft: Draft) -> None:
    known = SdkMessageFilter.objects.filter(
        pk=draft.get("sdkmessagefilterid").id, sdkmessageid=draft.get("sdkmessageid").id
    )
    if not known.exists():
        raise CrmFault(INVALID_REFERENCE, column="sdkmessagefilterid", target="sdkmessagefilter")
