"""What the resources of the integration share: who may, what an action is told, how a refusal is answered."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.utils import timezone
from rest_framework.request import Request

from crm_integration.actions.action import Action, Call, Outcome
from crm_integration.actions.perform import ActionRefused, perform
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.sentences import sentence
from erp.rest_api.api_view import ApiView
from odata.errors import ODataError

ROOT: Final = "/api/dynamics/v1.0/"
# Refusals that name no mistake of the caller: the records are in another state than they were.
IN_THE_WAY: Final = frozenset(
    {
        *("already_coupled", "crm_record_already_coupled", "creation_under_way", "nothing_coupled"),
        *("job_has_ended", "connection_is_off"),
    }
)
MISSING: Final = frozenset({"job_missing", "record_not_found"})
_OF_CRM: Final = {Cure.TRANSIENT: 503, Cure.CONFIGURATION: 409, Cure.NOT_FOUND: 404}


class IntegrationView(ApiView):
    """Writes by the actions that the pages offer; errors carry their codes and sentences."""

    def perform(
        self,
        action: Action,
        *,
        mapping: str = "",
        ids: tuple[Any, ...] = (),
        inputs: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Raises ODataError for what is refused, PermissionDenied."""
        user: Any = self.request.user
        call = Call(now=timezone.now(), user=user, mapping=mapping, ids=ids, inputs=inputs or {})
        with refusals(mapping):
            return perform(action, call)

    def address(self, request: Request, path: str) -> str:
        return request.build_absolute_uri(ROOT + path)

    def context(self, request: Request, name: str) -> str:
        """The value of ``@odata.context``."""
        return self.address(request, f"$metadata#{name}")


@contextmanager
def refusals(mapping: str) -> Iterator[None]:
    """What the integration or the CRM refuses is answered with its code and its sentence."""
    try:
        yield
    except (ActionRefused, CouplingRefused) as refused:
        text = sentence(refused.code, {"mapping": mapping, **refused.params})
        raise ODataError(_status(refused.code), refused.code, text) from refused
    except DataverseError as error:
        text = sentence(error.code, {"message": error.message, "cure": error.cure.value})
        raise ODataError(_OF_CRM.get(error.cure, 502), error.code or error.cure.value, text) from error


def _status(code: str) -> int:
    if code in MISSING:
        return 404
    return 409 if code in IN_THE_WAY else 400
