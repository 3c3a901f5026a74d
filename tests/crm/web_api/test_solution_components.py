"""What is made under a solution's name belongs to it; the privileges that customizing needs have names."""

from typing import Any

import pytest

from crm.models import SolutionComponent
from tests.crm.embedded_crm import WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
UNDER = {"MSCRM.SolutionUniqueName": "Mine"}


@pytest.fixture
def solution(api: WebApi) -> str:
    return str(api.create("solutions", uniquename="Mine", friendlyname="Mine"))


def components(api: WebApi, solution: str) -> list[tuple[int, str]]:
    found = api.get(f"solutioncomponents?$filter=_solutionid_value eq {solution}")["value"]
    return [(row["componenttype"], row["objectid"]) for row in found]


def test_a_role_made_under_the_name_of_a_solution_is_in_it_until_it_is_deleted(
    api: WebApi, solution: str
) -> None:
    answer = api.call("POST", "roles", {"name": "Clerk"}, **UNDER)
    role = answer["OData-EntityId"].partition("(")[2].rstrip(")")
    api.create("roles", name="Other")
    assert components(api, solution) == [(20, role)]
    assert api.call("DELETE", f"roles({role})").status_code == 204
    assert components(api, solution) == []


def test_a_solution_that_is_not_there_makes_nothing(api: WebApi) -> None:
    assert api.call("POST", "roles", {"name": "Clerk"}, **UNDER).status_code == 404
    assert api.get("roles?$filter=name eq 'Clerk'")["value"] == []


def test_what_was_there_before_is_put_in_once(api: WebApi, solution: str) -> None:
    role = str(api.create("roles", name="Clerk"))
    given: dict[str, Any] = {
        "ComponentId": role,
        "ComponentType": 20,
        "SolutionUniqueName": "Mine",
        "AddRequiredComponents": False,
    }
    ids = {api.call("POST", "AddSolutionComponent", given).json()["id"] for _ in range(2)}
    assert len(ids) == SolutionComponent.objects.count() == 1
    unknown = {**given, "ComponentId": solution}
    assert api.call("POST", "AddSolutionComponent", unknown).status_code == 404


def test_privileges_are_found_by_their_names(api: WebApi) -> None:
    wanted = "name eq 'prvWriteOptionSet' or name eq 'prvCreateAccount'"
    found = api.get(f"privileges?$select=name&$filter={wanted}")["value"]
    assert {row["name"] for row in found} == {"prvWriteOptionSet", "prvCreateAccount"}
    assert all(row["privilegeid"] for row in found)
    assert api.call("POST", "privileges", {"name": "prvMine"}).status_code == 405
