"""Asks the back office how far an order has come, by the connection row that the integration wrote."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from crm.outbound.back_office_line import Line, NoAnswer, Reason, ask, new_session
from odata.numbers import exact_number

SERVICE: Final = "OrderJourney"
NUMBER: Final = partial(exact_number, limit=20)


@dataclass(frozen=True)
class Stage:
    """``name`` and ``progress`` as the back office says; ``done`` of ``of`` are quantities in ``unit``."""

    name: str
    progress: str
    is_partial: bool
    at: datetime | None
    on: date | None
    due_date: date | None
    document_no: str
    done: Decimal | None
    of: Decimal | None
    unit: str


def ask_journey(line: Line, order_id: UUID) -> list[Stage]:
    """The stages in their order; none where the back office knows nothing of the order. Raises NoAnswer."""
    with new_session() as session:
        body = ask(session, line, line.url_of(SERVICE), {"$filter": f"CRM_ID eq {order_id}"})
    try:
        return list(_stages(body))
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError, RecursionError):
        raise NoAnswer(Reason.NOT_UNDERSTOOD) from None


def _stages(body: bytes) -> Iterator[Stage]:
    """Raises what it raises for a body that is none."""
    rows: list[Mapping[str, Any]] = json.loads(
        body, parse_float=NUMBER, parse_int=NUMBER, parse_constant=NUMBER
    )["value"]
    for row in sorted(rows, key=lambda one: Decimal(one["Sequence"])):
        yield Stage(
            name=str(row["Stage"]),
            progress=str(row["Progress"]),
            is_partial=bool(row["Partial"]),
            at=_moment(row["At"]) if row["At"] else None,
            on=date.fromisoformat(row["On"]) if row["On"] else None,
            due_date=date.fromisoformat(row["DueDate"]) if row["DueDate"] else None,
            document_no=str(row["DocumentNo"] or ""),
            done=None if row["Done"] is None else Decimal(row["Done"]),
            of=None if row["Of"] is None else Decimal(row["Of"]),
            unit=str(row["UOM"] or ""),
        )


def _moment(text: str) -> datetime:
    """Raises ValueError also for a time without its zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
