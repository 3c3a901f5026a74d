"""Queries in FetchXML."""

from typing import Any
from urllib.parse import quote, unquote

import pytest

from crm.demo.factories import AccountFactory, ContactFactory
from crm.models import Account
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ALL = 'odata.include-annotations="*"'
PREFIX = "@Microsoft.Dynamics.CRM."


def fetch(api: WebApi, entity_set: str, xml: str, *, prefer: str = "") -> Any:
    return api.get(f"{entity_set}?fetchXml={quote(xml, safe='')}", prefer=prefer)


def rows(api: WebApi, inner: str, *, name: str = "account", options: str = "") -> list[dict[str, Any]]:
    xml = f"<fetch {options}><entity name='{name}'>{inner}</entity></fetch>"
    return fetch(api, f"{name}s", xml)["value"]


def names(api: WebApi, inner: str) -> list[str]:
    return [row["name"] for row in rows(api, f"<attribute name='name'/><order attribute='name'/>{inner}")]


@pytest.fixture
def firm(crm: Crm) -> Account:
    """Alpha with two people, of whom one is the primary contact; Beta with one; Gamma below Alpha."""
    alpha = AccountFactory.create(name="Alpha", creditlimit=100, address1_city="Oslo", industrycode=1)
    beta = AccountFactory.create(name="Beta", creditlimit=300, address1_city="Bergen", industrycode=2)
    AccountFactory.create(name="Gamma", parentaccountid=alpha, fax="Gamma")
    bob = ContactFactory.create(firstname="Bob", lastname="West", parentcustomerid=alpha)
    ContactFactory.create(firstname="Cid", lastname="East", parentcustomerid=alpha)
    ContactFactory.create(firstname="Dan", lastname="East", parentcustomerid=beta)
    Account.objects.filter(pk=alpha.pk).update(primarycontactid=bob)
    return alpha


def condition(text: str) -> str:
    return f"<filter><condition {text}/></filter>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attribute='name' operator='eq' value='ALPHA'", ["Alpha"]),
        ("attribute='name' operator='ne' value='alpha'", ["Beta", "Gamma"]),
        ("attribute='creditlimit' operator='gt' value='150'", ["Beta"]),
        ("attribute='creditlimit' operator='null'", ["Gamma"]),
        ("attribute='creditlimit' operator='not-null'", ["Alpha", "Beta"]),
        ("attribute='name' operator='like' value='%a'", ["Alpha", "Beta", "Gamma"]),
        ("attribute='name' operator='like' value='[a-b]_t%'", ["Beta"]),
        ("attribute='name' operator='not-like' value='a%'", ["Beta", "Gamma"]),
        ("attribute='name' operator='begins-with' value='g'", ["Gamma"]),
        ("attribute='name' operator='not-end-with' value='ta'", ["Alpha", "Gamma"]),
        ("attribute='industrycode' operator='eq' value='2'", ["Beta"]),
        ("attribute='statecode' operator='eq' value='0'", ["Alpha", "Beta", "Gamma"]),
        ("attribute='creditonhold' operator='eq' value='1'", []),
        ("attribute='createdon' operator='today'", ["Alpha", "Beta", "Gamma"]),
        ("attribute='createdon' operator='last-x-hours' value='2'", ["Alpha", "Beta", "Gamma"]),
        ("attribute='createdon' operator='last-seven-days'", ["Alpha", "Beta", "Gamma"]),
        ("attribute='createdon' operator='olderthan-x-months' value='1'", []),
        ("attribute='createdon' operator='on-or-before' value='2020-01-01'", []),
        ("attribute='ownerid' operator='eq-userid'", ["Alpha", "Beta", "Gamma"]),
        ("attribute='parentaccountid' operator='not-null'", ["Gamma"]),
        ("attribute='name' operator='eq' valueof='fax'", ["Gamma"]),
    ],
)
def test_conditions(api: WebApi, firm: Account, text: str, expected: list[str]) -> None:
    assert names(api, condition(text)) == expected


def test_values_in_lists_and_nested_filters(api: WebApi, firm: Account) -> None:
    inner = (
        "<filter type='or'><condition attribute='industrycode' operator='in'><value>2</value><value>7</value>"
        "</condition><filter><condition attribute='creditlimit' operator='between'><value>50</value>"
        "<value>150</value></condition><condition attribute='name' operator='like' value='al%'/>"
        "</filter></filter>"
    )
    assert names(api, inner) == ["Alpha", "Beta"]


def test_linked_tables_stand_beside_the_rows(api: WebApi, firm: Account) -> None:
    link = (
        "<attribute name='name'/><order attribute='name'/>"
        "<link-entity name='contact' from='contactid' to='primarycontactid' link-type='{}' alias='person'>"
        "<attribute name='fullname'/><attribute name='parentcustomerid'/>"
        "<attribute name='lastname' alias='family'/>"
        "</link-entity>"
    )
    (inner,) = rows(api, link.format("inner"))
    assert (inner["name"], inner["person.fullname"], inner["family"]) == ("Alpha", "Bob West", "West")
    assert inner["person.parentcustomerid"] == str(firm.pk)
    outer = rows(api, link.format("outer"))
    assert [row["person.fullname"] for row in outer] == ["Bob West", None, None]


