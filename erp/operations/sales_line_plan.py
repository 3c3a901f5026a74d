"""Which lines a sales document will have: rows that were handed in meet the lines that are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from erp.models import SalesHeader, SalesLine
from erp.models.statements import new_values
from erp.operations.clean_values import clean_rows
from erp.operations.errors import RecordMissing
from erp.operations.references import check_references
from erp.operations.sales_line_rejections import LINES, line_rejected

STEP: Final = 10_000


@dataclass(kw_only=True)
class PlannedLine:
    """A line as it is (new ones are not saved yet), and the clean values that it will get."""

    index: int
    line: SalesLine
    row: dict[str, Any]
    is_new: bool

    def will_be(self, name: str, attname: str = "") -> Any:
        """The value of a field afterwards; a blank reference is ``""``."""
        if name in self.row:
            return self.row[name]
        value = getattr(self.line, attname or name)
        return "" if value is None and attname else value

    @property
    def product(self) -> tuple[str, str]:
        """Type and number of what the line sells."""
        return self.will_be("type"), self.will_be("no")

    @property
    def sells_something_else(self) -> bool:
        """Whether the line is new or gets another product."""
        return self.is_new or self.product != (self.line.type, self.line.no)


def plan_lines(
    header: SalesHeader, rows: Sequence[Mapping[str, Any]], current: Sequence[SalesLine]
) -> list[PlannedLine]:
    """Returns a planned line per row; a row names its line by ``id`` or ``line_no``, else it is a new one.

    New lines without ``line_no`` come after the others. Raises RecordRejected, RecordMissing.
    """
    given = [{name: value for name, value in row.items() if name != "id"} for row in rows]
    values = clean_rows(table=LINES, rows=[_without_blank_price(row) for row in given])
    check_references(table=LINES, rows=values)
    planned = [
        _planned(index, row, clean, header, current)
        for index, (row, clean) in enumerate(zip(rows, values, strict=True))
    ]
    _number(planned)
    return planned


def _without_blank_price(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "unit_price" or value not in (None, "")}


def _planned(
    index: int,
    row: Mapping[str, Any],
    values: dict[str, Any],
    header: SalesHeader,
    current: Sequence[SalesLine],
) -> PlannedLine:
    line = _line_of(row.get("id"), values.get("line_no"), current)
    if line is None:
        blank = SalesLine(**(new_values(SalesLine) | {"document_id": header.id, "line_no": 0}))
        return PlannedLine(index=index, line=blank, row=values, is_new=True)
    values.pop("line_no", None)
    return PlannedLine(index=index, line=line, row=values, is_new=False)


def _line_of(record_id: Any, line_no: Any, current: Sequence[SalesLine]) -> SalesLine | None:
    if record_id:
        for line in current:
            if str(line.id) == str(record_id):
                return line
        raise RecordMissing(table=LINES, record_id=record_id)
    return next((line for line in current if line.line_no == line_no), None)


def _number(planned: Sequence[PlannedLine]) -> None:
    used = [one.will_be("line_no") for one in planned]
    last = max(used, default=0)
    for one in planned:
        if not one.will_be("line_no"):
            last += STEP
            one.row["line_no"] = last
    seen: set[int] = set()
    for one in planned:
        number = one.will_be("line_no")
        if number in seen:
            raise line_rejected(one.index, "line_no", "not_unique", value=number)
        seen.add(number)
