"""Requests that random ones do not reach: each of them is refused as it is described."""

from typing import Any, Final

import pytest

from tests.fuzz.conftest import taken_back
from tests.fuzz.known import Known
from tests.fuzz.test_descriptions import CHECKS, ERP, INTEGRATION

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
# {"place": 10**26}, in the form of a next-link.
FORGED: Final = "eyJwbGFjZSI6MTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwfQ"


def refused(case: Any, known: Known) -> None:
    with taken_back():
        answer = case.call_and_validate(headers=known.headers, checks=CHECKS)
    assert answer.status_code == 400


def test_a_list_of_no_ids_is_refused(known: Known) -> None:
    operation = INTEGRATION["/integrationTableMappings({record_id})/Dynamics.matchBasedCoupling"]["POST"]
    path = {"record_id": "'CUSTOMER'"}
    refused(operation.Case(path_parameters=path, body={"ids": []}, media_type="application/json"), known)


def test_a_forged_next_link_is_refused(known: Known) -> None:
    for name in ("crmSalesOrders", "crmSalesQuotes"):
        operation = INTEGRATION[f"/{name}"]["GET"]
        refused(operation.Case(query={"$skiptoken": FORGED}), known)


def test_an_amount_beyond_all_money_is_refused(known: Known) -> None:
    operation = ERP["/companies({company_id})/customerPayments"]["POST"]
    (customer,) = known.first("customers")
    body = f'{{"customerNumber": "{customer["number"]}", "documentNumber": "F1", "amount": -1e400000000}}'
    case = operation.Case(
        path_parameters={"company_id": known.company_id}, body=body.encode(), media_type="application/json"
    )
    refused(case, known)