def test_rows_multiply_with_what_is_linked_to_them(api: WebApi, firm: Account) -> None:
    link = (
        "<attribute name='name'/><order attribute='name'/>"
        "<link-entity name='contact' from='parentcustomerid' to='accountid' alias='c'>"
        "<attribute name='firstname'/>"
        "<order attribute='firstname' descending='true'/></link-entity>"
    )
    found = [(row["name"], row["c.firstname"]) for row in rows(api, link)]
    assert found == [("Alpha", "Cid"), ("Alpha", "Bob"), ("Beta", "Dan")]
    second = rows(api, link, options="count='2' page='2'")
    assert [row["c.firstname"] for row in second] == ["Dan"]


def test_links_nest_and_filter(api: WebApi, firm: Account) -> None:
    inner = (
        "<link-entity name='account' from='accountid' to='parentaccountid' alias='up'>"
        "<link-entity name='contact' from='contactid' to='primarycontactid' alias='person'>"
        "<attribute name='fullname'/>{}</link-entity></link-entity>"
    )
    assert names(api, inner.format(condition("attribute='lastname' operator='eq' value='west'"))) == ["Gamma"]
    assert names(api, inner.format(condition("attribute='lastname' operator='eq' value='east'"))) == []


def test_rows_without_a_linked_row_are_found_by_an_outer_link(api: WebApi, firm: Account) -> None:
    inner = (
        "<filter><condition entityname='c' attribute='contactid' operator='null'/></filter>"
        "<link-entity name='contact' from='parentcustomerid' to='accountid' link-type='outer' alias='c'/>"
    )
    assert names(api, inner) == ["Gamma"]


@pytest.mark.parametrize(
    ("kind", "family", "expected"),
    [
        ("any", "East", ["Alpha", "Beta"]),
        ("not any", "East", ["Gamma"]),
        ("all", "West", ["Beta"]),
        ("not all", "West", ["Alpha"]),
    ],
)
def test_links_in_filters(api: WebApi, firm: Account, kind: str, family: str, expected: list[str]) -> None:
    link = f"<link-entity name='contact' from='parentcustomerid' to='accountid' link-type='{kind}'>"
    own = condition(f"attribute='lastname' operator='eq' value='{family}'")
    assert names(api, f"<filter>{link}{own}</link-entity></filter>") == expected


def test_links_that_only_exist_multiply_nothing(api: WebApi, firm: Account) -> None:
    for kind in ("exists", "in"):
        link = f"<link-entity name='contact' from='parentcustomerid' to='accountid' link-type='{kind}'/>"
        assert names(api, link) == ["Alpha", "Beta"]


def test_many_to_many_is_linked_by_its_table(api: WebApi, crm: Crm) -> None:
    xml = (
        "<attribute name='fullname'/>"
        "<link-entity name='systemuserroles' from='systemuserid' to='systemuserid' "
        "intersect='true'><link-entity name='role' from='roleid' to='roleid' alias='role'>"
        "<attribute name='name'/></link-entity></link-entity>"
    )
    (row,) = rows(api, xml, name="systemuser")
    assert (row["fullname"], row["role.name"]) == ("Ada Admin", "System Administrator")


def test_values_are_aggregated_and_grouped(api: WebApi, firm: Account) -> None:
    all_of_it = (
        "<attribute name='accountid' aggregate='count' alias='n'/>"
        "<attribute name='creditlimit' aggregate='countcolumn' alias='limits'/>"
        "<attribute name='creditlimit' aggregate='sum' alias='total'/>"
        "<attribute name='creditlimit' aggregate='avg' alias='mean'/>"
    )
    assert rows(api, all_of_it, options="aggregate='true'") == [
        {"n": 3, "limits": 2, "total": 400.0, "mean": 200.0}
    ]
    by_family = (
        "<attribute name='contactid' aggregate='count' alias='n'/>"
        "<attribute name='lastname' groupby='true' alias='family'/>"
        "<attribute name='createdon' groupby='true' dategrouping='year' alias='year'/>"
        "<order alias='n' descending='true'/>"
    )
    found = rows(api, by_family, name="contact", options="aggregate='true'")
    assert [(row["family"], row["n"]) for row in found] == [("East", 2), ("West", 1)]
    assert found[0]["year"] >= 2026


def test_people_are_counted_by_account(api: WebApi, firm: Account) -> None:
    xml = (
        "<attribute name='name' groupby='true' alias='account'/><order alias='account'/>"
        "<link-entity name='contact' from='parentcustomerid' to='accountid' alias='c'>"
        "<attribute name='contactid' aggregate='count' alias='people'/></link-entity>"
    )
    assert rows(api, xml, options="aggregate='true'") == [
        {"account": "Alpha", "people": 2},
        {"account": "Beta", "people": 1},
    ]


