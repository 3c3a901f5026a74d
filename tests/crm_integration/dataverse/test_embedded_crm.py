"""The client and the embedded CRM understand each other: reading, writing, batches, change tracking."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for, forget_clients
from crm_integration.dataverse.errors import Cure, DataverseError, DeltaTokenExpired
from crm_integration.dataverse.operations import Create, Delete, OperationResult, Retrieve, Update
from crm_integration.dataverse.values import Row
from crm_integration.models import ConnectionSetup
from crm_integration.table_mapping.values import LookupValue

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def done(result: OperationResult) -> Row:
    assert result.error is None, result.error
    assert result.row is not None
    return result.row


def create_account(crm: DataverseClient, name: str, **values: object) -> Row:
    operation = Create(
        "accounts", uuid4(), {"name": name, **values}, select=("name", "creditlimit", "ownerid")
    )
    return done(crm.execute([operation])[0])


def cures(results: list[OperationResult]) -> list[Cure | None]:
    return [result.error.cure if result.error else None for result in results]


def names(crm: DataverseClient, **options: object) -> list[str]:
    pages = crm.pages("accounts", select=["name"], **options)  # type: ignore[arg-type]
    return [row.values["name"] for page in pages for row in page.rows]


def test_we_are_somebody_there(crm: DataverseClient) -> None:
    who = crm.who_am_i()
    user = crm.retrieve("systemusers", who.user_id, select=["fullname", "businessunitid", "isdisabled"])
    assert user.values["businessunitid"] == LookupValue(who.business_unit_id, "businessunit")
    assert user.values["isdisabled"] is False
    assert crm.retrieve_version().startswith("9.2.")


def test_a_created_row_is_read_back_with_its_version(crm: DataverseClient) -> None:
    created = create_account(crm, "Bjørn's Æ & Ø", creditlimit=Decimal("1234567.89"))
    assert (created.values["name"], created.values["creditlimit"]) == ("Bjørn's Æ & Ø", Decimal("1234567.89"))
    assert created.values["ownerid"] == LookupValue(crm.who_am_i().user_id, "systemuser")
    read = crm.retrieve("accounts", created.id, select=["name", "creditlimit", "ownerid", "modifiedon"])
    assert read.version == created.version
    assert isinstance(read.values["modifiedon"], datetime)
    assert read.values["modifiedon"].tzinfo is UTC


def test_creating_what_is_there_is_a_duplicate_and_changes_nothing(crm: DataverseClient) -> None:
    created = create_account(crm, "First")
    again = crm.execute([Create("accounts", created.id, {"name": "Second"}, select=("name",))])
    assert cures(again) == [Cure.DUPLICATE]
    assert names(crm) == ["First"]


def test_an_update_needs_the_version_that_was_read(crm: DataverseClient) -> None:
    created = create_account(crm, "Before")
    update = Update("accounts", created.id, {"name": "After"}, version=created.version, select=("name",))
    updated = done(crm.execute([update])[0])
    assert updated.version > created.version
    assert cures(crm.execute([update])) == [Cure.CONCURRENCY]
    newest = done(crm.execute([Update("accounts", created.id, {"name": "Last"}, select=("name",))])[0])
    assert newest.values["name"] == "Last"


def test_an_update_creates_nothing(crm: DataverseClient) -> None:
    assert cures(crm.execute([Update("accounts", uuid4(), {"name": "x"})])) == [Cure.NOT_FOUND]
    assert names(crm) == []


def test_a_deleted_row_is_not_found(crm: DataverseClient) -> None:
    created = create_account(crm, "Gone")
    assert cures(crm.execute([Delete("accounts", created.id, version=created.version + 1)])) == [
        Cure.CONCURRENCY
    ]
    assert cures(crm.execute([Delete("accounts", created.id, version=created.version)])) == [None]
    with pytest.raises(DataverseError) as caught:
        crm.retrieve("accounts", created.id, select=["name"])
    assert caught.value.cure is Cure.NOT_FOUND
    assert cures(crm.execute([Delete("accounts", created.id)])) == [Cure.NOT_FOUND]


def test_a_batch_answers_for_each_operation(crm: DataverseClient) -> None:
    there = create_account(crm, "There")
    results = crm.execute(
        [
            Create("accounts", uuid4(), {"name": "New"}, select=("name",)),
            Create("accounts", there.id, {"name": "Double"}),
            Create("accounts", uuid4(), {"name": "x" * 161}),
            Update("accounts", there.id, {"name": "Stale"}, version=there.version - 1),
            Update("accounts", uuid4(), {"name": "Nobody"}),
            Retrieve("accounts", there.id, ("name",)),
            Delete("accounts", there.id, version=there.version),
        ]
    )
    assert cures(results) == [
        None,
        Cure.DUPLICATE,
        Cure.REJECTED,
        Cure.CONCURRENCY,
        Cure.NOT_FOUND,
        None,
        None,
    ]
    assert done(results[5]).values["name"] == "There"
    assert names(crm) == ["New"]


def test_a_change_set_is_all_or_nothing(crm: DataverseClient) -> None:
    good, bad = uuid4(), uuid4()
    with pytest.raises(DataverseError) as caught:
        crm.execute_atomically(
            [Create("accounts", good, {"name": "Good"}), Create("accounts", bad, {"name": "x" * 161})]
        )
    assert caught.value.cure is Cure.REJECTED
    assert "name" in caught.value.message
    assert names(crm) == []
    with pytest.raises(DataverseError) as caught:
        crm.execute_atomically(
            [Create("accounts", good, {"name": "Good"}), Update("accounts", bad, {"name": "Bad"})]
        )
    assert caught.value.cure is Cure.NOT_FOUND
    assert names(crm) == []
    results = crm.execute_atomically(
        [Create("accounts", id, {"name": "Good"}, select=("name",)) for id in (good, bad)]
    )
    assert [done(result).id for result in results] == [good, bad]


def test_lookups_name_their_table(crm: DataverseClient) -> None:
    company = create_account(crm, "Company")
    person, columns = uuid4(), ("lastname", "parentcustomerid", "ownerid")
    values = {"lastname": "Berg", "parentcustomerid": LookupValue(company.id, "account")}
    created = done(crm.execute([Create("contacts", person, values, select=columns)])[0])
    assert created.values["parentcustomerid"] == LookupValue(company.id, "account")

    other = done(crm.execute([Create("contacts", uuid4(), {"lastname": "Dal"}, select=columns)])[0])
    moved = Update("contacts", person, {"parentcustomerid": LookupValue(other.id, "contact")}, select=columns)
    assert done(crm.execute([moved])[0]).values["parentcustomerid"] == LookupValue(other.id, "contact")

    cleared = Update("contacts", person, {"parentcustomerid": None}, select=columns)
    assert done(crm.execute([cleared])[0]).values["parentcustomerid"] is None


def test_a_lookup_to_nothing_is_refused_for_this_record_alone(crm: DataverseClient) -> None:
    values = {"name": "x", "primarycontactid": LookupValue(uuid4(), "contact")}
    [result] = crm.execute([Create("accounts", uuid4(), values)])
    assert result.error is not None
    assert result.error.cure in (Cure.REJECTED, Cure.NOT_FOUND)


def test_pages_and_counts(crm: DataverseClient) -> None:
    crm.execute([Create("accounts", uuid4(), {"name": f"No. {number}"}) for number in range(7)])
    crm.page_size = 3
    sizes = [len(page.rows) for page in crm.pages("accounts", select=["name"])]
    assert sizes == [3, 3, 1]
    assert sorted(names(crm)) == [f"No. {number}" for number in range(7)]
    assert names(crm, orderby="name desc", top=2) == ["No. 6", "No. 5"]
    assert names(crm, filter="contains(name,'5')") == ["No. 5"]
    assert crm.count("accounts") == 7
    assert crm.count("accounts", "name eq 'No. 1'") == 1


def test_a_long_list_of_ids_is_no_problem(crm: DataverseClient) -> None:
    created = create_account(crm, "Needle")
    wanted = [created.id, *(uuid4() for _ in range(99))]
    assert names(crm, filter=" or ".join(f"accountid eq {id}" for id in wanted)) == ["Needle"]


def test_a_filter_that_makes_no_sense_is_a_mistake_of_the_mapping(crm: DataverseClient) -> None:
    for wrong in ("nothing eq 1", "name eq", "name eq 'x"):
        with pytest.raises(DataverseError) as caught:
            names(crm, filter=wrong)
        assert caught.value.cure is Cure.CONFIGURATION


def all_changes(crm: DataverseClient, link: str | None = None) -> tuple[list[str], list[UUID], str]:
    rows: list[str] = []
    deleted: list[UUID] = []
    while True:
        page = crm.changes("accounts", select=["name"], link=link)
        rows += [row.values["name"] for row in page.rows]
        deleted += page.deleted_ids
        link = page.next_link
        if page.delta_link:
            return sorted(rows), deleted, page.delta_link


def test_change_tracking_tells_what_is_new_changed_and_deleted(crm: DataverseClient) -> None:
    crm.page_size = 2
    one, two, three = (create_account(crm, name) for name in ("One", "Two", "Three"))
    rows, deleted, link = all_changes(crm)
    assert (rows, deleted) == (["One", "Three", "Two"], [])
    assert all_changes(crm, link)[:2] == ([], [])

    crm.execute([Update("accounts", one.id, {"name": "Uno"}), Delete("accounts", two.id)])
    create_account(crm, "Four")
    rows, deleted, newer = all_changes(crm, link)
    assert (rows, deleted) == (["Four", "Uno"], [two.id])
    assert all_changes(crm, newer)[:2] == ([], [])
    assert three.id


def test_a_link_that_the_crm_does_not_understand_begins_afresh(crm: DataverseClient) -> None:
    _, _, link = all_changes(crm)
    with pytest.raises(DeltaTokenExpired):
        crm.changes("accounts", select=["name"], link=link.split("deltatoken=")[0] + "deltatoken=nonsense")


def test_wrong_credentials_are_an_authentication_error(embedded: ConnectionSetup) -> None:
    embedded.client_secret = "wrong"
    with pytest.raises(DataverseError) as caught:
        client_for(embedded).who_am_i()
    assert caught.value.cure is Cure.AUTHENTICATION
    assert "wrong" not in str(caught.value)


def test_a_tenant_that_is_not_there_is_an_authentication_error(embedded: ConnectionSetup) -> None:
    embedded.tenant = "contoso.onmicrosoft.com"
    with pytest.raises(DataverseError) as caught:
        client_for(embedded).who_am_i()
    assert caught.value.cure in (Cure.AUTHENTICATION, Cure.CONFIGURATION)
    forget_clients()
