"""The recurring jobs, as software that asks the REST API finds them."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from erp.operations.create_api_token import create_api_token
from tests.erp.rest_api.caller import Caller
from tests.scenarios.people import People

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
# Minutes between runs and of inactivity until a job sleeps, in the order of jobs that are due together.
OF_MAPPINGS = {
    "SALESPEOPLE": (30, 1440),
    "CURRENCY": (30, 720),
    "PAYMENT TERMS": (30, 1440),
    "SHIPMENT METHOD": (30, 1440),
    "SHIPPING AGENT": (30, 1440),
    "CUSTOMER": (30, 720),
    "CONTACT": (30, 720),
    "UNIT OF MEASURE": (30, 720),
    "RESOURCE-PRODUCT": (30, 720),
    "ITEM-PRODUCT": (30, 1440),
    "CUSTPRCGRP-PRICE": (30, 1440),
    "SALESPRC-PRODPRICE": (30, 1440),
    "POSTEDSALESINV-INV": (30, 1440),
    "SALESORDER-ORDER": (30, 720),
}
OF_DOCUMENTS = {
    "CUSTOMER STATISTICS": 30,
    "ITEM AVAILABILITY": 30,
    "SALES ORDER STATUS": 7,
    "SALES ORDER NOTES": 5,
    "AUTO CREATE SALES ORDERS": 30,
    "AUTO PROCESS SALES QUOTES": 30,
}


def test_the_default_jobs_have_their_frequency_and_inactivity_timeout_in_their_order(
    people: People, key: str
) -> None:
    people.kim.automates(auto_create_sales_orders="on", auto_process_sales_quotes="on")
    token = create_api_token(user=User.objects.get(username="kim"), name="Tests", now=timezone.now())
    entries = Caller(token, root="/api/dynamics/v1.0/").rows("jobQueueEntries")
    minutes = {entry["code"]: entry["numberOfMinutesBetweenRuns"] for entry in entries}
    sleep = {entry["code"]: entry["inactivityTimeoutMinutes"] for entry in entries}
    found = {code: (minutes[code], sleep[code]) for code in minutes if code in OF_MAPPINGS}
    assert list(found.items()) == list(OF_MAPPINGS.items())
    assert [(code, minutes[code]) for code in minutes if code in OF_DOCUMENTS] == list(OF_DOCUMENTS.items())
