"""``couplings({id})/Dynamics.synchronizeNow``: done in the background, or only planned (``dryRun``)."""

from dataclasses import replace
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.on_records import SYNCHRONIZE_NOW, refuse_direction
from crm_integration.models import Coupling
from crm_integration.rest_api import options, resource_operations
from crm_integration.rest_api.couplings import COUPLINGS, coupling_in
from crm_integration.rest_api.given_values import given_values
from crm_integration.rest_api.integration_view import refusals
from crm_integration.rest_api.jobs import GOES_ON, JOBS, JobAnswerView
from crm_integration.rest_api.plan_json import PLAN, plan_json
from crm_integration.rest_api.resource_views import missing
from crm_integration.synch_engine.plan import Options
from crm_integration.synch_engine.preview import preview
from crm_integration.table_mapping.direction import Direction
from erp.rest_api.errors import REQUIRED as REQUIRED_CODE
from erp.rest_api.errors import PropertyError
from erp.rest_api.kinds import BOOLEAN, INTEGER
from erp.rest_api.openapi.described import Answer, Described

VERSION: Final = replace(INTEGER, edm="Edm.Int64")
PARAMETERS: Final = {
    "direction": options.ONE_WAY,
    "dryRun": BOOLEAN,
    "recordVersion": VERSION,
    "integrationRecordVersion": VERSION,
}


class SynchronizeNowView(JobAnswerView):
    """Without a direction each field takes the side that changed it.

    The versions of a dry run bind what is done to what it showed: a pair that changed since is left alone.
    """

    resource = COUPLINGS

    def described(self, method: str) -> Described:
        answers = {200: Answer(description="With dryRun: the plan.", schema="plan"), 202: GOES_ON}
        schemas = {"plan": PLAN, **resource_operations.resource_schemas(JOBS)}
        return resource_operations.done(self.resource, "synchronizeNow", answers, schemas, given=PARAMETERS)

    def permission_for(self, method: str) -> str | None:
        return SYNCHRONIZE_NOW.permission

    def post(self, request: Request, **path: str) -> Response:
        given = given_values(self.body(request) if request.stream else {}, PARAMETERS)
        coupling = coupling_in(path)
        if given.get("dryRun"):
            return Response(self._planned(request, coupling, given))
        inputs = {"direction": given.get("direction") or "", "expected": _expected(coupling, given)}
        ids = (coupling.erp_id,)
        outcome = self.perform(SYNCHRONIZE_NOW, mapping=coupling.mapping_id, ids=ids, inputs=inputs)
        return self.accepted(request, outcome)

    def _planned(self, request: Request, coupling: Coupling, given: dict[str, Any]) -> dict[str, Any]:
        wanted = Direction(given["direction"]) if given.get("direction") else None
        with refusals(coupling.mapping_id):
            refuse_direction(coupling.mapping_id, wanted)
            plans = preview(coupling.mapping_id, [coupling.id], Options(direction=wanted, retry_skipped=True))
        if not plans:
            raise missing(COUPLINGS, coupling.id)
        return {"@odata.context": self.context(request, "plan"), **plan_json(plans[0], coupling)}


def _expected(coupling: Coupling, given: dict[str, Any]) -> dict[Any, tuple[int, int]]:
    """Both versions, or none."""
    names = ("recordVersion", "integrationRecordVersion")
    named = [name for name in names if name in given]
    if not named:
        return {}
    for name in names:
        if name not in given:
            raise PropertyError(REQUIRED_CODE, name, f"'{named[0]}' goes with '{name}'.")
    return {coupling.id: (given[names[0]], given[names[1]])}