def test_distinct_rows(api: WebApi, firm: Account) -> None:
    xml = "<attribute name='lastname'/><order attribute='lastname'/>"
    assert rows(api, xml, name="contact", options="distinct='true'") == [
        {"lastname": "East"},
        {"lastname": "West"},
    ]


def test_pages_are_led_to_by_cookie(api: WebApi, firm: Account) -> None:
    inner = "<entity name='account'><attribute name='name'/><order attribute='name'/></entity>"
    first = fetch(api, "accounts", f"<fetch count='2' page='1'>{inner}</fetch>", prefer=ALL)
    assert [row["name"] for row in first["value"]] == ["Alpha", "Beta"]
    assert first[f"{PREFIX}morerecords"] is True
    outer = first[f"{PREFIX}fetchxmlpagingcookie"]
    cookie = unquote(unquote(outer.partition('pagingcookie="')[2].partition('"')[0]))
    assert cookie.startswith('<cookie page="1">')
    escaped = cookie.replace("<", "&lt;").replace(">", "&gt;")
    following = f"<fetch count='2' page='2' paging-cookie='{escaped}'>"
    AccountFactory.create(name="Aardvark")
    second = fetch(api, "accounts", f"{following}{inner}</fetch>", prefer=ALL)
    assert [row["name"] for row in second["value"]] == ["Gamma"]
    assert second[f"{PREFIX}morerecords"] is False


def test_the_total_number_is_told_on_request(api: WebApi, firm: Account) -> None:
    xml = "<fetch returntotalrecordcount='true' count='1'><entity name='account'/></fetch>"
    answer = fetch(api, "accounts", xml, prefer=ALL)
    assert answer[f"{PREFIX}totalrecordcount"] == 3
    assert answer[f"{PREFIX}totalrecordcountlimitexceeded"] is False
    assert set(answer["value"][0]) == {"@odata.etag", "accountid"}


def test_options_are_put_in_order_by_their_labels(api: WebApi, firm: Account) -> None:
    AccountFactory.create(name="Supplier", customertypecode=10)
    AccountFactory.create(name="Competitor", customertypecode=1)
    xml = "<attribute name='name'/><order attribute='customertypecode'/><order attribute='name'/>"
    found = [row["name"] for row in rows(api, xml)]
    assert (found[0], found[-1]) == ("Competitor", "Supplier")


def asking(text: str) -> str:
    return f"<fetch><entity name='account'>{condition(text)}</entity></fetch>"


NO_OPERATOR = asking("attribute='name' operator='nosuch'")
NO_VALUE = asking("attribute='name' operator='eq'")
FISCAL = asking("attribute='createdon' operator='this-fiscal-year'")


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        ("", 400),
        ("no xml", 400),
        ("<fetch/>", 400),
        ("<!DOCTYPE x [<!ENTITY e 'x'>]><fetch><entity name='account'/></fetch>", 400),
        ("<fetch><entity name='contact'/></fetch>", 400),
        ("<fetch><entity name='nosuch'/></fetch>", 400),
        ("<fetch><entity name='account'><attribute name='nosuch'/></entity></fetch>", 400),
        ("<fetch><entity name='account'><attribute/></entity></fetch>", 400),
        ("<fetch><entity name='account'><nosuch/></entity></fetch>", 400),
        ("<fetch nosuch='1'><entity name='account'/></fetch>", 400),
        ("<fetch top='x'><entity name='account'/></fetch>", 400),
        ("<fetch top='1' page='2'><entity name='account'/></fetch>", 400),
        ("<fetch datasource='retained'><entity name='account'/></fetch>", 501),
        ("<fetch paging-cookie='x'><entity name='account'/></fetch>", 400),
        ("<fetch aggregate='true'><entity name='account'><attribute name='name'/></entity></fetch>", 400),
        (NO_OPERATOR, 400),
        (NO_VALUE, 400),
        (FISCAL, 501),
        (
            "<fetch><entity name='account'><link-entity name='contact' from='x' to='accountid'/></entity>"
            "</fetch>",
            400,
        ),
        ("<fetch>" + "<entity name='account'>" * 30, 400),
    ],
)
def test_what_cannot_be_answered_is_refused(api: WebApi, crm: Crm, xml: str, status: int) -> None:
    answer = api.call("GET", f"accounts?fetchXml={quote(xml, safe='')}")
    assert answer.status_code == status, answer.content


def test_there_are_no_queries_that_are_kept(api: WebApi, crm: Crm) -> None:
    assert api.call("GET", f"accounts?savedQuery={crm.user.pk}").status_code == 404
    assert api.call("GET", f"accounts?userQuery={crm.user.pk}").status_code == 404
