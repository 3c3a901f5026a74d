"""Reading collections, records and properties over the Web API."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from crm.demo.factories import AccountFactory, ContactFactory, TeamFactory
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ALL = 'odata.include-annotations="*"'


def names(answer: dict) -> list[str]:
    return [row["name"] for row in answer["value"]]


@pytest.fixture
def accounts(crm: Crm) -> None:
    AccountFactory.create(name="Beta", accountnumber="B1", numberofemployees=5, industrycode=1)
    AccountFactory.create(name="alpha", accountnumber="A1", creditlimit=100, sic="77")
    AccountFactory.create(name="Ærlig Ål", numberofemployees=20, sic="78", telephone1="55")


def test_a_row_holds_the_selected_columns_its_id_and_its_version(api: WebApi, accounts: None) -> None:
    answer = api.get("accounts?$select=name,sic&$filter=name eq 'alpha'")
    (row,) = answer["value"]
    assert set(row) == {"@odata.etag", "accountid", "name", "sic"}
    assert (row["name"], row["sic"]) == ("alpha", "77")
    assert answer["@odata.context"] == "http://testserver/api/data/v9.2/$metadata#accounts(name,sic)"


def test_without_a_selection_all_columns_come(api: WebApi, accounts: None) -> None:
    row = api.get("accounts?$top=1")["value"][0]
    assert {"name", "_ownerid_value", "industrycode", "_owninguser_value", "statecode"} <= set(row)
    assert len(row) > 150


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("name eq 'ALPHA'", ["alpha"]),
        ("name eq 'ærlig ål'", ["Ærlig Ål"]),
        ("contains(name,'ÅL')", ["Ærlig Ål"]),
        ("startswith(accountnumber,'b')", ["Beta"]),
        ("endswith(name,'TA')", ["Beta"]),
        ("numberofemployees gt 5", ["Ærlig Ål"]),
        ("numberofemployees eq null", ["alpha"]),
        ("numberofemployees ne 5", ["alpha", "Ærlig Ål"]),
        ("telephone1 ne null", ["Ærlig Ål"]),
        ("sic eq '77' or sic eq '78'", ["alpha", "Ærlig Ål"]),
        ("sic in ('77')", ["alpha"]),
        ("industrycode eq 1", ["Beta"]),
        ("industrycode ne 1", ["alpha", "Ærlig Ål"]),
        ("not contains(name,'a')", ["Ærlig Ål"]),
        ("creditlimit ge 99.5 and statecode eq 0", ["alpha"]),
        ("modifiedon gt 2030-01-01T00:00:00Z", []),
        ("accountnumber eq ''", ["Ærlig Ål"]),
    ],
)
def test_filters(api: WebApi, accounts: None, condition: str, expected: list[str]) -> None:
    assert names(api.get(f"accounts?$select=name&$orderby=name&$filter={condition}")) == expected


def test_a_lookup_is_filtered_by_id_and_by_the_columns_of_its_record(api: WebApi, crm: Crm) -> None:
    person = ContactFactory.create(firstname="Ann", lastname="Øst")
    AccountFactory.create(name="With", primarycontactid=person)
    AccountFactory.create(name="Without")
    by_id = api.get(f"accounts?$select=name&$filter=_primarycontactid_value eq {person.pk}")
    by_name = api.get("accounts?$select=name&$filter=primarycontactid/fullname eq 'ann øst'")
    by_owner = api.get(f"accounts?$select=name&$filter=_ownerid_value eq {crm.user.pk}&$orderby=name")
    assert names(by_id) == names(by_name) == ["With"]
    assert names(by_owner) == ["With", "Without"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["alpha", "Beta", "Ærlig Ål"]),
        ("name desc", ["Ærlig Ål", "Beta", "alpha"]),
        ("numberofemployees,name", ["alpha", "Beta", "Ærlig Ål"]),
        ("numberofemployees desc", ["Ærlig Ål", "Beta", "alpha"]),
        ("sic desc", ["Ærlig Ål", "alpha", "Beta"]),
    ],
)
def test_order_is_without_case_and_puts_nulls_first(
    api: WebApi, accounts: None, order: str, expected: list[str]
) -> None:
    assert names(api.get(f"accounts?$select=name&$orderby={order}")) == expected


def test_top_limits_without_a_next_link_and_gives_way_to_a_page_size(api: WebApi, accounts: None) -> None:
    limited = api.get("accounts?$select=name&$orderby=name&$top=2")
    paged = api.get("accounts?$select=name&$orderby=name&$top=1", prefer="odata.maxpagesize=2")
    assert names(limited) == names(paged) == ["alpha", "Beta"]
    assert "@odata.nextLink" not in limited
    assert "@odata.nextLink" in paged


@pytest.mark.parametrize("order", ["name", "sic desc,name", "numberofemployees", "createdon desc"])
def test_next_links_lead_through_all_rows_once(api: WebApi, crm: Crm, order: str) -> None:
    for number in range(7):
        AccountFactory.create(
            name=f"N{number}", sic="1" if number % 2 else None, numberofemployees=number % 3 or None
        )
    seen: list[str] = []
    link = f"accounts?$select=name&$orderby={order}"
    while link:
        answer = api.get(link, prefer="odata.maxpagesize=2")
        seen += names(answer)
        link = answer.get("@odata.nextLink", "")
    assert seen == names(api.get(f"accounts?$select=name&$orderby={order}"))
    assert len(seen) == 7


def test_a_page_is_not_shifted_by_a_row_that_comes_before_it(api: WebApi, crm: Crm) -> None:
    for name in "bdf":
        AccountFactory.create(name=name)
    first = api.get("accounts?$select=name&$orderby=name", prefer="odata.maxpagesize=2")
    AccountFactory.create(name="a")
    assert names(api.get(first["@odata.nextLink"], prefer="odata.maxpagesize=2")) == ["f"]


def test_the_number_of_records_comes_with_the_page_or_alone(api: WebApi, accounts: None) -> None:
    answer = api.get("accounts?$select=name&$top=1&$count=true", prefer=ALL)
    assert answer["@odata.count"] == 3
    assert answer["@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"] is False
    alone = api.call("GET", "accounts/$count?$filter=name eq 'beta'")
    assert (alone.status_code, alone.content, alone["Content-Type"]) == (200, b"1", "text/plain")


def test_annotations_show_labels_names_and_tables(api: WebApi, crm: Crm) -> None:
    account = AccountFactory.create(name="Shown", creditlimit=1234.5, customertypecode=3)
    contact = ContactFactory.create(firstname="A", lastname="B", parentcustomerid=account)
    shown = api.get(f"accounts({account.pk})?$select=customertypecode,creditlimit,creditonhold", prefer=ALL)
    formatted = "@OData.Community.Display.V1.FormattedValue"
    assert shown[f"customertypecode{formatted}"] == "Customer"
    assert shown[f"creditlimit{formatted}"] == "€1,234.50"
    assert shown[f"creditonhold{formatted}"] == "No"
    row = api.get(f"contacts({contact.pk})?$select=_parentcustomerid_value", prefer=ALL)
    assert row[f"_parentcustomerid_value{formatted}"] == "Shown"
    assert row["_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "account"
    assert (
        row["_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty"]
        == "parentcustomerid_account"
    )


def test_related_records_are_expanded_both_ways_with_options(api: WebApi, crm: Crm) -> None:
    account = AccountFactory.create(name="Parent")
    for name in ("C", "A", "B"):
        person = ContactFactory.create(firstname="P", lastname=name, parentcustomerid=account)
    api.call("PATCH", f"accounts({account.pk})", {"primarycontactid@odata.bind": f"/contacts({person.pk})"})
    row = api.get(
        f"accounts({account.pk})?$select=name&$expand=primarycontactid($select=lastname),"
        "contact_customer_accounts($select=lastname;$orderby=lastname;$top=2;$filter=lastname ne 'C';"
        "$expand=parentcustomerid_account($select=name))"
    )
    assert row["primarycontactid"]["lastname"] == "B"
    people = row["contact_customer_accounts"]
    assert [person["lastname"] for person in people] == ["A", "B"]
    assert people[0]["parentcustomerid_account"]["name"] == "Parent"


def test_many_to_many_collections_are_expanded_and_read(api: WebApi, crm: Crm) -> None:
    user = api.get(
        f"systemusers({crm.user.pk})?$select=fullname&$expand=systemuserroles_association($select=name)"
    )
    assert [role["name"] for role in user["systemuserroles_association"]] == ["System Administrator"]
    roles = api.get(f"systemusers({crm.user.pk})/systemuserroles_association?$select=name")
    assert names(roles) == ["System Administrator"]


def test_a_property_a_lookup_and_a_collection_of_one_record(api: WebApi, crm: Crm) -> None:
    person = ContactFactory.create(firstname="Ann", lastname="West")
    account = AccountFactory.create(name="One", primarycontactid=person)
    base = f"accounts({account.pk})"
    assert api.get(f"{base}/name")["value"] == "One"
    assert api.call("GET", f"{base}/name/$value").content == b"One"
    assert api.call("GET", f"{base}/fax").status_code == 204
    assert api.get(f"{base}/primarycontactid?$select=fullname")["fullname"] == "Ann West"
    assert api.get(f"{base}/primarycontactid/$ref")["@odata.id"].endswith(f"contacts({person.pk})")
    assert api.get(f"{base}/contact_customer_accounts")["value"] == []
    assert api.call("GET", f"{base}/parentaccountid").status_code == 204


def test_whoever_has_the_version_already_is_told_so(api: WebApi, crm: Crm) -> None:
    account = AccountFactory.create()
    path = f"accounts({account.pk})?$select=name"
    tag = api.call("GET", path)["ETag"]
    assert api.call("GET", path, If_None_Match=tag).status_code == 304
    assert api.call("GET", path, If_None_Match="null").status_code == 200
    assert api.call("GET", path, If_None_Match=tag, prefer=ALL).status_code == 200
    api.call("PATCH", path, {"name": "New"})
    assert api.call("GET", path, If_None_Match=tag).status_code == 200


def test_functions_and_the_list_of_tables(api: WebApi, crm: Crm) -> None:
    who = api.get("WhoAmI")
    assert who["UserId"] == str(crm.user.pk)
    assert who["OrganizationId"] == str(crm.organization.pk)
    assert api.get("RetrieveVersion()")["Version"].startswith("9.2.")
    assert {"name": "accounts", "kind": "EntitySet", "url": "accounts"} in api.get("")["value"]


def test_older_versions_of_the_address_answer_too(api: WebApi, crm: Crm) -> None:
    answer = api.get("http://testserver/api/data/v9.0/WhoAmI")
    assert answer["@odata.context"].startswith("http://testserver/api/data/v9.0/")


def test_a_page_costs_the_same_however_many_rows_it_has(api: WebApi, crm: Crm) -> None:
    query = "accounts?$select=name,creditlimit,_ownerid_value,sic&$expand=primarycontactid($select=fullname)"

    def queries() -> int:
        with CaptureQueriesContext(connections["crm"]) as captured:
            api.get(query, prefer=ALL)
        return len(captured)

    AccountFactory.create(primarycontactid=ContactFactory.create())
    queries()  # the first request reads what columns there are
    few = queries()
    for _ in range(20):
        AccountFactory.create(primarycontactid=ContactFactory.create())
    assert queries() == few < 15


def test_owners_of_both_kinds_are_expanded_with_what_each_has(api: WebApi, crm: Crm) -> None:
    AccountFactory.create(name="A")
    AccountFactory.create(name="B", ownerid=TeamFactory.create(name="North"))
    query = "accounts?$select=name&$orderby=name&$expand=ownerid($select=fullname,name)"
    owners = [row["ownerid"] for row in api.get(query)["value"]]
    assert owners[0]["fullname"] == "Ada Admin"
    assert owners[1]["name"] == "North"
