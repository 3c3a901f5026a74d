"""Serves until its standard input ends, so that it never outlives whoever started it."""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.recorded_server.answers import Answers
from benchmarks.recorded_server.certificates import tls_context
from benchmarks.recorded_server.pages import Pages
from benchmarks.recorded_server.protocol import RecordedProtocol

HOST = "127.0.0.1"


async def serve(arguments: argparse.Namespace, folder: Path) -> None:
    """Says on standard output where it listens, and which authority to trust, once everything is prepared."""
    loop = asyncio.get_running_loop()
    root = f"http://{HOST}:{arguments.port}"
    pages = Pages(
        root=root, accounts=arguments.accounts, page_size=arguments.page_size, changed=arguments.changed
    )
    prepared = len(pages.all)
    answers = Answers(pages)
    plain = await loop.create_server(lambda: RecordedProtocol(answers), HOST, arguments.port)
    context, trusted = tls_context(folder)
    front = await loop.create_server(lambda: RecordedProtocol(answers), HOST, 0, ssl=context)
    told = {
        "url": root,
        "tls_url": f"https://localhost:{front.sockets[0].getsockname()[1]}",
        "authority": str(trusted),
        "pages": prepared,
    }
    print(json.dumps(told), flush=True)
    async with plain, front:
        await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.recorded_server", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--page-size", type=int, default=500)
    parser.add_argument("--changed", type=int, default=0, help="accounts on the page of a next time")
    with tempfile.TemporaryDirectory(prefix="recorded-server-") as folder:
        asyncio.run(serve(parser.parse_args(), Path(folder)))


if __name__ == "__main__":
    main()
