"""What each role may do on the pages of the back office, compared with docs/permissions.md."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from erp.admin.extensions import Action
from tests.permissions import table
from tests.permissions.actions import in_toolbars, may
from tests.permissions.prepared import Prepared, undone
from tests.permissions.routes import is_of_table, routes, tables
from tests.permissions.table import ROLES
from tests.permissions.walk import acts, looks, page_verbs, table_verbs

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Verbs = dict[tuple[str, str], set[str]]


def said(section: str) -> Verbs:
    """What the document says, by key and role."""
    return {
        (key, role): set(verbs) for key, row in table.rows(section).items() for role, verbs in row.may.items()
    }


def differences(found: Verbs, expected: Verbs) -> dict[tuple[str, str], str]:
    """Where a role may something else than the document says."""
    return {
        key: f"may {sorted(found[key])}, the document says {sorted(expected[key])}"
        for key in expected
        if found[key] != expected[key]
    }


def test_each_role_has_on_lists_and_cards_what_its_row_says(prepared: Prepared) -> None:
    found = {
        (address, role): table_verbs(prepared, role, address, page.model)
        for address, page in tables().items()
        for role in ROLES
    }
    assert differences(found, said("Records")) == {}


def test_each_role_opens_the_pages_and_presses_the_buttons_of_its_row(prepared: Prepared) -> None:
    found = {
        (address, role): page_verbs(prepared, role, address, row.verbs)
        for address, row in table.rows("Pages").items()
        for role in ROLES
    }
    assert differences(found, said("Pages")) == {}


def test_each_role_has_the_permissions_of_the_actions_of_its_row(prepared: Prepared) -> None:
    found = {
        (code, role): may(prepared.people[role], code) for code in table.rows("Actions") for role in ROLES
    }
    assert differences(found, said("Actions")) == {}


def test_an_action_of_a_list_or_a_card_is_refused_to_who_has_not_its_permission(prepared: Prepared) -> None:
    expected = table.rows("Actions")
    wrong = [
        (role, address, action.code)
        for address, page, action in in_toolbars()
        for role in ROLES
        if "yes" not in expected[action.code].may[role]
        and _is_let_through(prepared, role, address, page, action)
    ]
    assert wrong == []


def _is_let_through(prepared: Prepared, role: str, address: str, page: Any, action: Action) -> bool:
    """By its own address for one record or none, or for a selection of the list."""
    client, record = prepared.clients[role], prepared.record_of(page.model)
    with undone() as written:
        answers = [
            client.post(f"{address}{record}/actions/{action.code}/"),
            client.post(f"{address}actions/{action.code}/"),
        ]
    request = RequestFactory().get(address)
    request.user = prepared.people[role]
    is_offered = action.code in page.get_actions(request)
    return bool(written) or is_offered or {answer.status_code for answer in answers} != {403}


def test_a_factbox_is_shown_to_who_may_view_the_record_and_what_it_tells(prepared: Prepared) -> None:
    """A box that is loaded afterwards asks again."""
    customer = f"/admin/erp/customer/{prepared.customer}/factboxes/"
    found = {role: looks(prepared.clients[role], f"{customer}crm/") for role in ROLES}
    assert found == {
        role: "view" in table.rows("Records")["/admin/erp/customer/"].may[role] for role in ROLES
    }


def test_what_nobody_may_see_is_not_found_rather_than_answered(prepared: Prepared) -> None:
    for role in ROLES:
        for path in ("nowhere/", "r/1/1/", "areas/nowhere/", "erp/customer/nowhere/change/"):
            assert not looks(prepared.clients[role], f"/admin/{path}") or path.startswith("erp/")


def test_the_shell_tells_nothing_to_who_may_view_nothing(prepared: Prepared) -> None:
    page = prepared.clients["Item Availability User"].get("/admin/").content.decode()
    assert "Connected" not in page
    assert "/admin/erp/" not in page
    assert "/admin/connection-setup/" not in page


def pages_to_sign_in_for(prepared: Prepared) -> list[str]:
    open_to_all = table.rows("Without signing in")
    return [
        prepared.url_of(address.replace("{object_id}", "{id}"))
        for address in routes()
        if address.startswith("/admin/") and "logout" not in address and address not in open_to_all
    ]


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(prepared: Prepared) -> None:
    nobody = Client()
    for url in pages_to_sign_in_for(prepared):
        for answer in (nobody.get(url), nobody.post(url)):
            assert answer.status_code == 302 and "/admin/login/" in answer["Location"], url


def test_who_was_deactivated_is_out_at_once(prepared: Prepared) -> None:
    user, client = prepared.people["Administrator"], prepared.clients["Administrator"]
    assert looks(client, "/admin/erp/customer/")
    user.is_active = False
    user.save()
    assert not looks(client, "/admin/erp/customer/")
    assert not acts(client, "/admin/connection-setup/disable/")


def test_who_is_no_staff_has_roles_for_software_only(prepared: Prepared) -> None:
    user, client = prepared.people["API Client"], prepared.clients["API Client"]
    user.is_staff = False
    user.save()
    assert not looks(client, "/admin/erp/customer/")
    assert client.get("/api/v2.0/companies").status_code == 200


def test_every_post_needs_the_token_of_its_page(prepared: Prepared) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = prepared.clients["Administrator"].cookies
    urls = [*pages_to_sign_in_for(prepared), "/admin/login/", "/i18n/setlang/"]
    assert {url: status for url in urls if (status := strict.post(url).status_code) != 403} == {}


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"]
)
def test_no_way_leads_to_somewhere_else(prepared: Prepared, elsewhere: str) -> None:
    client = prepared.clients["Administrator"]
    hold = reverse("admin:job_queue_entry_action", args=["CUSTOMER", "hold"])
    card = f"/admin/erp/customer/{prepared.customer}/actions/create_in_crm/"
    given = {"username": "administrator", "password": "secret", "next": elsewhere, "language": "en"}
    with undone():
        ways = [client.post(url, given) for url in (hold, card, "/i18n/setlang/")]
        ways += [Client().post(f"/admin/login/?next={elsewhere}", given)]
    assert [(way.status_code, "example.com" in way["Location"], way["Location"][:1]) for way in ways] == [
        (302, False, "/")
    ] * len(ways)


def test_the_parts_of_a_table_are_walked(prepared: Prepared) -> None:
    assert len([address for address in routes() if is_of_table(address)]) == 9 * len(tables())
