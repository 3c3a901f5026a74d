"""What a query finds: by properties of related records, by collections, by the functions of Dataverse."""

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from crm.demo.factories import AccountFactory, ContactFactory, SystemUserFactory, TeamFactory
from crm.models import Account
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ALL = 'odata.include-annotations="*"'
MEMBERS = "contact_customer_accounts"


def names(answer: Any) -> list[str]:
    return [row["name"] for row in answer["value"]]


@pytest.fixture
def firm(crm: Crm) -> Account:
    """Alpha, whose parent is Group, with two people; Beta with one; Gamma with none."""
    group = AccountFactory.create(name="Group", sic="9")
    ann = ContactFactory.create(firstname="Ann", lastname="East", telephone1="1")
    alpha = AccountFactory.create(
        name="Alpha", parentaccountid=group, primarycontactid=ann, creditlimit=100, address1_city="oslo"
    )
    beta = AccountFactory.create(name="Beta", creditlimit=300, address1_city="Bergen", industrycode=2)
    AccountFactory.create(name="Gamma", parentaccountid=alpha, address1_city="Ås")
    ContactFactory.create(firstname="Bob", lastname="West", parentcustomerid=alpha, telephone1="5")
    ContactFactory.create(firstname="Cid", lastname="West", parentcustomerid=alpha)
    ContactFactory.create(firstname="Dan", lastname="East", parentcustomerid=beta, parentcontactid=None)
    return alpha


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("primarycontactid/fullname eq 'ann east'", ["Alpha"]),
        ("primarycontactid/fullname ne 'ann east'", ["Beta", "Gamma", "Group"]),
        ("primarycontactid/telephone1 eq null", ["Beta", "Gamma", "Group"]),
        ("parentaccountid/parentaccountid/name eq 'GROUP'", ["Gamma"]),
        ("parentaccountid/sic eq '9'", ["Alpha"]),
        ("parentaccountid/sic ne '9'", ["Beta", "Gamma", "Group"]),
        ("owninguser/fullname eq 'Ada Admin'", ["Alpha", "Beta", "Gamma", "Group"]),
        ("owningbusinessunit/name eq 'Root' and creditlimit gt 200", ["Beta"]),
        (f"{MEMBERS}/any()", ["Alpha", "Beta"]),
        (f"not {MEMBERS}/any()", ["Gamma", "Group"]),
        (f"{MEMBERS}/any(c:c/lastname eq 'west' and c/telephone1 eq '5')", ["Alpha"]),
        (f"{MEMBERS}/any(c:c/owningbusinessunit/name eq 'root')", ["Alpha", "Beta"]),
        (f"{MEMBERS}/all(c:c/lastname eq 'West')", ["Alpha", "Gamma", "Group"]),
        (f"{MEMBERS}/all(c:c/telephone1 ne null)", ["Gamma", "Group"]),
        ("account_parent_account/any(a:a/contact_customer_accounts/any(c:c/firstname eq 'Bob'))", ["Group"]),
        ("address1_city gt 'bergen' and address1_city lt 'P'", ["Alpha"]),
        ("name eq name", ["Alpha", "Beta", "Gamma", "Group"]),
        ("name ne address1_city", ["Alpha", "Beta", "Gamma", "Group"]),
        ("Microsoft.Dynamics.CRM.In(PropertyName='industrycode',PropertyValues=['2','3'])", ["Beta"]),
        (
            "Microsoft.Dynamics.CRM.NotIn(PropertyName='industrycode',PropertyValues=['2'])",
            ["Alpha", "Gamma", "Group"],
        ),
        (
            "Microsoft.Dynamics.CRM.Between(PropertyName='creditlimit',PropertyValues=['100','200'])",
            ["Alpha"],
        ),
        ("Microsoft.Dynamics.CRM.Today(PropertyName='createdon')", ["Alpha", "Beta", "Gamma", "Group"]),
        (
            "Microsoft.Dynamics.CRM.LastXHours(PropertyName='createdon',PropertyValue=1)",
            ["Alpha", "Beta", "Gamma", "Group"],
        ),
        ("Microsoft.Dynamics.CRM.OlderThanXDays(PropertyName='createdon',PropertyValue=1)", []),
        ("Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')", ["Alpha", "Beta", "Gamma", "Group"]),
        ("Microsoft.Dynamics.CRM.NotEqualUserId(PropertyName='_ownerid_value')", []),
        (
            f"{MEMBERS}/any(c:Microsoft.Dynamics.CRM.In(PropertyName='c/firstname',PropertyValues=['Dan']))",
            ["Beta"],
        ),
    ],
)
def test_filters(api: WebApi, firm: Account, condition: str, expected: list[str]) -> None:
    assert names(api.get(f"accounts?$select=name&$orderby=name&$filter={quote(condition)}")) == expected


