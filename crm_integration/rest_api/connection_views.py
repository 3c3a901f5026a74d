"""The connection: read, changed, tested, switched on and off."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.action import Level, Outcome
from crm_integration.actions.on_connection import (
    DISABLE_CONNECTION,
    DISABLE_SALES,
    ENABLE_CONNECTION,
    ENABLE_SALES,
    SAVE_CONNECTION,
    TEST_CONNECTION,
    ConnectionValues,
    as_data,
    fingerprint,
)
from crm_integration.actions.on_item_availability import DISABLE_ITEM_AVAILABILITY, ENABLE_ITEM_AVAILABILITY
from crm_integration.actions.on_order_integration import SAVE_ORDER_INTEGRATION
from crm_integration.actions.permissions import EDIT_CONNECTION, VIEW_CONNECTION
from crm_integration.connection.check_result import ConnectionNotReady
from crm_integration.connection.destination import ON_PREMISES_ONLY, ONLINE, ONLINE_ONLY
from crm_integration.connection.switch_sales_order_integration import check_orders_are_on
from crm_integration.models import ConnectionSetup
from crm_integration.rest_api import resource_operations
from crm_integration.rest_api.bound_actions import BoundAction, BoundActionView, Given, Subjects
from crm_integration.rest_api.check_results import CHECKED, checked_json, results_json
from crm_integration.rest_api.connection import (
    CHANGED,
    CONNECTION,
    MESSAGE,
    SWITCHES,
    WRITTEN,
    connection_json,
)
from crm_integration.rest_api.given_values import given_values
from crm_integration.rest_api.integration_view import IntegrationView, refusals
from crm_integration.rest_api.resource_views import RECORD_OPTIONS
from crm_integration.sentences import sentence
from erp.rest_api.api_view import pairs
from erp.rest_api.entity import Property
from erp.rest_api.entity_view import expected_version
from erp.rest_api.errors import INVALID_VALUE, TOO_LONG, PropertyError
from erp.rest_api.kinds import TEXT
from erp.rest_api.openapi.described import Answer, Described
from erp.rest_api.openapi.parameters import IF_MATCH, SELECT
from erp.rest_api.openapi.refusals import READING, WRITING
from erp.rest_api.openapi.schemas import record_schema
from erp.rest_api.rows import ETAG, columns_of
from odata.errors import ODataError
from odata.etag import content_version, format_etag
from odata.query import parse_query_options

# What each way of signing in alone says something in.
OF_TYPE: Final = {True: frozenset((*ON_PREMISES_ONLY, "sdk_version")), False: frozenset(ONLINE_ONLY)}
URLS: Final = ("webClientUrl", "signInAuthority")
IS_URL: Final = URLValidator(schemes=["http", "https"])
LONGEST_SECRET: Final = 500
SIGN_IN_NEEDED: Final = "administrator_sign_in_needed"


_SCHEMA: Final = record_schema(CONNECTION.declared)
_SCHEMAS: Final = {
    "connection": {
        **_SCHEMA,
        "properties": {**_SCHEMA["properties"], ETAG: {"type": "string"}, "warning": MESSAGE},
    },
    "connectionChange": resource_operations.given_schema(WRITTEN),
}
_ANSWERS: Final = {200: Answer(description="The connection.", schema="connection")}
READ_CONNECTION: Final = Described(
    name="getConnection",
    summary="Read the connection",
    tag=CONNECTION.name,
    parameters=(SELECT,),
    answers=_ANSWERS,
    schemas=_SCHEMAS,
    refusals=READING,
)
CHANGED_CONNECTION: Final = replace(
    READ_CONNECTION,
    name="changeConnection",
    summary="Change the connection",
    parameters=(IF_MATCH,),
    body="connectionChange",
    refusals=(*WRITING, *resource_operations.OF_CRM),
)


class ConnectionView(IntegrationView):
    """``PATCH`` changes what it names; the secret is written and never read. ``If-Match`` is required."""

    http_method_names = ["get", "head", "patch"]

    def permission_for(self, method: str) -> str | None:
        return EDIT_CONNECTION if method == "PATCH" else VIEW_CONNECTION

    def described(self, method: str) -> Described:
        return CHANGED_CONNECTION if method == "PATCH" else READ_CONNECTION

    def get(self, request: Request) -> Response:
        options = parse_query_options(pairs(request), allowed=RECORD_OPTIONS)
        return self._answer(request, columns=columns_of(CONNECTION, options.select))

    def patch(self, request: Request) -> Response:
        setup = ConnectionSetup.get()
        expected_version(request, version_of(setup))
        given = given_values(self.body(request), WRITTEN)
        switched = {SWITCHES[name]: value for name, value in given.items() if name in SWITCHES}
        if any(switched.values()):  # before anything is saved
            with refusals(""):
                check_orders_are_on(setup)
        told: dict[str, Any] = {}
        if set(given) & set(CHANGED):
            told = _warning(self.perform(SAVE_CONNECTION, inputs={"values": _values(setup, given)}))
        if switched:
            self.perform(SAVE_ORDER_INTEGRATION, inputs=switched)
        return self._answer(request, told)

    def _answer(
        self,
        request: Request,
        told: Given | None = None,
        *,
        columns: Sequence[Property] = CONNECTION.declared,
    ) -> Response:
        setup = ConnectionSetup.get()
        tag = format_etag(version_of(setup))
        context = self.context(request, CONNECTION.name)
        return Response(
            {"@odata.context": context, ETAG: tag, **connection_json(setup, columns), **(told or {})},
            headers={"ETag": tag},
        )


class CheckingView(BoundActionView):
    """Answers with what was found, check by check; a test that failed is an answer, too."""

    def described(self, method: str) -> Described:
        answer = Answer(description="What was found.", schema="connectionCheck")
        return self.described_as({200: answer}, {"connectionCheck": dict(CHECKED)})

    def answer(self, request: Request, outcome: Outcome, chosen: Subjects) -> Response:
        context = self.context(request, "connectionCheck")
        return Response({"@odata.context": context, **checked_json(outcome)})

    def perform(self, *args: Any, **given: Any) -> Outcome:
        try:
            return super().perform(*args, **given)
        except ConnectionNotReady as missing:
            code = "connection_not_ready"
            details = {
                "results": results_json(as_data(missing.results)),
                "cureUrl": _page("connection_setup"),
            }
            raise ODataError(409, code, sentence(code, {}), details=details) from missing


class SignInNeededView(IntegrationView):
    """What only an administrator of the CRM may do begins with signing in to it, in a browser: never here."""

    page: ClassVar[str]
    name: ClassVar[str]
    http_method_names = ["post"]

    def described(self, method: str) -> Described:
        found = resource_operations.done(CONNECTION, self.name, {}, {}, is_of_set=True)
        return replace(found, description="Refused always, with a link to the page where it is done.")

    def permission_for(self, method: str) -> str | None:
        return EDIT_CONNECTION

    def post(self, request: Request) -> Response:
        text = _("An administrator of the CRM signs in for this, on the page that the link leads to.")
        raise ODataError(409, SIGN_IN_NEEDED, text, details={"cureUrl": _page(self.page)})


def version_of(setup: ConnectionSetup) -> int:
    """The same for as long as nobody writes what a ``PATCH`` may name; tells nothing of a secret."""
    written = {field for field, _kind in CHANGED.values()} - {"client_secret"} | set(SWITCHES.values())
    shown = [str(getattr(setup, name)) for name in (*sorted(written), "client_secret_saved_at")]
    return content_version(shown)


def _warning(outcome: Outcome) -> dict[str, Any]:
    """What is saved, but could not be told to the CRM."""
    if outcome.level is not Level.WARNING:
        return {}
    return {"warning": {"code": outcome.code, "message": sentence(outcome.code, outcome.params)}}


def _values(setup: ConnectionSetup, given: Given) -> ConnectionValues:
    """The setup as it is saved, with what was given; a secret that is not given stays.

    What somebody else saves meanwhile is not overwritten.
    """
    names = {field.name for field in fields(ConnectionValues)}
    saved = {field: getattr(setup, field) for field, _kind in CHANGED.values() if field != "client_secret"}
    wanted = {CHANGED[name][0]: value for name, value in given.items() if name in CHANGED}
    values = {"client_secret": "", "shown": fingerprint(setup), **saved, **wanted}
    _refuse_unfit(given)
    _refuse_of_other_type(given, str(values["authentication_type"]))
    return ConnectionValues(**{name: value for name, value in values.items() if name in names})


def _refuse_of_other_type(given: Given, authentication_type: str) -> None:
    """Raises PropertyError for what would say nothing, and be dropped, in the way of signing in."""
    foreign = OF_TYPE[authentication_type == ONLINE]
    for name in given.keys() & CHANGED.keys():
        if given[name] and CHANGED[name][0] in foreign:
            text = f"'{name}' does not belong to the authentication type of the connection."
            raise PropertyError(INVALID_VALUE, name, text)


def _refuse_unfit(given: Given) -> None:
    """Raises PropertyError for a text that is too long, or is no URL where one is wanted."""
    for name in given.keys() & CHANGED.keys():
        value = given[name]
        _refuse_long(name, value, CHANGED[name][0])
        if name in URLS and value:
            try:
                IS_URL(value)
            except ValidationError as error:
                raise PropertyError(
                    INVALID_VALUE, name, f"'{name}' should be an address on the web."
                ) from error


def _refuse_long(name: str, value: Any, field: str) -> None:
    """Raises PropertyError for a text that the column does not hold."""
    column: Any = ConnectionSetup._meta.get_field(field)
    longest = column.max_length or LONGEST_SECRET
    if isinstance(value, str) and len(value) > longest:
        text = f"'{name}' may not have more than {longest} characters."
        raise PropertyError(TOO_LONG, name, text)


def _page(name: str) -> str:
    return reverse(f"admin:{name}")


def _nothing(_key: str, _given: Given) -> Subjects:
    return Subjects()


def _availability(_key: str, given: Given) -> Subjects:
    names = {"userName": "user_name", "url": "url", "key": "key"}
    for name, field in names.items():
        _refuse_long(name, given.get(name), f"item_availability_{field}")
    return Subjects(inputs={field: given.get(name, "") for name, field in names.items()})


def _bound(name: str, action: Any, **more: Any) -> BoundAction:
    given = {"subjects": _nothing, **more}
    return BoundAction(resource=CONNECTION, name=name, action=action, is_of_set=True, tells=True, **given)


CHECKS: Final = (
    _bound("test", TEST_CONNECTION),
    _bound("enable", ENABLE_CONNECTION),
    _bound("enableSalesIntegration", ENABLE_SALES),
)
ON_CONNECTION: Final = (
    _bound("disable", DISABLE_CONNECTION),
    _bound("disableSalesIntegration", DISABLE_SALES),
    _bound(
        "enableItemAvailability",
        ENABLE_ITEM_AVAILABILITY,
        parameters={"userName": TEXT, "url": TEXT, "key": TEXT},
        required=("userName",),
        subjects=_availability,
    ),
    _bound("disableItemAvailability", DISABLE_ITEM_AVAILABILITY),
)
# Each with the page on which the administrator of the CRM signs in.
WITH_SIGN_IN: Final = {
    "redeployIntegrationSolution": "redeploy_solution",
    "enableSalesOrderIntegration": "order_integration",
    "disableSalesOrderIntegration": "order_integration",
}
