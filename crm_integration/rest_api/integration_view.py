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
from crm_integration.rest_api.options import camel_case
from crm_integration.rest_api.refusal_cures import cure_of_crm, cure_of_refusal
from crm_integration.sentences import sentence
from erp.rest_api.api_view import ApiView
from odata.errors import ODataError

ROOT: Final = "/api/dynamics/v1.0/"
# Refusals that name no mistake of the caller: the records are in another state than they were.
IN_THE_WAY: Final = frozenset(
    {
        *("already_coupled", "crm_record_already_coupled", "creation_under_way", "nothing_coupled"),
        *("job_has_ended", "connection_is_off", "order_integration_is_off"),
        *("sales_integration_is_off", "sales_integration_is_on", "connection_changed_meanwhile"),
        "coupling_changed_meanwhile",
        *("full_synch_is_running", "full_synch_is_not_running", "mapping_changed_meanwhile"),
        *("order_not_canceled", "order_is_shipped", "nothing_to_restore"),
    }
)
MISSING: Final = frozenset({"job_missing", "record_not_found", "order_missing", "quote_missing"})
# What was entered of the connection is not acceptable.
ENTERED: Final = frozenset(
    {
        *("url_missing", "url_invalid", "url_not_https", "url_has_path", "tenant_invalid"),
        "tenant_unknown",
        *("secret_of_environment_missing", "availability_key_missing", "availability_url_invalid"),
        *("availability_url_not_service", "availability_user_refused", "availability_user_lacks_role"),
        *("connection_string_invalid", "connection_string_word_unknown", "connection_string_word_twice"),
        *("connection_string_two_secrets", "connection_string_other_type", "connection_string_other_url"),
        *("client_id_missing", "user_name_missing", "user_name_invalid", "authority_invalid"),
        *("authentication_type_not_supported", "environment_is_online", "sdk_version_unknown"),
    }
)
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
        cure = cure_of_refusal(refused.code)
        raise ODataError(_status(refused.code), refused.code, text, details=cure) from refused
    except DataverseError as error:
        text = sentence(error.code, {"message": error.message, "cure": error.cure.value})
        details = cure_of_crm(error.cure)
        status = 400 if error.code in ENTERED else _OF_CRM.get(error.cure, 502)
        raise ODataError(status, error.code or error.cure.value, text, details=details) from error


def refused_outcome(outcome: Outcome, known: Mapping[str, Any]) -> ODataError:
    """What an action could not do with what was chosen; ``known`` is said beside it."""
    cure = outcome.params.get("cure")
    details = {"cure": camel_case(cure)} if isinstance(cure, str) and cure else {}
    text = sentence(outcome.code, {"field": "", **outcome.params})
    return ODataError(_status(outcome.code), outcome.code, text, details=details | dict(known))


def _status(code: str) -> int:
    if code in MISSING:
        return 404
    return 409 if code in IN_THE_WAY else 400