def test_hierarchies_are_searched_up_and_down(api: WebApi, firm: Account) -> None:
    def found(function: str) -> list[str]:
        condition = f"Microsoft.Dynamics.CRM.{function}(PropertyName='accountid',PropertyValue='{firm.pk}')"
        return names(api.get(f"accounts?$select=name&$orderby=name&$filter={quote(condition)}"))

    assert found("Under") == ["Gamma"]
    assert found("UnderOrEqual") == ["Alpha", "Gamma"]
    assert found("NotUnder") == ["Alpha", "Beta", "Group"]
    assert found("Above") == ["Group"]
    assert found("AboveOrEqual") == ["Alpha", "Group"]


def test_lookups_to_several_tables_are_followed_by_each_of_their_names(api: WebApi, firm: Account) -> None:
    query = "contacts?$select=fullname&$orderby=fullname&$filter="
    by_account = api.get(f"{query}parentcustomerid_account/name eq 'alpha'")["value"]
    assert [row["fullname"] for row in by_account] == ["Bob West", "Cid West"]
    otherwise = api.get(f"{query}parentcustomerid_contact/fullname ne 'x'")["value"]
    assert len(otherwise) == 4
    by_grandparent = api.get(f"{query}parentcustomerid_account/parentaccountid/name eq 'Group'")["value"]
    assert len(by_grandparent) == 2


def test_many_to_many_is_searched(api: WebApi, crm: Crm) -> None:
    TeamFactory.create(name="North")
    user = "systemusers?$select=fullname&$filter="
    admins = api.get(f"{user}systemuserroles_association/any(r:r/name eq 'system administrator')")
    assert [row["fullname"] for row in admins["value"]] == ["Ada Admin"]
    assert api.get(f"{user}teammembership_association/any(t:t/name eq 'North')")["value"] == []


def test_lookups_in_extra_are_joined_like_others(api: WebApi, crm: Crm) -> None:
    manager = SystemUserFactory.create(firstname="Max", lastname="Manager")
    SystemUserFactory.create(firstname="Sue", lastname="Seller", parentsystemuserid=manager)
    found = api.get("systemusers?$select=fullname&$filter=parentsystemuserid/lastname eq 'manager'")
    assert [row["fullname"] for row in found["value"]] == ["Sue Seller"]
    by_id = api.get(f"systemusers?$select=fullname&$filter=_parentsystemuserid_value eq {manager.pk}")
    assert by_id["value"] == found["value"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("address1_city", ["Group", "Beta", "Alpha", "Gamma"]),
        ("parentaccountid/name,name", ["Beta", "Group", "Gamma", "Alpha"]),
        ("_parentaccountid_value desc,name", ["Alpha", "Gamma", "Beta", "Group"]),
        ("_ownerid_value,name desc", ["Group", "Gamma", "Beta", "Alpha"]),
    ],
)
def test_orders_and_pages_by_them(api: WebApi, firm: Account, order: str, expected: list[str]) -> None:
    seen: list[str] = []
    link = f"accounts?$select=name&$orderby={order}"
    while link:
        answer = api.get(link, prefer="odata.maxpagesize=1")
        seen += names(answer)
        link = answer.get("@odata.nextLink", "")
    assert seen == expected


