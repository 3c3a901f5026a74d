"""Records that are there, so that requests reach more than *there is no such record*."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from tests.erp.rest_api.caller import Caller

KEYS: Final = ("id", "name", "code")
FEW: Final = 4


class Known:
    """The ids of records by the path of their set, as software reads them."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self._ids: dict[str, list[Any]] = {}

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.caller.headers)

    @cached_property
    def company_id(self) -> str:
        return self.caller.company.removesuffix(")/").rpartition("(")[2]

    def ids(self, set_path: str) -> list[Any]:
        """Keys as they stand in paths: names in quotation marks."""
        if set_path not in self._ids:
            rows = self.caller.rows(f"{set_path}?$top={FEW}")
            self._ids[set_path] = [_key(row) for row in rows]
        return self._ids[set_path]

    def first(self, set_path: str) -> list[dict[str, Any]]:
        """The first record of a set, if there is one."""
        found: list[dict[str, Any]] = self.caller.get(f"{set_path}?$top=1").json().get("value", [])
        return found

    def path(self, root: str, template: str) -> Mapping[str, Any]:
        """Values for the variables of a path, of a record that is there; those that are known."""
        found: dict[str, Any] = {}
        if "{company_id}" in template:
            found["company_id"] = self.company_id
        for name in ("parent_id", "record_id"):
            before, there, _ = template.partition(f"({{{name}}})")
            if there:
                ids = self.ids(root + before.format(**found))
                if not ids:
                    return found
                found[name] = ids[-1]
        return found


def _key(row: Mapping[str, Any]) -> Any:
    name = next(key for key in KEYS if key in row)
    return row[name] if name == "id" else f"'{row[name]}'"
