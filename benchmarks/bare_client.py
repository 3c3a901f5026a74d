"""Writes and reads rows with bare ``requests``, to show what the server takes when a client does little."""

import json
from collections.abc import Callable, Sequence

import requests

from benchmarks.client_work import FILTER, PAGE, SELECT, TYPE, Row, Work, run

_LINE = "\r\n"


class BareClient:
    def __init__(self, url: str, credentials: dict[str, str]) -> None:
        self._root = f"{url}/api/data/v9.2"
        self._session = requests.Session()
        form = {
            "grant_type": "client_credentials",
            "client_id": credentials["client id"],
            "client_secret": credentials["client secret"],
            "scope": f"{url}/.default",
        }
        answer = self._session.post(f"{url}/{credentials['tenant']}/oauth2/v2.0/token", form, timeout=60)
        self._session.headers["Authorization"] = f"Bearer {_checked(answer).json()['access_token']}"

    def batch(self, rows: Sequence[Row]) -> int:
        parts = [
            f"--b{_LINE}Content-Type: application/http{_LINE}Content-Transfer-Encoding: binary{_LINE}{_LINE}"
            f"POST /api/data/v9.2/accounts HTTP/1.1{_LINE}Content-Type: application/json{_LINE}{_LINE}"
            f"{json.dumps(row)}{_LINE}"
            for row in rows
        ]
        body = f"{''.join(parts)}--b--{_LINE}".encode()
        headers = {"Content-Type": "multipart/mixed; boundary=b"}
        answer = self._session.post(f"{self._root}/$batch", body, headers=headers, timeout=300)
        return _checked(answer).content.count(b"HTTP/1.1 204")

    def create_multiple(self, rows: Sequence[Row]) -> int:
        return len(
            self._multiple("CreateMultiple", [{**row, "@odata.type": TYPE} for row in rows]).json()["Ids"]
        )

    def upsert_multiple(self, rows: Sequence[Row]) -> int:
        targets = [
            {**row, "@odata.type": TYPE, "@odata.id": f"accounts(accountnumber='{row['accountnumber']}')"}
            for row in rows
        ]
        self._multiple("UpsertMultiple", targets)
        return len(rows)

    def read(self) -> int:
        address = f"{self._root}/accounts?$select={','.join(SELECT)}&$filter={FILTER}"
        found = 0
        while address:
            headers = {"Prefer": f"odata.maxpagesize={PAGE}"}
            page = _checked(self._session.get(address, headers=headers, timeout=300)).json()
            found += len(page["value"])
            address = page.get("@odata.nextLink", "")
        return found

    def _multiple(self, action: str, targets: Sequence[Row]) -> requests.Response:
        address = f"{self._root}/accounts/Microsoft.Dynamics.CRM.{action}"
        return _checked(self._session.post(address, json={"Targets": targets}, timeout=300))


def _checked(answer: requests.Response) -> requests.Response:
    if answer.status_code >= 400:
        raise SystemExit(f"{answer.status_code} {answer.text[:500]}")
    return answer


def work(url: str, credentials: dict[str, str]) -> Work:
    client = BareClient(url, credentials)
    ways: dict[str, Callable[[Sequence[Row]], int]] = {
        "batch": client.batch,
        "create_multiple": client.create_multiple,
        "upsert_multiple": client.upsert_multiple,
    }
    return Work(ways, client.read)


if __name__ == "__main__":
    run(work)
