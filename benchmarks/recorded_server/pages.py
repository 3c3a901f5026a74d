"""Pages of accounts as prepared bytes: all of them, and those that changed since."""

from collections.abc import Iterable
from functools import cached_property

from benchmarks.recorded_server.accounts import account, rendered

PATH = "/api/data/v9.2/accounts"
FIRST_VERSION_OF_CHANGES = 1_000_000_000


class Pages:
    """Every link leads on: from page to page, and from the last one to the changes of a next time."""

    def __init__(self, *, root: str, accounts: int, page_size: int, changed: int) -> None:
        self._link = f"{root}{PATH}?"
        self._accounts, self._size, self._changed = accounts, page_size, changed
        self._changes: dict[int, bytes] = {}

    @property
    def count(self) -> int:
        """The Web API counts no further than 5,000."""
        return min(self._accounts, 5_000)

    @cached_property
    def all(self) -> list[bytes]:
        """The table, page after page; the last page ends with a link to the first changes."""
        starts = range(0, max(self._accounts, 1), self._size)
        return [self._page(start, is_last=start == starts[-1]) for start in starts]

    @cached_property
    def found(self) -> bytes:
        """What a search finds: as many rows as fit on a page."""
        rows = (rendered(account(number)) for number in range(min(self._size, self._accounts)))
        return _body(rows, None)

    def _page(self, start: int, *, is_last: bool) -> bytes:
        rows = (rendered(account(number)) for number in range(start, min(start + self._size, self._accounts)))
        following = f"{self._link}$skiptoken={start // self._size + 1}"
        link = self._delta_link(1) if is_last else ("nextLink", following)
        return _body(rows, link)

    def changes(self, number: int) -> bytes:
        """The changes of a next time: the same accounts again with other names and higher versions."""
        if number not in self._changes:
            version = FIRST_VERSION_OF_CHANGES * number
            rows = (
                rendered(account(index, name=f"Renamed {number} times {index}", version=version + index))
                for index in range(self._changed)
            )
            self._changes[number] = _body(rows, self._delta_link(number + 1))
        return self._changes[number]

    def _delta_link(self, number: int) -> tuple[str, str]:
        return "deltaLink", f"{self._link}$deltatoken={number}"


def _body(rows: Iterable[bytes], link: tuple[str, str] | None) -> bytes:
    head = '{"@odata.context":"$metadata#accounts",'
    if link is not None:
        head += f'"@odata.{link[0]}":"{link[1]}",'
    return head.encode() + b'"value":[' + b",".join(rows) + b"]}"
