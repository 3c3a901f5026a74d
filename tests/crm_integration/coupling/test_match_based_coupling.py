"""Match-Based Coupling: records that agree in the match fields of the mapping are coupled, and no others."""

from collections.abc import Sequence
from typing import Any

import pytest

from crm.models import Account, TransactionCurrency
from crm_integration.coupling import match_based_coupling
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.models import Coupling, IntegrationFieldMapping, IntegrationTableMapping, Job, SynchJob
from erp.models import Currency, Customer, Salesperson
from erp.operations.create_currencies import create_currencies
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def criteria(*groups: Sequence[str], mapping: str = "CUSTOMER", **flags: Any) -> None:
    """Fields of one group must agree together; groups are tried in their order."""
    rows = IntegrationFieldMapping.objects.filter(mapping=mapping)
    rows.update(use_for_match=False)
    for priority, names in enumerate(groups):
        rows.filter(erp_field__in=names).update(
            use_for_match=True, match_priority=priority, is_enabled=True, **flags
        )


def matched(systems: TwoSystems, chosen: Sequence[Customer] | None = None) -> list[tuple[str, str]]:
    """Runs it and returns customers and accounts that are coupled, by name and number."""
    ids = None if chosen is None else [customer.id for customer in chosen]
    job = match_based_coupling.start(mapping_name="CUSTOMER", erp_ids=ids)
    assert systems.work(job.pk).status == Job.Status.FINISHED
    accounts = {row.pk: row.name or "" for row in Account.objects.all()}
    names = {row.id: row.name for row in Customer.objects.all()}
    coupled = systems.couplings()
    return sorted((names[erp], accounts[coupled[erp]]) for erp in coupled if erp in names)


def test_records_that_agree_are_coupled_without_regard_to_case(systems: TwoSystems) -> None:
    criteria(["name"])
    systems.customer("Acme"), systems.account("ACME")
    systems.customer("Borg"), systems.account("Borg Ltd")
    assert matched(systems) == [("Acme", "ACME")]
    (run,) = SynchJob.objects.filter(coupled__gt=0)
    assert run.coupled == 1


def test_who_was_coupled_by_somebody_else_meanwhile_is_not_counted(systems: TwoSystems) -> None:
    criteria(["name"])
    customer, other = systems.customer("Acme"), systems.account("Another")
    systems.account("Acme")
    systems.customer("Borg"), systems.account("Borg")
    mapping = IntegrationTableMapping.objects.get(name="CUSTOMER")

    def be_quicker() -> None:
        taken = {"erp_table": "customer", "erp_id": customer.pk, "crm_table": "account", "crm_id": other.pk}
        Coupling.objects.get_or_create(mapping=mapping, **taken)

    systems.sent.on_every_read = be_quicker
    ids = list(Customer.objects.values_list("id", flat=True))
    systems.work(match_based_coupling.start(mapping_name="CUSTOMER", erp_ids=ids).pk)
    assert systems.couplings()[customer.pk] == other.pk
    assert sum(SynchJob.objects.values_list("coupled", flat=True)) == 1


def test_case_counts_where_it_was_asked_for(systems: TwoSystems) -> None:
    criteria(["name"], is_case_sensitive=True)
    systems.customer("Acme"), systems.account("ACME")
    systems.customer("Borg"), systems.account("Borg")
    assert matched(systems) == [("Borg", "Borg")]


def test_all_fields_of_a_group_must_agree(systems: TwoSystems) -> None:
    criteria(["name", "city"])
    systems.customer("Acme", city="Oslo"), systems.account("Acme", address1_city="Moss")
    systems.customer("Borg", city="Oslo"), systems.account("Borg", address1_city="Oslo")
    assert matched(systems) == [("Borg", "Borg")]


def test_a_blank_field_says_nothing_and_blank_fields_alone_match_nobody(systems: TwoSystems) -> None:
    criteria(["name", "city"])
    systems.customer("Acme"), systems.account("Acme", address1_city="Moss")
    assert matched(systems) == [("Acme", "Acme")]
    criteria(["e_mail"])
    systems.customer("Borg"), systems.account("Borg")
    assert matched(systems) == [("Acme", "Acme")]


def test_groups_are_tried_in_the_order_of_their_priority(systems: TwoSystems) -> None:
    criteria(["e_mail"], ["name"])
    systems.customer("Acme", e_mail="post@acme.example")
    systems.account("Acme")
    systems.account("Acme by mail", emailaddress1="POST@acme.example")
    systems.customer("Borg", e_mail="post@borg.example"), systems.account("Borg")
    assert matched(systems) == [("Acme", "Acme by mail"), ("Borg", "Borg")]


@pytest.mark.parametrize("doubled", ["account", "customer"])
def test_what_could_be_several_is_coupled_with_none(systems: TwoSystems, doubled: str) -> None:
    criteria(["name"])
    systems.customer("Acme"), systems.account("Acme")
    if doubled == "account":
        systems.account("acme")
    else:
        systems.customer("acme")
    assert matched(systems) == []


def test_many_customers_of_one_name_are_coupled_with_none(systems: TwoSystems) -> None:
    """They do not fit into one request to the CRM."""
    criteria(["name"])
    for _ in range(30):
        systems.customer("Acme")
    systems.customer("Borg"), systems.account("Acme"), systems.account("Borg")
    assert matched(systems) == [("Borg", "Borg")]


def test_an_account_that_is_coupled_already_is_not_taken_away(systems: TwoSystems) -> None:
    criteria(["name"])
    account = systems.account("Acme")
    systems.couple(systems.customer("Acme Norge"), account)
    systems.customer("Acme")
    assert matched(systems) == [("Acme Norge", "Acme")]


