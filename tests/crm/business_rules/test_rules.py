"""What the CRM does by itself when records are written or deleted."""

from decimal import Decimal
from typing import Any

import pytest

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.delete import delete_record
from crm.business_rules.errors import CrmFault
from crm.business_rules.initialization import default_team_id, initialize_crm
from crm.business_rules.update import Change, update_records
from crm.demo.factories import (
    AccountFactory,
    ContactFactory,
    SystemUserFactory,
    TeamFactory,
    TransactionCurrencyFactory,
    reference_to,
)
from crm.models import (
    Account,
    BusinessUnit,
    Contact,
    CrmRecord,
    DeletedRecord,
    Organization,
    Role,
    RolePrivilege,
    SystemUser,
    Team,
    TransactionCurrency,
    VersionCounter,
)
from tests.crm.embedded_crm import Crm

pytestmark = [pytest.mark.django_db(databases=["default", "crm"]), pytest.mark.usefixtures("crm")]


def update(record: CrmRecord, **values: Any) -> CrmRecord:
    given = {name: reference_to(v) if isinstance(v, CrmRecord) else v for name, v in values.items()}
    table = metadata.table(record._meta.model_name or "")
    changes = [Change(record.pk, given)]
    return update_records(table=table, changes=changes, caller=system_caller())[0]


def delete(record: CrmRecord) -> None:
    table = metadata.table(record._meta.model_name or "")
    delete_record(table=table, record_id=record.pk, caller=system_caller())


def code_of(fault: pytest.ExceptionInfo[CrmFault]) -> tuple[int, str]:
    return fault.value.status, fault.value.code


def test_the_full_name_follows_the_names() -> None:
    contact = ContactFactory.create(firstname="Ann", middlename="B", lastname="Carr")
    assert contact.fullname == "Ann Carr"
    assert update(contact, firstname=None).column_value("fullname") == "Carr"
    long = ContactFactory.create(firstname="x" * 50, lastname="y" * 50)
    assert len(long.fullname) == 101
    assert SystemUserFactory.create(firstname="Sam", lastname="Lee").fullname == "Sam Lee"


def test_the_account_of_a_contact_follows_its_company() -> None:
    account, boss = AccountFactory.create(), ContactFactory.create()
    contact = ContactFactory.create(parentcustomerid=account)
    assert (contact.accountid_id, contact.parentcontactid_id) == (account.pk, None)
    update(contact, parentcustomerid=boss)
    contact.refresh_from_db()
    assert (contact.accountid_id, contact.parentcontactid_id) == (None, boss.pk)
    update(contact, parentcustomerid=None)
    contact.refresh_from_db()
    assert (contact.parentcustomerid, contact.parentcustomeridtype, contact.parentcontactid_id) == (None,) * 3


def test_a_new_record_is_active_and_its_creators(crm: Crm) -> None:
    account = AccountFactory.create()
    assert (account.statecode, account.statuscode) == (0, 1)
    assert (account.ownerid, account.owneridtype) == (crm.user.pk, "systemuser")
    assert account.owningbusinessunit_id == crm.business_unit.pk
    assert account.column_value("owninguser") == str(crm.user.pk)


def test_state_and_reason_follow_each_other() -> None:
    account = AccountFactory.create()
    update(account, statecode=1)
    account.refresh_from_db()
    assert (account.statecode, account.statuscode) == (1, 2)
    assert AccountFactory.create(statuscode=2).statecode == 1
    with pytest.raises(CrmFault) as fault:
        update(account, statecode=0, statuscode=2)
    assert code_of(fault) == (400, "0x80048408")


def test_a_record_without_a_currency_gets_the_base_currency(crm: Crm) -> None:
    base = crm.organization.basecurrencyid
    account = AccountFactory.create(creditlimit=Decimal("10.005"))
    assert (account.transactioncurrencyid, account.exchangerate) == (base, 1)
    assert (account.creditlimit, account.creditlimit_base) == (Decimal("10.01"), Decimal("10.01"))
    dollar = TransactionCurrencyFactory.create(exchangerate=Decimal("1.25"))
    changed = update(account, transactioncurrencyid=dollar)
    assert changed.column_value("creditlimit_base") == Decimal("8.01")
    assert update(account, transactioncurrencyid=None).column_value("transactioncurrencyid") == base.pk


def test_the_exchange_rate_is_renewed_when_an_amount_is_written() -> None:
    dollar = TransactionCurrencyFactory.create(exchangerate=2)
    account = AccountFactory.create(transactioncurrencyid=dollar, creditlimit=8)
    update(dollar, exchangerate=Decimal(4))
    account.refresh_from_db()
    assert account.creditlimit_base == 4
    update(account, creditlimit=16)
    account.refresh_from_db()
    assert (account.exchangerate, account.creditlimit_base) == (4, 4)


