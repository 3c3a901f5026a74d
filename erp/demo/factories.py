"""Factories of back office records; ``build`` gives the values of a row, ``create`` writes by the operations.

What a factory invents depends on the sequence number alone, so the same number is always the same company.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import factory

from erp.demo import invented
from erp.models import Contact, Currency, Customer, Item, Resource, SalesHeader, Salesperson, UnitOfMeasure
from erp.operations.create_contacts import create_contacts
from erp.operations.create_currencies import create_currencies
from erp.operations.create_customers import create_customers
from erp.operations.create_items import create_items
from erp.operations.create_resources import create_resources
from erp.operations.create_sales_document import create_sales_document
from erp.operations.create_salespeople import create_salespeople
from erp.operations.create_units_of_measure import create_units_of_measure


class RowFactory(factory.DictFactory):
    """Builds rows for an operation that creates many records at once."""

    class Meta:
        abstract = True

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[Any]:
        """Creates the records of rows."""
        raise NotImplementedError

    @classmethod
    def _create(cls, model_class: type, *args: Any, **values: Any) -> Any:
        return cls.write([values])[0]

    @classmethod
    def create_batch(cls, size: int, **values: Any) -> list[Any]:
        """Creates many records in one operation."""
        return cls.write(cls.build_batch(size, **values))


class SalespersonFactory(RowFactory):
    """Salespeople who get their code from their initials."""

    name = factory.Sequence(invented.person_name)
    e_mail = factory.Sequence(lambda n: f"salesperson.{n}@demo.example")
    job_title = "Salesperson"

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[Salesperson]:
        return create_salespeople(rows=rows)


class CurrencyFactory(RowFactory):
    """Currencies with invented codes."""

    code = factory.Sequence(lambda n: f"X{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}")
    description = factory.LazyAttribute(lambda row: f"Currency {row.code}")
    symbol = factory.SelfAttribute("code")
    iso_code = factory.SelfAttribute("code")

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[Currency]:
        return create_currencies(rows=rows)


class CustomerFactory(RowFactory):
    """Customers with an address, without references to other tables except the country."""

    name = factory.Sequence(invented.company_name)
    address = factory.Sequence(invented.street)
    city = factory.Sequence(lambda n: invented.place(n).city)
    post_code = factory.Sequence(lambda n: invented.place(n).post_code)
    country_region_code = factory.Sequence(lambda n: invented.place(n).country)
    phone_no = factory.Sequence(lambda n: f"+47 555 {n:06d}")
    e_mail = factory.Sequence(lambda n: f"post@company-{n}.example")
    home_page = factory.Sequence(lambda n: f"https://www.company-{n}.example")
    credit_limit_lcy = factory.Sequence(lambda n: Decimal(n % 4 * 5000))

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[Customer]:
        return create_customers(rows=rows)


class PersonFactory(RowFactory):
    """Persons; give ``company_no`` to say where they work."""

    type = "person"
    first_name = factory.Sequence(lambda n: invented.person_name(n).split()[0])
    surname = factory.Sequence(lambda n: invented.person_name(n).split()[-1])
    e_mail = factory.Sequence(lambda n: f"contact@company-{n}.example")

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[Contact]:
        return create_contacts(rows=rows)


class UnitOfMeasureFactory(RowFactory):
    """Units of measure with invented codes."""

    code = factory.Sequence(lambda n: f"U{n}")
    description = factory.LazyAttribute(lambda row: f"Unit {row.code}")

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[UnitOfMeasure]:
        return create_units_of_measure(rows=rows)


class ItemFactory(RowFactory):
    """Items; give ``base_unit_of_measure`` to count them in a unit that is there."""

    description = factory.Sequence(invented.product_name)
    unit_price = factory.Sequence(lambda n: Decimal(n % 90 + 10))
    unit_cost = factory.LazyAttribute(lambda row: row.unit_price * Decimal("0.6"))

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[Item]:
        return create_items(rows=rows)


class ResourceFactory(RowFactory):
    """People whose work is sold."""

    name = factory.Sequence(invented.person_name)
    unit_price = factory.Sequence(lambda n: Decimal(n % 60 + 60))

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[Resource]:
        return create_resources(rows=rows)


class SalesDocumentFactory(RowFactory):
    """Open sales documents, orders unless ``document_type`` says otherwise, with the rows of their ``lines``.

    Give ``sell_to_customer_no``; lines sell what is there.
    """

    document_type = "order"
    external_document_no = factory.Sequence(lambda n: f"PO-{n + 1:05d}")
    lines: Sequence[dict[str, Any]] = ()

    @classmethod
    def write(cls, rows: Sequence[dict[str, Any]]) -> list[SalesHeader]:
        return [
            create_sales_document(
                document_type=row["document_type"],
                values={name: row[name] for name in row if name not in ("document_type", "lines")},
                lines=row["lines"],
            )
            for row in rows
        ]
