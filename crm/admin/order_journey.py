"""How far an order has come in the back office: a FactBox, asked for when the order's card is there."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm import metadata
from crm.admin.acting_user import acting_caller
from crm.admin.site import site
from crm.admin.stock import line_of
from crm.business_rules.errors import CrmFault
from crm.business_rules.privileges import readable
from crm.business_rules.sales.states import ACTIVE_ORDER
from crm.outbound.back_office_line import NoAnswer, Reason
from crm.outbound.order_journey import Stage, ask_journey

DONE: Final = "done"
# What a stage is called when it is done, and when a part of it is.
NAMES: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "submitted": (gettext_lazy("Submitted"), ""),
    "created": (gettext_lazy("Created"), ""),
    "released": (gettext_lazy("Released"), ""),
    "shipped": (gettext_lazy("Shipped"), gettext_lazy("Partly shipped")),
    "invoiced": (gettext_lazy("Invoiced"), gettext_lazy("Partly invoiced")),
    "paid": (gettext_lazy("Paid"), gettext_lazy("Partly paid")),
}
PROBLEMS: Final = {
    Reason.UNREACHABLE: gettext_lazy(
        "The back office cannot be reached just now. Load the page again later."
    ),
    Reason.REFUSED: gettext_lazy(
        "The back office does not say how far the order is. Ask an administrator whether sales order "
        "integration is on, and whether the key of the connection is still valid."
    ),
    Reason.NOT_UNDERSTOOD: gettext_lazy(
        "The back office's answer cannot be understood. Ask an administrator to check the connection's URL."
    ),
}


@dataclass(frozen=True)
class ShownStage:
    """``details``: when, with which document, how much."""

    look: str
    label: str
    details: str


def journey_box(request: HttpRequest, order: Any) -> list[str]:
    """Nothing before the order is submitted, or where the person cannot ask the back office."""
    if order.statecode == ACTIVE_ORDER or line_of(request) is None:
        return []
    context = {"load_url": reverse("order_journey_box", args=[order.pk])}
    return [render_to_string("crm/journey_factbox.html", context, request=request)]


@require_safe
def order_journey(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The FactBox, filled; a page of its own for whoever opens it without script."""
    line = line_of(request)
    if line is None:
        raise PermissionDenied
    _check_readable(request, order_id)
    try:
        context = {"stages": [_shown(stage) for stage in ask_journey(line, order_id)], "problem": ""}
    except NoAnswer as none:
        context = {"stages": [], "problem": str(PROBLEMS[none.reason])}
    box = render_to_string("crm/journey_factbox.html", context, request=request)
    page = {**site.each_context(request), "title": _("Order journey"), "factbox": box}
    return TemplateResponse(request, "admin/factbox.html", page)


def _check_readable(request: HttpRequest, order_id: UUID) -> None:
    caller, orders = acting_caller(request), metadata.table("salesorder")
    try:
        seen = readable(caller=caller, table=orders) if caller else None
    except CrmFault:
        raise PermissionDenied from None
    if seen is None or not orders.model.objects.filter(seen, pk=order_id).exists():
        raise Http404


def _shown(stage: Stage) -> ShownStage:
    done, partly = NAMES.get(stage.name, (stage.name, ""))
    look = "ok" if stage.progress == DONE else "run" if stage.is_partial else "wait"
    parts = [_time(stage), stage.document_no, _quantity(stage), _due(stage)]
    label = str(partly if stage.is_partial and partly else done)
    return ShownStage(look, label, " · ".join(part for part in parts if part))


def _time(stage: Stage) -> str:
    if stage.at is not None:
        return date_format(timezone.localtime(stage.at), "j M Y H:i")
    return date_format(stage.on, "j M Y") if stage.on else ""


def _quantity(stage: Stage) -> str:
    if stage.done is None or stage.of is None:
        return ""
    done, of = (number_format(f"{value.normalize():f}", use_l10n=True) for value in (stage.done, stage.of))
    return _("%(done)s of %(all)s %(unit)s") % {"done": done, "all": of, "unit": stage.unit}


def _due(stage: Stage) -> str:
    return _("due %(date)s") % {"date": date_format(stage.due_date, "j M Y")} if stage.due_date else ""
