"""Definitions asked for by a query of their own, as Microsoft's client asks for the limits of columns."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.crm.embedded_crm import WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def condition(name: str, operator: str, value: str) -> dict[str, Any]:
    return {
        "Conditions": [
            {
                "PropertyName": name,
                "ConditionOperator": operator,
                "Value": {"Type": "System.String", "Value": value},
            }
        ]
    }


def asked(api: WebApi, query: dict[str, Any]) -> Any:
    return api.call("GET", f"RetrieveMetadataChanges(Query=@p1)?@p1={quote(json.dumps(query))}")


def test_the_named_properties_of_the_named_columns_come_back(api: WebApi) -> None:
    query = {
        "Properties": {"PropertyNames": ["LogicalName", "Attributes"]},
        "Criteria": condition("LogicalName", "Equals", "account"),
        "AttributeQuery": {
            "Properties": {"PropertyNames": ["LogicalName", "MaxLength", "MinValue"]},
            "Criteria": condition("LogicalName", "In", "['name', 'numberofemployees']"),
        },
    }
    (account,) = asked(api, query).json()["EntityMetadata"]
    assert account["LogicalName"] == "account"
    name, employees = account["Attributes"]
    assert (name["MaxLength"], "MinValue" in name, employees["MinValue"]) == (160, False, 0)


def test_a_filter_on_tables_leaves_the_others_out(api: WebApi) -> None:
    query = {
        "Properties": {"PropertyNames": ["LogicalName"]},
        "Criteria": condition("IsActivity", "Equals", "true"),
    }
    found = {item["LogicalName"] for item in asked(api, query).json()["EntityMetadata"]}
    assert "task" in found
    assert "account" not in found


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"Criteria": condition("Colour", "Equals", "red")}, 400),
        ({"Criteria": condition("LogicalName", "Resembles", "account")}, 400),
        ({"Criteria": condition("LogicalName", "In", "account")}, 400),
        ({"Colour": 1}, 400),
    ],
)
def test_what_is_no_query_is_refused(api: WebApi, query: dict[str, Any], status: int) -> None:
    assert asked(api, query).status_code == status
