"""Creates rows with Microsoft's own client; runs in the Python that has it, and knows nothing of the product.

The client is the package PowerPlatform-Dataverse-Client, installed into an environment of its own.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from azure.core.credentials import AccessToken
from PowerPlatform.Dataverse.client import DataverseClient

BATCH = 100


class RecordedCredential:
    """The recorded server asks for no particular token."""

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken("recorded", int(time.time()) + 3600)


def by_batch(client: DataverseClient, rows: Sequence[dict[str, Any]]) -> int:
    """One ``$batch`` of single creations."""
    batch = client.batch.new()
    for row in rows:
        batch.records.create("account", row)
    return sum(1 for response in batch.execute().responses if response.is_success)


def by_create_multiple(client: DataverseClient, rows: Sequence[dict[str, Any]]) -> int:
    """One ``CreateMultiple`` action."""
    return len(client.records.create("account", rows))


WAYS: dict[str, Callable[[DataverseClient, Sequence[dict[str, Any]]], int]] = {
    "batch": by_batch,
    "create_multiple": by_create_multiple,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("rows", type=Path)
    parser.add_argument("way", choices=WAYS)
    arguments = parser.parse_args()
    rows = json.loads(arguments.rows.read_text(encoding="utf-8"))
    create = WAYS[arguments.way]
    started, worked = time.perf_counter(), time.process_time()
    with DataverseClient(arguments.url, RecordedCredential()) as client:
        created = sum(create(client, rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))
    if created != len(rows):
        raise SystemExit(f"Only {created} of {len(rows)} rows were acknowledged.")
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    print(json.dumps({"inserted": created, "seconds": seconds, "cpu_seconds": cpu_seconds}))


if __name__ == "__main__":
    main()
