"""Factories of the CRM's records, for demonstrations and for tests. They write by the business rules."""

from collections.abc import Iterable
from typing import Any, ClassVar

import factory

from crm import metadata
from crm.business_rules.caller import Caller, system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.metadata import EntityReference
from crm.models import CrmRecord


def reference_to(record: CrmRecord) -> EntityReference:
    return EntityReference(record._meta.model_name or "", record.pk)


class RecordFactory(factory.Factory):
    """Values by logical name; a record given for a lookup stands for its reference.

    ``caller`` is who creates the record, by default the CRM itself; ``id`` may be chosen.
    """

    _table: ClassVar[str]

    class Meta:
        abstract = True
        model = dict

    @classmethod
    def _create(cls, model_class: type, *args: Any, **values: Any) -> CrmRecord:
        caller: Caller = values.pop("caller", None) or system_caller()
        record = NewRecord(id=values.pop("id", None), values=_plain(values))
        table = metadata.table(cls._table)
        return create_records(table=table, records=[record], caller=caller, trusted=True)[0]

    @classmethod
    def new_records(cls, rows: Iterable[dict[str, Any]]) -> list[NewRecord]:
        """Records to be created in bulk: the factory's values with those of each row."""
        built = (cls.build(**row) for row in rows)
        return [NewRecord(id=values.pop("id", None), values=_plain(values)) for values in built]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: reference_to(value) if isinstance(value, CrmRecord) else value for name, value in values.items()
    }


class AccountFactory(RecordFactory):
    _table = "account"

    name = factory.Sequence(lambda number: f"Invented Company {number}")
    customertypecode = 3


class ContactFactory(RecordFactory):
    _table = "contact"

    firstname = "Nora"
    lastname = factory.Sequence(lambda number: f"Invented {number}")


class SystemUserFactory(RecordFactory):
    _table = "systemuser"

    firstname = "Sam"
    lastname = factory.Sequence(lambda number: f"Seller {number}")
    domainname = factory.Sequence(lambda number: f"seller{number}")
    internalemailaddress = factory.LazyAttribute(lambda user: f"{user.domainname}@crm.example")


class TeamFactory(RecordFactory):
    _table = "team"

    name = factory.Sequence(lambda number: f"Team {number}")


class TransactionCurrencyFactory(RecordFactory):
    _table = "transactioncurrency"

    isocurrencycode = factory.Sequence(lambda number: f"X{number:02}")
    currencyname = factory.LazyAttribute(lambda currency: f"Currency {currency.isocurrencycode}")
    currencysymbol = factory.SelfAttribute("isocurrencycode")
    exchangerate = 2


class BusinessUnitFactory(RecordFactory):
    _table = "businessunit"

    name = factory.Sequence(lambda number: f"Unit {number}")


class RoleFactory(RecordFactory):
    """A role that permits nothing yet."""

    _table = "role"

    name = factory.Sequence(lambda number: f"Role {number}")
