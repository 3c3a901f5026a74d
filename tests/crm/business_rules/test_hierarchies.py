"""Hierarchies have no loops, and nobody takes away what the CRM stands on."""

import pytest

from crm.models import BusinessUnit
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def test_an_account_is_not_its_own_ancestor(api: WebApi) -> None:
    top = api.create("accounts", name="Top")
    middle = api.create("accounts", name="Middle", **{"parentaccountid@odata.bind": f"/accounts({top})"})
    bottom = api.create("accounts", name="Bottom", **{"parentaccountid@odata.bind": f"/accounts({middle})"})
    for parent in (top, middle, bottom):
        content = {"parentaccountid@odata.bind": f"/accounts({parent})"}
        answer = api.call("PATCH", f"accounts({top})", content)
        assert (answer.status_code, "loop" in answer.json()["error"]["message"]) == (400, True)
    content = {"parentaccountid@odata.bind": f"/accounts({top})"}
    assert api.call("PATCH", f"accounts({bottom})", content).status_code == 204


def test_the_root_business_unit_has_no_parent_and_stays_enabled(api: WebApi) -> None:
    root = BusinessUnit.objects.get(parentbusinessunitid=None).pk
    unit = api.create("businessunits", name="North")
    content = {"parentbusinessunitid@odata.bind": f"/businessunits({unit})"}
    assert api.call("PATCH", f"businessunits({root})", content).status_code == 400
    assert api.call("PATCH", f"businessunits({root})", {"isdisabled": True}).status_code == 400
    assert api.call("PATCH", f"businessunits({unit})", {"isdisabled": True}).status_code == 204


def test_nobody_disables_their_own_user(api: WebApi, crm: Crm) -> None:
    answer = api.call("PATCH", f"systemusers({crm.user.pk})", {"isdisabled": True})
    assert answer.json()["error"]["message"] == "Nobody can disable their own user."
    other = api.create("systemusers", firstname="Sam", lastname="Seller")
    assert api.call("PATCH", f"systemusers({other})", {"isdisabled": True}).status_code == 204
