"""Writes and reads rows with Microsoft's own client; runs in the Python that has it."""

from collections.abc import Callable, Sequence

from azure.identity import ClientSecretCredential
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.models.upsert import UpsertItem

from benchmarks.client_work import FILTER, PAGE, SELECT, Row, Work, run


def work(url: str, credentials: dict[str, str]) -> Work:
    credential = ClientSecretCredential(
        credentials["tenant"],
        credentials["client id"],
        credentials["client secret"],
        authority=url,
        disable_instance_discovery=True,
    )
    client = DataverseClient(url, credential)

    def by_batch(rows: Sequence[Row]) -> int:
        batch = client.batch.new()
        for row in rows:
            batch.records.create("account", row)
        return len(batch.execute().succeeded)

    def by_create_multiple(rows: Sequence[Row]) -> int:
        return len(client.records.create("account", list(rows)))

    def by_upsert_multiple(rows: Sequence[Row]) -> int:
        client.records.upsert(
            "account", [UpsertItem({"accountnumber": row["accountnumber"]}, row) for row in rows]
        )
        return len(rows)

    def read() -> int:
        pages = client.records.list_pages("account", select=list(SELECT), filter=FILTER, page_size=PAGE)
        return sum(len(list(page)) for page in pages)

    ways: dict[str, Callable[[Sequence[Row]], int]] = {
        "batch": by_batch,
        "create_multiple": by_create_multiple,
        "upsert_multiple": by_upsert_multiple,
    }
    return Work(ways, read)


if __name__ == "__main__":
    run(work)
