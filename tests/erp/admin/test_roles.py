"""What each role may do on the pages of the back office."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from erp.admin.extensions import Extensions, RolePermissions
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER, create_roles
from erp.demo.factories import CustomerFactory, SalespersonFactory
from erp.models import Customer, GeneralLedgerSetup
from tests.erp.admin.forms import form_values

LIST = "/admin/erp/customer/"


def test_roles_are_there_after_a_migration(db: None) -> None:
    assert {ADMINISTRATOR, ORDER_PROCESSOR, VIEWER} <= set(Group.objects.values_list("name", flat=True))
    assert Group.objects.get(name=ADMINISTRATOR).permissions.filter(codename="change_user").exists()


def test_roles_are_created_once_and_keep_what_was_added_to_them(db: None) -> None:
    create_roles()
    viewer = Group.objects.get(name=VIEWER)
    before = viewer.permissions.count()
    create_roles()
    assert (Group.objects.filter(name=VIEWER).count(), viewer.permissions.count()) == (1, before)


def test_a_viewer_reads_every_card_and_writes_nothing(viewer: Client) -> None:
    customer = CustomerFactory.create(name="Santé Gourmet")
    card = reverse("admin:erp_customer_change", args=[customer.pk])
    page = viewer.get(card).content.decode()
    assert "Santé Gourmet" in page
    assert 'name="_save"' not in page
    assert "deletelink" not in page
    assert viewer.post(card, {"name": "Other"}).status_code == 403
    assert viewer.get(f"{LIST}add/").status_code == 403
    assert viewer.post(reverse("admin:erp_customer_delete", args=[customer.pk])).status_code == 403
    viewer.post(LIST, {"action": "delete_selected", "_selected_action": str(customer.pk), "post": "yes"})
    assert Customer.objects.get().name == "Santé Gourmet"


def test_an_order_processor_changes_customers_but_no_setup(order_processor: Client) -> None:
    setup = GeneralLedgerSetup.objects.get()
    url = reverse("admin:erp_generalledgersetup_change", args=[setup.pk])
    assert order_processor.get(url).status_code == 200
    assert order_processor.post(url, {"lcy_code": "NOK"}).status_code == 403
    assert order_processor.get("/admin/erp/salesperson/add/").status_code == 403
    assert order_processor.get(f"{LIST}add/").status_code == 200


def test_an_administrator_gives_roles_but_makes_no_superuser(administrator: Client) -> None:
    root = User.objects.create_superuser("root", password="secret")
    clerk = User.objects.create_user("clerk", password="secret", is_staff=True)
    page = administrator.get(reverse("admin:auth_user_change", args=[clerk.pk]))
    values = form_values(page, "user_form", is_superuser="on")
    values["groups"] = str(Group.objects.get(name=VIEWER).pk)
    administrator.post(reverse("admin:auth_user_change", args=[clerk.pk]), values)
    clerk.refresh_from_db()
    assert [group.name for group in clerk.groups.all()] == [VIEWER]
    assert not clerk.is_superuser
    assert administrator.get(reverse("admin:auth_user_change", args=[root.pk])).status_code == 302
    assert administrator.get(reverse("admin:auth_user_password_change", args=[root.pk])).status_code == 404


def test_who_an_administrator_enters_may_sign_in(administrator: Client) -> None:
    password = "correct horse battery"
    entered = {"username": "nancy", "usable_password": "true", "password1": password, "password2": password}
    administrator.post("/admin/auth/user/add/", entered)
    assert User.objects.get(username="nancy").is_staff


def test_other_apps_give_roles_their_own_permissions(db: None, only_back_office: Extensions) -> None:
    only_back_office.everywhere(
        RolePermissions(code="keys", role="viewer", permissions=["sessions.view_session"])
    )
    create_roles()
    assert Group.objects.get(name=VIEWER).permissions.filter(codename="view_session").exists()


@pytest.mark.parametrize("role", [ADMINISTRATOR, ORDER_PROCESSOR, VIEWER])
def test_every_list_and_card_opens_for_every_role(signed_in: Callable[[str], Client], role: str) -> None:
    client = signed_in(role)
    CustomerFactory.create()
    SalespersonFactory.create()
    for table in ("customer", "contact", "salesperson", "countryregion", "noseries", "currency", "postcode"):
        url = reverse(f"admin:erp_{table}_changelist")
        assert client.get(url).status_code == 200
        for record in apps.get_model("erp", table).objects.all()[:1]:
            assert client.get(f"{url}{record.pk}/change/").status_code == 200


def test_who_is_not_signed_in_gets_the_sign_in_page(client: Client, db: None) -> None:
    for url in ("/admin/", LIST, "/admin/tell-me/", "/admin/areas/sales/"):
        assert client.get(url)["Location"].startswith("/admin/login/")
