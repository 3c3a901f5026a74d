"""What a command cannot do it says in a sentence, before it has done anything."""

from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from pytest_django import Settings

from crm_integration.management import command
from crm_integration.management.commands import full_synch
from crm_integration.models import Coupling, IntegrationFieldMapping
from erp.models import Customer

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
FILES = {
    "customers": "CustomerID,CompanyName,ContactName,ContactTitle,"
    "Address,City,Region,PostalCode,Country,Phone,Fax",
    "employees": "EmployeeID,LastName,FirstName,Title,HomePhone",
    "orders": "OrderID,CustomerID,EmployeeID,OrderDate",
}


@pytest.mark.parametrize("is_missing", [True, False])
def test_before_the_databases_are_migrated_a_command_says_so(
    monkeypatch: pytest.MonkeyPatch, is_missing: bool
) -> None:
    def fails(*args: Any, **options: Any) -> None:
        raise OperationalError("no such table")

    monkeypatch.setattr(full_synch.Command, "handle", fails)
    monkeypatch.setattr(command, "is_any_migration_missing", lambda: is_missing)
    expected = (CommandError, r"^Run migrate_all first\.$") if is_missing else (OperationalError, "no such")
    with pytest.raises(expected[0], match=expected[1]):
        call_command("full_synch")


def test_migrated_databases_miss_nothing() -> None:
    assert not command.is_any_migration_missing()


@pytest.mark.parametrize(
    ("serve", "into"), [("erp", "both"), ("erp", "crm"), ("crm", "erp"), ("crm", "both")]
)
def test_data_of_a_system_that_is_served_elsewhere_are_not_loaded(
    settings: Settings, tmp_path: Path, serve: str, into: str
) -> None:
    settings.SERVE = serve
    with pytest.raises(CommandError, match=f"only --into {serve} is possible here"):
        call_command("load_company_data", str(tmp_path), into=into)


@pytest.mark.parametrize("into", ["erp", "crm", "both"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, into: str) -> None:
    with pytest.raises(CommandError, match=r"^There is no folder .*nowhere\.$"):
        call_command("load_company_data", str(tmp_path / "nowhere"), into=into)


def test_company_data_of_the_back_office_bring_the_match_criteria(settings: Settings, tmp_path: Path) -> None:
    settings.SERVE = "erp"
    for name, header in FILES.items():
        (tmp_path / f"{name}.csv").write_text(f"{header}\n")
    call_command("load_company_data", str(tmp_path), into="erp")
    fields = IntegrationFieldMapping.objects.filter(mapping="CUSTOMER", use_for_match=True)
    assert list(fields.values_list("erp_field", flat=True)) == ["no"]


def test_match_criteria_of_what_is_coupled_stay_and_are_named(settings: Settings, tmp_path: Path) -> None:
    settings.SERVE = "erp"
    for name, header in FILES.items():
        (tmp_path / f"{name}.csv").write_text(f"{header}\n")
    call_command("load_company_data", str(tmp_path), into="erp")
    criteria = IntegrationFieldMapping.objects.filter(mapping="CUSTOMER")
    criteria.update(use_for_match=False)
    Coupling.objects.create(
        mapping_id="CUSTOMER", erp_table="customer", erp_id=uuid4(), crm_table="account", crm_id=uuid4()
    )
    printed = StringIO()
    call_command("load_company_data", str(tmp_path), into="erp", stdout=printed)
    assert "coupled already, so match criteria stay as they are: CUSTOMER." in printed.getvalue()
    assert not criteria.filter(use_for_match=True).exists()


def test_a_negative_scale_is_refused_before_anything_is_loaded() -> None:
    with pytest.raises(CommandError, match="must not be negative"):
        call_command("load_demo_data", scale=-3)
    assert not Customer.objects.exists()


def test_what_is_no_url_is_said_before_what_else_is_missing() -> None:
    with pytest.raises(CommandError, match="URL"):
        call_command("connect", url="foo")


def test_a_backup_is_not_written_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", str(tmp_path / "nowhere" / "file.tar.gz"))


def test_a_backup_that_is_not_there_is_not_restored(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", str(tmp_path / "nowhere.tar.gz"))
