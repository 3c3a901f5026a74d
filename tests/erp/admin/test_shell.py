"""The shell around all pages: sidebar, Tell Me, language, messages, own pages of other apps."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern

from erp.admin.extensions import SALES
from erp.admin.navigation import Entry, current_url
from erp.admin.site import BackOfficeSite
from erp.demo.factories import CustomerFactory
from erp.models import CompanyInformation
from erp.operations.save_setup import save_setup


def test_the_company_and_the_person_stand_in_the_header(order_processor: Client) -> None:
    save_setup(model=CompanyInformation, values={"name": "Northwind Traders"})
    page = order_processor.get("/admin/").content.decode()
    assert "Northwind Traders" in page
    assert "order-processor" in page


def test_the_sidebar_marks_the_list_that_a_card_belongs_to(order_processor: Client) -> None:
    customer = CustomerFactory.create()
    page = order_processor.get(f"/admin/erp/customer/{customer.pk}/change/").content.decode()
    assert re.findall(r'<a href="([^"]*)" aria-current="page">', page) == ["/admin/erp/customer/"]


def test_of_two_entries_the_longer_address_is_the_current_one() -> None:
    entries = [
        Entry(area=SALES, label=url, url=url, order=1) for url in ("/admin/", "/admin/a/", "/admin/a/b/")
    ]
    assert current_url(entries, path="/admin/a/b/1/") == "/admin/a/b/"
    assert current_url(entries, path="/admin/c/") == ""
    assert current_url(entries, path="/admin/") == "/admin/"


@pytest.mark.parametrize(
    ("words", "found"),
    [("custom", "Customers"), ("new customer", "New Customer"), ("sales PEOPLE", "Salespeople/Purchasers")],
)
def test_tell_me_finds_pages_and_actions_by_words(administrator: Client, words: str, found: str) -> None:
    page = administrator.get("/admin/tell-me/", {"q": words}).content.decode()
    assert f">{found}</a>" in page[page.index('id="content"') :]


def test_tell_me_offers_nothing_that_the_person_may_not_do(viewer: Client) -> None:
    page = viewer.get("/admin/tell-me/", {"q": "new"}).content.decode()
    assert "New Customer" not in page


def test_tell_me_says_when_nothing_is_called_so(viewer: Client) -> None:
    page = viewer.get("/admin/tell-me/", {"q": "<script>"}).content.decode()
    assert "“&lt;script&gt;”" in page


def test_the_language_is_switched_from_every_page(viewer: Client) -> None:
    viewer.post("/i18n/setlang/", {"language": "nb", "next": "/admin/"})
    assert '<html lang="nb"' in viewer.get("/admin/").content.decode()


def test_no_page_has_script_or_style_that_the_policy_would_refuse(administrator: Client) -> None:
    customer = CustomerFactory.create()
    card = f"/admin/erp/customer/{customer.pk}/"
    for url in ("/admin/", "/admin/erp/customer/", f"{card}change/", f"{card}delete/", "/admin/auth/user/"):
        page = administrator.get(url).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)[^>]*>[^<]", page)


def test_an_area_lists_its_pages(viewer: Client) -> None:
    page = viewer.get("/admin/areas/sales/").content.decode()
    assert "Customers" in page[page.index('id="content"') :]
    assert viewer.get("/admin/areas/nowhere/").status_code == 404


def test_a_message_carries_an_icon(order_processor: Client) -> None:
    customer = CustomerFactory.create()
    asked = {"action": "edit_selected", "index": "0"}
    page = order_processor.post("/admin/erp/customer/", asked, follow=True).content.decode()
    assert re.search(r'<li class="warning"><svg class="icon i-warn"', page)
    assert customer.no in page


def test_a_page_of_another_app_needs_signing_in_and_its_permission(rf: RequestFactory, db: None) -> None:
    site = BackOfficeSite("admin")
    answer = HttpResponse("lines")
    site.register_view("review/", lambda request: answer, "review", permission="erp.view_customer")
    view: Any = next(p.callback for p in site.get_urls() if isinstance(p, URLPattern) and p.name == "review")
    request: Any = rf.get("/admin/review/")
    request.user = AnonymousUser()
    assert view(request).status_code == 302
    request.user = User.objects.create_user("clerk", is_staff=True)
    with pytest.raises(PermissionDenied):
        view(request)
    request.user = User.objects.create_superuser("root")
    assert view(request).content == b"lines"


def test_an_unknown_address_and_a_missing_right_say_what_to_do(viewer: Client) -> None:
    assert "There is no such page" in viewer.get("/admin/nowhere/").content.decode()
    refused = viewer.get("/admin/erp/customer/add/")
    assert (refused.status_code, "You may not do that" in refused.content.decode()) == (403, True)


def test_after_ten_wrong_passwords_signing_in_is_closed_for_a_while(client: Client, db: None) -> None:
    User.objects.create_user("nancy", password="right", is_staff=True)
    wrong = {"username": "nancy", "password": "wrong"}
    answers = [client.post("/admin/login/", wrong) for _ in range(10)]
    assert "Please enter the correct" in answers[0].content.decode()
    assert answers[-1].status_code == 429
    assert "Too many attempts to sign in" in answers[-1].content.decode()
    assert client.post("/admin/login/", {**wrong, "password": "right"}).status_code == 429
