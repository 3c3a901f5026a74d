"""Says where in the file a value stood that an operation has rejected."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from erp.management.company_data.csv_file import CsvRow
from erp.operations.errors import RecordRejected


@contextmanager
def reported_by_place(rows: Sequence[CsvRow], column_of: Mapping[str, str]) -> Iterator[None]:
    """Turns a rejection of the n-th record into an error at the n-th row's line and the field's column."""
    try:
        yield
    except RecordRejected as rejection:
        row = rows[rejection.index]
        raise row.error(column_of.get(rejection.field, ""), str(rejection)) from rejection
