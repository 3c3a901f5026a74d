"""Takes the next numbers of a number series for many records at once.

The line of the series stays locked until the transaction ends, so that no number is given twice.
"""

from itertools import islice
from typing import Any

from django.db import models
from django.utils import timezone

from erp.models import ErpRecord, NoSeriesLine
from erp.operations.errors import RecordRejected
from erp.operations.number_counting import is_after, numbers_after
from erp.queries.table_fields import table_of

MAX_LENGTH = 20


def take_numbers(*, model: type[ErpRecord], series_code: str | None, count: int) -> list[str]:
    """Returns ``count`` numbers that no record of the model has yet.

    Raises RecordRejected when the series is missing, exhausted or cannot count.
    """
    if not count:
        return []
    line = _lock_line(series_code) if series_code else None
    if line is None:
        raise _rejected(model, "no_series_missing")
    records: Any = model._default_manager
    numbers: list[str] = []
    while len(numbers) < count:
        candidates = _next_numbers(model, line, count - len(numbers))
        taken = set(records.filter(no__in=candidates).values_list("no", flat=True))
        numbers += [number for number in candidates if number not in taken]
        line.last_no_used = candidates[-1]
    NoSeriesLine.objects.filter(id=line.id).update(
        last_no_used=line.last_no_used, last_date_used=timezone.localdate()
    )
    return numbers


def _lock_line(series_code: str) -> NoSeriesLine | None:
    begun = models.Q(starting_date=None) | models.Q(starting_date__lte=timezone.localdate())
    return (
        NoSeriesLine.objects.select_for_update()
        .filter(begun, series__code=series_code, open=True)
        .order_by(models.F("starting_date").desc(nulls_last=True), "line_no")
        .first()
    )


def _next_numbers(model: type[ErpRecord], line: NoSeriesLine, count: int) -> list[str]:
    first = [] if line.last_no_used else [line.starting_no]
    try:
        following = numbers_after(line.last_no_used or line.starting_no, increment=line.increment_by_no)
        numbers = first + list(islice(following, count - len(first)))
    except ValueError as error:
        raise _rejected(
            model, "no_series_invalid", series=line.series_id, value=line.last_no_used or line.starting_no
        ) from error
    if len(numbers[-1]) > MAX_LENGTH or (line.ending_no and is_after(numbers[-1], line.ending_no)):
        raise _rejected(model, "no_series_exhausted", series=line.series_id)
    return numbers


def _rejected(model: type[ErpRecord], code: str, **params: str) -> RecordRejected:
    return RecordRejected(table=table_of(model), index=0, field="no", code=code, params=params)