def test_currencies_have_one_code_each_and_a_rate(crm: Crm) -> None:
    assert TransactionCurrencyFactory.create(isocurrencycode="nok").isocurrencycode == "NOK"
    with pytest.raises(CrmFault) as twice:
        TransactionCurrencyFactory.create(isocurrencycode="Nok")
    with pytest.raises(CrmFault) as without_rate:
        TransactionCurrencyFactory.create(exchangerate=0)
    with pytest.raises(CrmFault) as base_rate:
        update(crm.organization.basecurrencyid, exchangerate=2)
    assert code_of(twice) == (412, "0x80060892")
    assert code_of(without_rate) == (400, "0x80044330")
    assert code_of(base_rate) == (400, "0x80040203")


def test_user_names_are_unique_whatever_their_case() -> None:
    SystemUserFactory.create(domainname="Kari")
    with pytest.raises(CrmFault) as fault:
        SystemUserFactory.create(domainname="KARI")
    assert code_of(fault) == (412, "0x80060892")


def test_deleting_an_account_takes_its_contacts_along() -> None:
    account = AccountFactory.create()
    contact = ContactFactory.create(parentcustomerid=account)
    update(account, primarycontactid=contact)
    child = AccountFactory.create(parentaccountid=account)
    before = child.versionnumber
    delete(account)
    assert not Contact.objects.exists()
    traces = DeletedRecord.objects.order_by("versionnumber").values_list("table", "record_id")
    assert list(traces) == [("contact", contact.pk), ("account", account.pk)]
    child.refresh_from_db()
    assert child.parentaccountid_id is None
    assert child.versionnumber > before


def test_deleting_a_contact_clears_what_points_to_it() -> None:
    contact = ContactFactory.create()
    account = AccountFactory.create(primarycontactid=contact)
    delete(contact)
    after = Account.objects.get()
    assert after.primarycontactid_id is None
    assert after.versionnumber > account.versionnumber


def test_what_is_in_use_cannot_be_deleted(crm: Crm) -> None:
    team = TeamFactory.create()
    AccountFactory.create(ownerid=team)
    for record in (team, crm.organization.basecurrencyid):
        with pytest.raises(CrmFault) as fault:
            delete(record)
        assert code_of(fault) == (405, "0x80040227")
    assert Team.objects.filter(pk=team.pk).exists()


def test_some_records_are_never_deleted(crm: Crm) -> None:
    for record in (crm.user, crm.business_unit, crm.organization):
        with pytest.raises(CrmFault) as fault:
            delete(record)
        assert code_of(fault)[0] == 405
    with pytest.raises(CrmFault) as default_team:
        delete(Team.objects.get(isdefault=True))
    with pytest.raises(CrmFault) as administrator:
        delete(Role.objects.get(name="System Administrator"))
    assert code_of(default_team) == (400, "0x80048307")
    assert code_of(administrator) == (400, "0x80040203")


def test_the_administrators_role_cannot_be_changed() -> None:
    with pytest.raises(CrmFault):
        update(Role.objects.get(name="System Administrator"), name="Mine")


def test_there_is_one_organization() -> None:
    table, record = metadata.table("organization"), NewRecord({"name": "Second"})
    with pytest.raises(CrmFault) as fault:
        create_records(table=table, records=[record], caller=system_caller(), trusted=True)
    assert code_of(fault)[0] == 405


def test_of_a_bulk_creation_all_or_none_are_created() -> None:
    records = [NewRecord({"name": "Good"}), NewRecord({"name": "x" * 161})]
    with pytest.raises(CrmFault):
        create_records(table=metadata.table("account"), records=records, caller=system_caller())
    assert not Account.objects.exists()


def test_versions_rise_one_by_one() -> None:
    records = [NewRecord({"name": f"N{number}"}) for number in range(3)]
    created = create_records(table=metadata.table("account"), records=records, caller=system_caller())
    first = created[0].versionnumber
    assert [record.versionnumber for record in created] == [first, first + 1, first + 2]
    assert VersionCounter.objects.get().value == first + 2


def test_a_sentence_can_be_read_in_the_readers_language(crm: Crm) -> None:
    with pytest.raises(CrmFault) as fault:
        AccountFactory.create(name="x" * 161)
    assert fault.value.column == "name"
    assert fault.value.sentence == fault.value.message


def test_initializing_twice_changes_nothing() -> None:
    initialize_crm()
    counts = [
        model.objects.count() for model in (Organization, BusinessUnit, Role, RolePrivilege, SystemUser)
    ]
    version = VersionCounter.objects.get().value
    initialize_crm(base_currency="SEK")
    again = [model.objects.count() for model in (Organization, BusinessUnit, Role, RolePrivilege, SystemUser)]
    assert counts == again
    assert VersionCounter.objects.get().value == version
    assert default_team_id() is not None
    assert list(TransactionCurrency.objects.values_list("isocurrencycode", flat=True)) == ["EUR"]


def test_what_an_administrator_gave_a_standard_role_besides_stays() -> None:
    initialize_crm()
    role = Role.objects.get(name="Salesperson")
    RolePrivilege.objects.filter(role=role, table="account", verb="Create").delete()
    RolePrivilege.objects.create(role=role, table="role", verb="Create")
    initialize_crm()
    held = RolePrivilege.objects.filter(role=role).values_list("table", "verb")
    assert ("account", "Create") in held
    assert ("role", "Create") in held