def test_a_next_link_survives_being_taken_apart(api: WebApi, firm: Account) -> None:
    first = api.get("accounts?$select=name&$orderby=name", prefer="odata.maxpagesize=2")
    parts = urlsplit(first["@odata.nextLink"])
    options = dict(parse_qsl(parts.query))
    assert options["$skiptoken"].startswith('<cookie pagenumber="2" pagingcookie="%253Ccookie%2520page')
    again = api.get(f"accounts?{urlencode(options)}", prefer="odata.maxpagesize=2")
    assert names(again) == ["Gamma", "Group"]


def test_parameters_stand_for_values_and_properties(api: WebApi, firm: Account) -> None:
    query = "accounts?$select=name&$filter=contains(@p1,@p2)&$orderby=@p1 desc&@p1=name&@p2='a'"
    assert names(api.get(query)) == ["Gamma", "Beta", "Alpha"]


def test_expanded_collections_are_paged_each(api: WebApi, firm: Account) -> None:
    expand = f"$expand={MEMBERS}($select=firstname;$orderby=firstname)"
    answer = api.get(f"accounts?$select=name&$orderby=name&{expand}", prefer="odata.maxpagesize=1")
    (alpha,) = answer["value"]
    assert [row["firstname"] for row in alpha[MEMBERS]] == ["Bob"]
    following = api.get(alpha[f"{MEMBERS}@odata.nextLink"], prefer="odata.maxpagesize=1")
    assert [row["firstname"] for row in following["value"]] == ["Cid"]
    assert "@odata.nextLink" not in following


def test_references_alone_are_expanded_and_listed(api: WebApi, firm: Account) -> None:
    row = api.get(
        f"accounts({firm.pk})?$select=name&$expand={MEMBERS}/$ref,primarycontactid($select=fullname)"
    )
    listed = api.get(f"accounts({firm.pk})/{MEMBERS}/$ref")["value"]
    assert len(row[MEMBERS]) == 2
    assert sorted(item["@odata.id"] for item in row[MEMBERS]) == sorted(item["@odata.id"] for item in listed)
    assert api.call("GET", f"accounts({firm.pk})/{MEMBERS}/$count?$filter=firstname eq 'Bob'").content == b"1"


def test_the_number_of_queries_does_not_follow_the_number_of_rows(api: WebApi, firm: Account) -> None:
    query = (
        f"accounts?$select=name&$expand={MEMBERS}($select=fullname;$expand=parentcustomerid_account($select=name))"
        ",primarycontactid($select=fullname)&$filter=contact_customer_accounts/any(c:c/lastname ne 'x')"
    )

    def queries() -> int:
        with CaptureQueriesContext(connections["crm"]) as captured:
            api.get(query, prefer=ALL)
        return len(captured)

    queries()
    few = queries()
    for _ in range(5):
        ContactFactory.create(parentcustomerid=AccountFactory.create())
    assert queries() == few < 15


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("$filter=nosuch/name eq 'x'", 400),
        ("$filter=primarycontactid/nosuch eq 'x'", 400),
        ("$filter=nosuch/any(a:a/name eq 'x')", 400),
        (f"$filter={MEMBERS}/any(c:c/nosuch eq 'x')", 400),
        (f"$filter={MEMBERS}/any(c:name eq 'x')", 400),
        ("$filter=creditlimit add 5 eq 10", 400),
        ("$filter=tolower(name) eq 'x'", 400),
        ("$filter=name eq creditlimit", 400),
        ("$filter=Microsoft.Dynamics.CRM.Nosuch(PropertyName='name')", 400),
        ("$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=0)", 400),
        ("$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue='x')", 400),
        ("$filter=Microsoft.Dynamics.CRM.LastXYears(PropertyName='createdon',PropertyValue=99999)", 400),
        ("$filter=Microsoft.Dynamics.CRM.InFiscalYear(PropertyName='createdon',PropertyValue=2026)", 501),
        ("$filter=Microsoft.Dynamics.CRM.Under(PropertyName='name',PropertyValue='x')", 400),
        ("$orderby=nosuch/name", 400),
        ("$expand=primarycontactid($levels=2)", 400),
        (f"$expand={MEMBERS}/$count", 400),
        (f"$expand={MEMBERS},{MEMBERS}", 400),
        ("$search=x", 400),
        ("$apply=topcount(5,name)", 501),
        ("$apply=groupby((nosuch))", 400),
        ("$apply=groupby((createdon))", 400),
        ("$apply=aggregate(name with sum as total)", 400),
        ("$apply=groupby((name),aggregate($count as n))&$orderby=n", 400),
        ("$apply=groupby((name", 400),
    ],
)
def test_what_cannot_be_answered_is_refused(api: WebApi, query: str, status: int) -> None:
    answer = api.call("GET", f"accounts?{query}")
    assert answer.status_code == status, answer.content


