"""Functions and actions: how they are called and how their arguments are read."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from crm.demo.factories import AccountFactory, ContactFactory
from crm.metadata import EntityReference
from crm.web_api.messages import ApiResponse, empty_response
from crm.web_api.operations import catalogue
from crm.web_api.operations.operation import Binding, Call, Operation, Parameter
from crm.web_api.operations.typed_values import EntityValue
from tests.crm.embedded_crm import Crm, WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ID = "6f8a5a39-6c4e-4d0c-9d8e-0b1a7c1d2e3f"
_KINDS = {
    "Text": "Edm.String",
    "Id": "Edm.Guid",
    "Number": "Edm.Int32",
    "Amount": "Edm.Decimal",
    "Moment": "Edm.DateTimeOffset",
    "Flag": "Edm.Boolean",
    "Names": "Collection(Edm.String)",
    "Access": "mscrm.EndpointAccessType",
    "Columns": "mscrm.ColumnSet",
    "Account": "mscrm.account",
    "Anything": "mscrm.crmbaseentity",
}
_PARAMETERS = (
    Parameter("Needed", "Edm.String"),
    *(Parameter(name, kind, required=False) for name, kind in _KINDS.items()),
)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """The calls of one operation of each kind that are declared for the test."""
    made: list[Call] = []

    def handler(call: Call) -> ApiResponse:
        made.append(call)
        return empty_response()

    declared = (
        Operation("Ask", handler, is_function=True, parameters=_PARAMETERS),
        Operation("Act", handler, parameters=_PARAMETERS),
        Operation("Touch", handler, binding=Binding.RECORD, tables=frozenset({"account"})),
        Operation("Sweep", handler, binding=Binding.COLLECTION),
    )
    monkeypatch.setattr(catalogue, "_BY_NAME", {(item.binding, item.name): item for item in declared})
    return made


def given(call: Call) -> dict[str, Any]:
    return {name: value for name, value in call.arguments.items() if value is not None}


@pytest.mark.parametrize("spelling", ["WhoAmI", "WhoAmI()"])
def test_the_caller_learns_who_it_is(api: WebApi, crm: Crm, spelling: str) -> None:
    answer = api.get(spelling)
    assert answer == {
        "@odata.context": "http://testserver/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse",
        "BusinessUnitId": str(crm.business_unit.pk),
        "UserId": str(crm.user.pk),
        "OrganizationId": str(crm.organization.pk),
    }
    assert api.get("RetrieveVersion()")["Version"].startswith("9.2.")


def test_the_organization_says_what_it_is_and_how_much_it_holds(api: WebApi, crm: Crm) -> None:
    AccountFactory.create_batch(2)
    kind = "Microsoft.Dynamics.CRM.EndpointAccessType'Default'"
    detail = api.get(f"RetrieveCurrentOrganization(AccessType=@p)?@p={kind}")["Detail"]
    assert (detail["OrganizationId"], detail["FriendlyName"]) == (str(crm.organization.pk), "Example")
    assert detail["Endpoints"]["Values"] == ["http://testserver/"]
    counted = api.get("RetrieveTotalRecordCount(EntityNames=['account','contact'])")
    assert counted["EntityRecordCountCollection"] == {
        "Count": 2,
        "IsReadOnly": False,
        "Keys": ["account", "contact"],
        "Values": [2, 0],
    }
    assert api.call("GET", "RetrieveTotalRecordCount(EntityNames=['starship'])").status_code == 400
    assert api.call("GET", "RetrieveTotalRecordCount(EntityNames='account')").status_code == 400


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("Text='it''s, (a) \"b\"/c'", {"Text": 'it\'s, (a) "b"/c'}),
        (f"Id={ID}", {"Id": UUID(ID)}),
        ("Number=-7", {"Number": -7}),
        ("Amount=1.50", {"Amount": Decimal("1.50")}),
        ("Moment=2026-01-31T10:00:00Z", {"Moment": datetime(2026, 1, 31, 10, tzinfo=UTC)}),
        ("Flag=true", {"Flag": True}),
        ("Names=['a','b,c']", {"Names": ["a", "b,c"]}),
        ('Names=["a"]', {"Names": ["a"]}),
        ("Access=Microsoft.Dynamics.CRM.EndpointAccessType'Internet'", {"Access": "Internet"}),
        ("Text=null", {}),
    ],
)
def test_a_function_reads_its_parameters_from_the_url(
    api: WebApi, calls: list[Call], literal: str, value: dict[str, Any]
) -> None:
    assert api.call("GET", f"Ask(Needed='x',{literal})").status_code == 204
    name, _, text = literal.partition("=")
    assert api.call("GET", f"Ask(Needed=@n,{name}=@v)?@n='x'&@v={text}").status_code == 204
    assert [given(call) for call in calls] == [{"Needed": "x", **value}] * 2


def test_an_action_reads_typed_parameters_from_the_body(api: WebApi, calls: list[Call]) -> None:
    contact = ContactFactory.create().pk
    body = {
        "Needed": "x",
        "Id": ID,
        "Amount": 1.5,
        "Access": "Default",
        "Columns": {"AllColumns": True},
        "Account": {"accountid": ID, "name": "A", "primarycontactid@odata.bind": f"/contacts({contact})"},
        "Anything": {"@odata.type": "#Microsoft.Dynamics.CRM.contact", "lastname": "C"},
    }
    assert api.call("POST", "Act", body).status_code == 204
    arguments = given(calls[0])
    account, anything = arguments.pop("Account"), arguments.pop("Anything")
    assert arguments == {
        "Needed": "x",
        "Id": UUID(ID),
        "Amount": Decimal("1.5"),
        "Access": "Default",
        "Columns": {"AllColumns": True},
    }
    assert isinstance(account, EntityValue)
    assert (account.table.logical_name, account.id) == ("account", UUID(ID))
    assert account.values == {"name": "A", "primarycontactid": EntityReference("contact", contact)}
    assert (anything.table.logical_name, anything.values) == ("contact", {"lastname": "C"})


@pytest.mark.parametrize(
    "parameter",
    [
        {"Unknown": 1},
        {"Number": "7"},
        {"Number": 2**31},
        {"Id": "no"},
        {"Names": "a"},
        {"Flag": 1},
        {"Moment": "yesterday"},
        {"Access": "Nowhere"},
        {"Columns": {"Everything": True}},
        {"Account": {"@odata.type": "Microsoft.Dynamics.CRM.contact"}},
        {"Account": {"nothing": 1}},
        {"Account": 7},
        {"Anything": {"name": "A"}},
        {"Anything": {"@odata.type": "Microsoft.Dynamics.CRM.starship"}},
        {"Needed": None},
    ],
)
def test_what_an_operation_does_not_declare_is_refused(
    api: WebApi, calls: list[Call], parameter: dict[str, Any]
) -> None:
    answer = api.call("POST", "Act", {"Needed": "x", **parameter})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "0x80048d19")
    assert not calls


@pytest.mark.parametrize(
    "path",
    [
        "Ask(Needed='x',Unknown=1)",
        "Ask(Needed=x)",
        "Ask(Needed=@p)",
        "Ask(Needed)",
        "Ask()",
        "Ask(Needed='x',Names=[1)",
        "Ask(Needed='x',Id=%00)",
    ],
)
def test_a_call_that_cannot_be_read_is_refused(api: WebApi, calls: list[Call], path: str) -> None:
    assert api.call("GET", path).status_code == 400
    assert not calls


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "Ask(Needed='x')", 405),
        ("GET", "Act", 405),
        ("GET", "Nothing", 404),
        ("POST", "Nothing", 404),
        ("POST", "Touch", 404),
        ("POST", "accounts({})/Touch", 405),
        ("POST", "accounts({})/Microsoft.Dynamics.CRM.Nothing", 404),
        ("POST", "accounts/Microsoft.Dynamics.CRM.Touch", 404),
        ("POST", "contacts({})/Microsoft.Dynamics.CRM.Touch", 404),
        ("POST", "accounts({})/Microsoft.Dynamics.CRM.Touch", 204),
        ("POST", "accounts/Microsoft.Dynamics.CRM.Sweep", 204),
        ("POST", "contacts/Microsoft.Dynamics.CRM.Sweep", 204),
    ],
)
def test_an_operation_is_called_on_what_it_is_bound_to(
    api: WebApi, calls: list[Call], method: str, path: str, status: int
) -> None:
    answer = api.call(method, path.format(AccountFactory.create().pk), {} if method == "POST" else None)
    assert answer.status_code == status
    if status == 404 and "(" not in path and "/" not in path:
        assert answer.json()["error"]["message"] == f"Resource not found for the segment '{path}'."


def test_operations_are_called_in_a_batch_as_well(api: WebApi, calls: list[Call]) -> None:
    answer = api.batch(
        [
            request("GET", "/api/data/v9.2/Ask(Needed=@p)?@p='x%2Fy'"),
            request("POST", "http://testserver/api/data/v9.2/Act", {"Needed": "z"}),
        ]
    )
    assert answer.statuses == [204, 204]
    assert [json.dumps(given(call)) for call in calls] == ['{"Needed": "x/y"}', '{"Needed": "z"}']
