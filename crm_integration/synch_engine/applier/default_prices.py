"""Keeps the rows of the default price list: each product that was written has its price there, in its unit.

A product whose row fails keeps a problem and is looked at again, as is one whose run ended in between.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from django.utils import timezone

from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.operations import Create, Operation, Update
from crm_integration.dataverse.values import Row
from crm_integration.job_queue import Lease, hold
from crm_integration.synch_engine.applier.crm_writes import PLAN_AGAIN, ROUNDS, problem_of
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.context import MappingContext
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.values import LookupValue

ENTITY_SET: Final = "productpricelevels"
COLUMNS: Final = ("productid", "uomid", "amount")
CURRENCY_AMOUNT: Final = 1
PER_REQUEST: Final = 50


class DefaultPrices:
    def __init__(self, context: MappingContext, lease: Lease) -> None:
        self._context, self._lease = context, lease
        self._price_list = context.setup.default_price_list_id

    def write(self, works: Sequence[Work]) -> None:
        """Creates and changes rows of the products that are as planned. Raises nothing.

        A row that turns out to be otherwise, perhaps because the answer to its creation was lost, is looked
        at again, a bounded number of times.
        """
        due = {work.crm.id: work for work in works if self._price_list and work.crm and _has_price(work)}
        try:
            for _ in range(ROUNDS):
                rows = self._rows(due)
                operations = {id: self._operation(work, rows.get(id, ())) for id, work in due.items()}
                wanted = [(due[id], operation) for id, operation in operations.items() if operation]
                due = {work.crm.id: work for work in self._send(wanted) if work.crm}
        except DataverseError as error:
            for work in due.values():
                work.problems.append(problem_of(error))
            return
        for work in due.values():
            work.problems.append(Problem("changed_meanwhile", Cure.TRANSIENT))

    def _rows(self, products: Iterable[UUID]) -> Mapping[UUID, list[Row]]:
        """The rows of the default price list by product."""
        found: dict[UUID, list[Row]] = defaultdict(list)
        wanted = sorted(products)
        for start in range(0, len(wanted), PER_REQUEST):
            some = " or ".join(f"_productid_value eq {id}" for id in wanted[start : start + PER_REQUEST])
            filter = f"_pricelevelid_value eq {self._price_list} and ({some})"
            for page in self._context.client.pages(ENTITY_SET, select=COLUMNS, filter=filter):
                for row in page.rows:
                    product = row.values["productid"]
                    if isinstance(product, LookupValue):
                        found[product.id].append(row)
        return found

    def _operation(self, work: Work, rows: Sequence[Row]) -> Operation | None:
        """The row of the product's unit is the one; a row of another unit takes it over."""
        assert work.crm is not None and self._price_list is not None  # noqa: S101 (narrows the types)
        unit, amount = work.crm.values["defaultuomid"], work.crm.values["price"]
        known = next((row for row in rows if row.values["uomid"] == unit), next(iter(rows), None))
        wanted: dict[str, Any] = {"uomid": unit, "amount": amount}
        if known is not None:
            changed = {name: value for name, value in wanted.items() if known.values[name] != value}
            return Update(ENTITY_SET, known.id, changed) if changed else None
        wanted |= {
            "pricelevelid": LookupValue(self._price_list, "pricelevel"),
            "productid": LookupValue(work.crm.id, "product"),
            "pricingmethodcode": CURRENCY_AMOUNT,
        }
        return Create(ENTITY_SET, uuid5(self._price_list, str(work.crm.id)), wanted)

    def _send(self, due: Sequence[tuple[Work, Operation]]) -> list[Work]:
        """Returns those whose row turned out to be otherwise than it was read."""
        otherwise: list[Work] = []
        size = self._context.client.batch_size
        for start in range(0, len(due), size):
            chunk = due[start : start + size]
            hold(self._lease, now=timezone.now())
            results = self._context.client.execute([operation for _, operation in chunk])
            for (work, _), result in zip(chunk, results, strict=True):
                if result.error is not None and result.error.cure in PLAN_AGAIN:
                    otherwise.append(work)
                elif result.error is not None:
                    work.problems.append(problem_of(result.error))
        return otherwise


def _has_price(work: Work) -> bool:
    values = work.crm.values if work.crm else {}
    is_as_planned = not work.is_taken and not work.problems and not work.plan.conflicts
    return is_as_planned and values.get("price") is not None and values.get("defaultuomid") is not None