def test_whoever_may_not_read_a_table_may_not_search_it_either(api: WebApi, firm: Account) -> None:
    assert api.call("GET", f"contacts({uuid4()})/accountid").status_code == 404


@pytest.mark.parametrize(
    ("apply", "expected"),
    [
        ("aggregate($count as n)", [{"n": 4}]),
        (
            "aggregate(creditlimit with sum as total,creditlimit with max as most)",
            [{"total": 400.0, "most": 300.0}],
        ),
        ("aggregate(creditlimit with average as mean)", [{"mean": 200.0}]),
        ("filter(creditlimit gt 200)/aggregate($count as n)", [{"n": 1}]),
        (
            "groupby((industrycode),aggregate($count as n))",
            [{"industrycode": None, "n": 3}, {"industrycode": 2, "n": 1}],
        ),
        ("groupby((statecode))", [{"statecode": 0}]),
        (
            "groupby((parentaccountid/name),aggregate(accountid with countdistinct as n))",
            [
                {"account_name": None, "n": 2},
                {"account_name": "Alpha", "n": 1},
                {"account_name": "Group", "n": 1},
            ],
        ),
    ],
)
def test_rows_are_aggregated(api: WebApi, firm: Account, apply: str, expected: list[dict]) -> None:
    assert api.get(f"accounts?$apply={apply}")["value"] == expected


def test_aggregated_amounts_and_groups_are_shown_as_texts(api: WebApi, firm: Account) -> None:
    formatted = "@OData.Community.Display.V1.FormattedValue"
    query = "accounts?$apply=groupby((statuscode,_ownerid_value),aggregate(creditlimit with sum as total))"
    (row,) = api.get(query, prefer=ALL)["value"]
    assert row[f"total{formatted}"] == "€400.00"
    assert row[f"statuscode{formatted}"] == "Active"
    assert row[f"_ownerid_value{formatted}"] == "Ada Admin"


def test_too_many_rows_are_not_aggregated(
    api: WebApi, firm: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.web_api.aggregate.MAX_ROWS", 3)
    answer = api.call("GET", "accounts?$apply=aggregate($count as n)")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "0x8004e023")


def test_a_property_alone_comes_with_its_annotations(api: WebApi, firm: Account) -> None:
    answer = api.get(f"accounts({firm.pk})/creditlimit", prefer=ALL)
    assert answer["@OData.Community.Display.V1.FormattedValue"] == "€100.00"
    assert api.call("GET", f"accounts({firm.pk})/creditonhold/$value").content == b"false"


def test_the_name_of_a_table_is_compared_like_any_text(api: WebApi) -> None:
    assert (
        api.get("asyncoperations?$filter=primaryentitytype le 'm' or primaryentitytype gt 'M'")["value"] == []
    )
