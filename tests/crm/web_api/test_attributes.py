"""Every column of every table takes what its metadata says, and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from django.apps import apps

from crm import metadata
from crm.metadata import Column, Table
from crm.models import CrmRecord, CustomRecord, Organization
from odata.http_message import InnerResponse
from tests.crm.embedded_crm import WebApi, request
from tests.crm.web_api.sample_records import create, least
from tests.crm.web_api.sample_values import fitting_value, fitting_values, refused_values

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

# How webhooks are registered is told elsewhere.
REGISTRATION: Final = ("sdkmessageprocessingstep", "serviceendpoint")
TABLES: Final = sorted(
    name
    for model in apps.get_app_config("crm").get_models()
    if issubclass(model, CrmRecord) and model is not CustomRecord
    if (name := str(model._meta.model_name)) not in REGISTRATION
)
# Which states follow each other, and what follows from a state, is told elsewhere.
STATES: Final = ("statecode", "statuscode")
# Columns that the rules tie to each other, so that not every record will do: told elsewhere as well.
_LINE: Final = frozenset({"productid", "uomid"})
TIED: Final = {
    "annotation": frozenset({"documentbody"}),  # Base64
    "asyncoperation": frozenset({"data", "name", "operationtype", "primaryentitytype"}),  # the system's alone
    "invoicedetail": _LINE,
    "opportunityproduct": _LINE,
    "product": frozenset({"defaultuomid", "defaultuomscheduleid"}),
    "productpricelevel": _LINE,
    "quotedetail": _LINE,
    "salesorderdetail": _LINE,
    "uom": frozenset({"baseuom", "isschedulebaseuom", "uomscheduleid"}),
}
BATCH: Final = 900


@dataclass(frozen=True)
class Attempt:
    """A change or a creation, and whether it should succeed."""

    method: str
    path: str
    content: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path.partition('(')[0]} {str(self.content)[:150]}"


def statuses(api: WebApi, attempts: Sequence[Attempt]) -> Iterator[tuple[Attempt, InnerResponse]]:
    """The answers to the attempts, many in a batch."""
    for start in range(0, len(attempts), BATCH):
        some = attempts[start : start + BATCH]
        batch = api.batch(
            [request(attempt.method, attempt.path, attempt.content) for attempt in some],
            prefer="odata.continue-on-error",
        )
        for attempt, part in zip(some, batch.parts, strict=True):
            assert isinstance(part, InnerResponse)
            yield attempt, part


def unexpected(api: WebApi, attempts: Sequence[Attempt], *, allowed: Sequence[int]) -> list[str]:
    return [
        f"{attempt} → {answer.status} {answer.body[:200].decode()}"
        for attempt, answer in statuses(api, attempts)
        if answer.status not in allowed
    ]


def path_of_a_record(api: WebApi, table: Table) -> str:
    known = Organization.objects.values_list("pk", flat=True).first()
    identifier = known if table.logical_name == "organization" else create(api, table.logical_name)
    return f"{table.entity_set}({identifier})"


def writable(table: Table) -> list[Column]:
    return [
        column
        for column in table.columns.values()
        if not column.read_only and column.logical_name not in (*STATES, table.primary_id)
    ]


@pytest.mark.parametrize("logical_name", TABLES)
def test_a_column_takes_what_fits_it(api: WebApi, logical_name: str) -> None:
    table = metadata.table(logical_name)
    path = path_of_a_record(api, table)
    written = {column.logical_name: fitting_value(column) for column in writable(table) if _is_kept(column)}
    assert unexpected(api, [Attempt("PATCH", path, written)], allowed=[204]) == []
    read = api.get(path)
    assert {name: read[name] for name in written} == written
    tied = TIED.get(logical_name, frozenset())
    columns = [
        column for column in writable(table) if not column.is_lookup and column.logical_name not in tied
    ]
    values = zip_longest(*(fitting_values(column) for column in columns), fillvalue=...)
    rounds = [
        {column.logical_name: value for column, value in zip(columns, row, strict=True) if value is not ...}
        for row in values
    ]
    attempts = [Attempt("PATCH", path, content) for content in rounds]
    assert unexpected(api, attempts, allowed=[204]) == []


def _is_kept(column: Column) -> bool:
    """No rule changes what was written."""
    if column.is_lookup or not column.in_extra or column.logical_name.startswith("entityimage_"):
        return False
    return column.type != "Picklist" or bool(column.options)


@pytest.mark.parametrize("logical_name", TABLES)
def test_a_column_refuses_what_does_not_fit_it(api: WebApi, logical_name: str) -> None:
    table = metadata.table(logical_name)
    path = path_of_a_record(api, table)
    attempts = [
        Attempt("PATCH", path, {column.logical_name: value})
        for column in table.columns.values()
        if not column.is_lookup and (not column.read_only or column.logical_name in STATES)
        for value in refused_values(column)
    ]
    assert unexpected(api, attempts, allowed=[400]) == []


@pytest.mark.parametrize("logical_name", TABLES)
def test_what_is_read_only_is_written_by_nobody(api: WebApi, logical_name: str) -> None:
    table = metadata.table(logical_name)
    path = path_of_a_record(api, table)
    attempts = []
    for column in table.columns.values():
        if column.read_only and column.logical_name != table.primary_id:
            for content in _contents(column):
                attempts.append(Attempt("PATCH", path, content))
                attempts.append(Attempt("POST", table.entity_set, content))
    assert unexpected(api, attempts, allowed=[400]) == []


def _contents(column: Column) -> Iterator[dict[str, Any]]:
    if not column.is_lookup:
        yield {column.logical_name: fitting_value(column)}
    for target, bind in column.targets.items():
        yield {f"{bind}@odata.bind": f"/{metadata.table(target).entity_set}({uuid4()})"}


@pytest.mark.parametrize("logical_name", TABLES)
def test_what_is_required_may_not_be_missing(api: WebApi, logical_name: str) -> None:
    table = metadata.table(logical_name)
    values = least(api, table)
    path = path_of_a_record(api, table)
    attempts = []
    for name in values:
        attempts.append(Attempt("PATCH", path, {name: None}))
        rest = {other: value for other, value in values.items() if other != name}
        attempts.append(Attempt("POST", table.entity_set, rest))
    assert unexpected(api, attempts, allowed=[400, 405]) == []


@pytest.mark.parametrize("logical_name", TABLES)
def test_lookups_lead_to_records_of_their_tables_alone(api: WebApi, logical_name: str) -> None:
    table = metadata.table(logical_name)
    path = path_of_a_record(api, table)
    taken, refused, unknown = [], [], []
    for column in writable(table):
        if column.is_lookup:
            refused.append(Attempt("PATCH", path, {column.property_name: str(uuid4())}))
            refused.append(Attempt("PATCH", path, {f"{column.logical_name}@odata.bind": "/nothings(1)"}))
            refused += _to_other_tables(column, path)
            for target, bind in column.targets.items():
                if target in REGISTRATION or column.logical_name in TIED.get(logical_name, ()):
                    continue
                reference = f"/{metadata.table(target).entity_set}"
                content = {f"{bind}@odata.bind": f"{reference}({_other(api, target, path)})"}
                taken.append(Attempt("PATCH", path, content))
                unknown.append(Attempt("PATCH", path, {f"{bind}@odata.bind": f"{reference}({uuid4()})"}))
    assert unexpected(api, taken, allowed=[204]) == []
    assert unexpected(api, [*refused, *unknown], allowed=[400, 404]) == []


def _to_other_tables(column: Column, path: str) -> Iterator[Attempt]:
    other = next(name for name in ("importjob", "publisher") if name not in column.targets)
    for bind in {*column.targets.values(), column.logical_name}:
        reference = f"/{metadata.table(other).entity_set}({uuid4()})"
        yield Attempt("PATCH", path, {f"{bind}@odata.bind": reference})


def _other(api: WebApi, target: str, path: str) -> UUID:
    """A record of the table that is not the one of the path."""
    own = UUID(path.rpartition("(")[2].rstrip(")"))
    found = metadata.table(target).model.objects.exclude(pk=own).order_by("-createdon")
    return found.values_list("pk", flat=True).first() or create(api, target)
