"""Steps: an endpoint and a message are named, the message is announced, and the filter is one of it."""

from django.utils.translation import gettext_lazy as _

from crm.business_rules.draft import Draft
from crm.business_rules.errors import INVALID_REFERENCE, REQUIRED, CrmFault, Fault
from crm.models import SdkMessage, SdkMessageFilter
from crm.models.sdkmessage import ANNOUNCED

# What CreateMultiple and its like do is announced as Create and Update.
NOT_ANNOUNCED = Fault(
    "0x80040203", 400, _("No webhook can be registered for %(message)s: register for Create and Update.")
)


def complete(draft: Draft) -> None:
    for column in ("eventhandler", "sdkmessageid"):
        if draft.get(column) is None:
            raise CrmFault(REQUIRED, table=draft.table.logical_name, column=column)
    if draft.changes_any("sdkmessageid"):
        _check_message(draft)
    if draft.get("sdkmessagefilterid") is not None and draft.changes_any(
        "sdkmessageid", "sdkmessagefilterid"
    ):
        _check_filter(draft)


def _check_message(draft: Draft) -> None:
    name = SdkMessage.objects.filter(pk=draft.get("sdkmessageid").id).values_list("name", flat=True).first()
    if name is not None and name not in ANNOUNCED:
        raise CrmFault(NOT_ANNOUNCED, message=name)


def _check_filter(draft: Draft) -> None:
    known = SdkMessageFilter.objects.filter(
        pk=draft.get("sdkmessagefilterid").id, sdkmessageid=draft.get("sdkmessageid").id
    )
    if not known.exists():
        raise CrmFault(INVALID_REFERENCE, column="sdkmessagefilterid", target="sdkmessagefilter")
