"""``/ODataV4/OrderJourney``: how far an order of the CRM has come, a row per stage, for whoever has a key.

The order is named by ``$filter=CRM_ID eq <id>``; one of which nothing is known here has no rows.
``Progress`` is *done*, *now* or *next*. ``At`` is a time in UTC, ``On`` the day where only that is known;
``Done`` and ``Of`` are quantities in ``UOM``. What stands in the way is for the back office to know.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from crm_integration.actions.permissions import OPEN_ORDER_JOURNEY
from crm_integration.document_flow.order_life.journey import Stage, stages_of
from crm_integration.document_flow.order_life.journey_reader import read_journey
from crm_integration.models import ConnectionSetup
from crm_integration.rest_api.odata_answers import answer, error_answer
from crm_integration.rest_api.web_service_sign_in import web_service
from erp.rest_api.kinds import DECIMAL
from odata.errors import ODataError, bad_query
from odata.expression import EQ, Comparison
from odata.query import parse_query_options

ENTITY_SET: Final = "OrderJourney"
KEYS: Final = ("CRM_ID", "Sequence")
COLUMNS: Final[Mapping[str, str]] = {
    "CRM_ID": "Edm.Guid",
    "Sequence": "Edm.Int32",
    "Stage": "Edm.String",
    "Progress": "Edm.String",
    "Partial": "Edm.Boolean",
    "At": "Edm.DateTimeOffset",
    "On": "Edm.Date",
    "DueDate": "Edm.Date",
    "DocumentNo": "Edm.String",
    "Done": "Edm.Decimal",
    "Of": "Edm.Decimal",
    "UOM": "Edm.String",
}


@csrf_exempt
@require_safe
@web_service(OPEN_ORDER_JOURNEY)
def order_journey(request: HttpRequest) -> HttpResponse:
    """Answers 404 while sales order integration is off, 400 for a query that names no order."""
    setup = ConnectionSetup.get()
    if setup.sales_obstacle or not setup.is_sales_order_integration_enabled:
        return error_answer(ODataError(404, "NotFound", "Sales order integration is switched off."))
    try:
        crm_id = _wanted(request)
    except ODataError as error:
        return error_answer(error)
    journey = read_journey(crm_id, listed=None)
    stages = stages_of(journey.facts, today=timezone.localdate()) if journey else ()
    context = request.build_absolute_uri(f"/ODataV4/$metadata#{ENTITY_SET}")
    rows = [_row(crm_id, number, stage) for number, stage in enumerate(stages, start=1)]
    return answer({"@odata.context": context, "value": rows})


def _wanted(request: HttpRequest) -> UUID:
    """Raises ODataError."""
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    asked = parse_query_options(pairs, allowed=frozenset({"$filter"})).filter
    match asked:
        case Comparison(path=path, operator=operator, literal=literal) if (path.name, operator) == (
            "CRM_ID",
            EQ,
        ):
            if isinstance(literal.value, UUID):
                return literal.value
    raise bad_query("Name the order: $filter=CRM_ID eq <id>.")


def _row(crm_id: UUID, number: int, stage: Stage) -> dict[str, Any]:
    measure = stage.measure
    return {
        "CRM_ID": str(crm_id),
        "Sequence": number,
        "Stage": stage.name.value,
        "Progress": stage.progress.value,
        "Partial": stage.is_partial,
        "At": _moment(stage.at),
        "On": _day(stage.on),
        "DueDate": _day(stage.due_date),
        "DocumentNo": stage.document.no if stage.document else None,
        "Done": DECIMAL.to_json(measure.done) if measure else None,
        "Of": DECIMAL.to_json(measure.of) if measure else None,
        "UOM": measure.unit if measure else None,
    }


def _moment(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
