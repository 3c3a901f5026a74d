"""The address that is printed at the start leads somewhere."""

import pytest
from django.test import Client

from crm_integration.urls import front_page


def test_the_bare_address_leads_to_the_back_office(client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.parametrize(("served", "page"), [("all", "/admin/"), ("erp", "/admin/"), ("crm", "/sales/")])
def test_each_process_has_a_front_page(served: str, page: str) -> None:
    assert front_page(served) == page