def test_records_outside_the_filter_take_no_part(systems: TwoSystems) -> None:
    criteria(["name"])
    systems.customer("Acme"), systems.account("Acme", statecode=1, statuscode=2)
    systems.customer("Borg", blocked="all"), systems.account("Borg")
    assert matched(systems) == []


def test_trailing_blanks_and_the_case_of_codes_do_not_matter(systems: TwoSystems) -> None:
    criteria(["no"])
    systems.customer("Acme", no="VAL2"), systems.account("Valon", accountnumber="val2 ")
    assert matched(systems) == [("Acme", "Valon")]


def test_references_are_compared_by_what_they_are_coupled_with(systems: TwoSystems) -> None:
    criteria(["name", "salesperson_code"])
    systems.user("Karin")
    tom = systems.user("Tom", lastname="Mercer")
    systems.run("SALESPEOPLE", "full")
    kb, tm = (Salesperson.objects.get(e_mail=f"{name}@example.com").code for name in ("karin", "tom"))
    systems.customer("Acme", salesperson_code=kb), systems.account("Acme", ownerid=tom)
    systems.customer("Borg", salesperson_code=tm), systems.account("Borg", ownerid=tom)
    assert matched(systems) == [("Borg", "Borg")]


def test_quotes_and_signs_of_patterns_are_letters_like_others(systems: TwoSystems) -> None:
    criteria(["name"])
    for name in ("O'Neill & Sons", "100% (pure)", "Ærlig_Ås"):
        systems.customer(name), systems.account(name.swapcase())
    systems.account("100x (pure)"), systems.account("ÆrligxÅs")
    assert [customer for customer, _ in matched(systems)] == sorted(
        ["O'Neill & Sons", "100% (pure)", "Ærlig_Ås"]
    )


def test_only_the_chosen_customers_are_matched(systems: TwoSystems) -> None:
    criteria(["name"])
    chosen = systems.customer("Acme")
    systems.customer("Borg"), systems.account("Acme"), systems.account("Borg")
    assert matched(systems, [chosen]) == [("Acme", "Acme")]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("to_integration_table", ("Oslo", "Oslo")),
        ("from_integration_table", ("Moss", "Moss")),
        ("no", ("Oslo", "Moss")),
    ],
)
def test_what_is_matched_is_synchronized_with_the_chosen_data(
    systems: TwoSystems, setting: str, expected: tuple[str, str]
) -> None:
    criteria(["name"])
    systems.set_mapping(synch_after_coupling=setting)
    customer, account = systems.customer("Acme", city="Oslo"), systems.account("Acme", address1_city="Moss")
    matched(systems)
    assert (now(customer, "city"), now(account, "address1_city")) == expected


@pytest.mark.parametrize(("creates", "counts"), [(True, (2, 2)), (False, (1, 1))])
def test_what_is_not_matched_is_created_if_the_mapping_says_so(
    systems: TwoSystems, creates: bool, counts: tuple[int, int]
) -> None:
    criteria(["name"])
    systems.set_mapping(create_new_if_no_match=creates)
    systems.customer("Acme"), systems.account("Borg")
    matched(systems)
    assert (Customer.objects.count(), Account.objects.count()) == counts


def test_without_criteria_it_fails_with_a_sentence_that_leads_to_them(systems: TwoSystems) -> None:
    systems.customer("Acme"), systems.account("Acme")
    with pytest.raises(CouplingRefused) as caught:
        match_based_coupling.start(mapping_name="CUSTOMER")
    assert caught.value.code == "no_match_criteria"
    systems.run(scope="couple")
    (job,) = Job.objects.all()
    assert (job.status, job.message_code) == (Job.Status.FAILED, "no_match_criteria")
    assert set(SynchJob.objects.values_list("status", "message_code")) == {("error", "no_match_criteria")}
    assert systems.couplings() == {}


# Mappings in which a second record of the same thing would be a mistake


def test_salespeople_are_matched_by_e_mail_before_any_is_created(systems: TwoSystems) -> None:
    known = systems.salesperson("KB", e_mail="Karin@example.com")
    user = systems.user("Karin")
    systems.user("Tom", lastname="Mercer")
    systems.run("SALESPEOPLE", "full")
    assert systems.couplings()[known.id] == user.pk
    assert sorted(Salesperson.objects.values_list("code", "name")) == [
        ("KB", "Karin Berge"),
        ("TM", "Tom Mercer"),
    ]


def test_a_salesperson_who_is_no_user_is_left_alone(systems: TwoSystems) -> None:
    systems.salesperson("XX", e_mail="nobody@example.com")
    assert systems.run("SALESPEOPLE", "full") == {"<- not_coupled": 1}
    assert (systems.run("SALESPEOPLE", "full"), systems.problems()) == ({}, [])


def test_a_currency_that_the_crm_has_is_matched_by_its_code(systems: TwoSystems) -> None:
    create_currencies(rows=[{"code": code, "description": code} for code in ("USD", "EUR")])
    for code, rate in (("USD", 1), ("EUR", "0.5")):
        save_currency_exchange_rate(
            values={
                "currency_code": code,
                "starting_date": "2026-01-01",
                "exchange_rate_amount": 1,
                "relational_exch_rate_amount": rate,
            }
        )
    systems.run("CURRENCY", "full")
    base = TransactionCurrency.objects.get(isocurrencycode="USD")
    assert TransactionCurrency.objects.count() == 2
    coupled = systems.couplings()
    assert coupled[Currency.objects.get(code="USD").id] == base.pk
