"""What was built once is there again in another test, for the price of a few inserts."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connections, router, transaction
from django.db.models import Model

PRODUCTS = ("erp", "crm", "crm_integration")
DATABASES = ("default", "crm")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Rows:
    alias: str
    table: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]


_BUILT: dict[Callable[[], Any], tuple[list[Rows], Any]] = {}


def built_once(build: Callable[[], Result], databases: Collection[str] = DATABASES) -> Result:
    """Begins with empty tables; returns what ``build`` returned, which must not be a record.

    What it wrote to these databases the first time is restored each further time.
    """
    if build in _BUILT:
        rows, result = _BUILT[build]
        restore(rows)
    else:
        result = build()
        _BUILT[build] = take(databases), result
    return result  # type: ignore[no-any-return]


def take(databases: Collection[str] = DATABASES) -> list[Rows]:
    """Returns all rows of the products' tables in these databases, as they are in this transaction."""
    snapshot = []
    for model in _models():
        alias, table = _place(model)
        if alias not in databases:
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (a name from our own models)
            values = cursor.fetchall()
            if values:
                snapshot.append(
                    Rows(alias, table, tuple(str(column[0]) for column in cursor.description), values)
                )
    return snapshot


def restore(snapshot: list[Rows]) -> None:
    """Inserts the rows into empty tables; what they refer to is checked at the end."""
    with ExitStack() as stack:
        for alias in {rows.alias for rows in snapshot}:
            stack.enter_context(transaction.atomic(using=alias))
        _insert(snapshot)


def replace(snapshot: list[Rows]) -> None:
    """Makes the rows all that there are; what they refer to is checked at the end."""
    with ExitStack() as stack:
        for alias in {rows.alias for rows in snapshot}:
            stack.enter_context(transaction.atomic(using=alias))
        for model in _models():
            alias, table = _place(model)
            with connections[alias].cursor() as cursor:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a name from our own models)
        _insert(snapshot)


def _models() -> list[type[Model]]:
    models = [model for name in PRODUCTS for model in apps.get_app_config(name).get_models()]
    return [model for model in models if not model._meta.proxy]


def _place(model: type[Model]) -> tuple[str, str]:
    return router.db_for_read(model) or "default", model._meta.db_table


def _insert(snapshot: list[Rows]) -> None:
    for rows in snapshot:
        names = ", ".join(f'"{name}"' for name in rows.columns)
        marks = ", ".join(["%s"] * len(rows.columns))
        with connections[rows.alias].cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{rows.table}" ({names}) VALUES ({marks})',  # noqa: S608 (as above)
                rows.values,
            )
