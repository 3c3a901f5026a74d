"""Serves until its standard input ends, so that it never outlives whoever started it."""

import argparse
import asyncio
import json
import socket
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
    front = socket.create_server((HOST, 0))
    url, tls_url = f"http://{HOST}:{arguments.port}", f"https://localhost:{front.getsockname()[1]}"
    pages = _pages(url, arguments)
    prepared = len(pages.all)
    plain_answers, front_answers = Answers(pages), Answers(_pages(tls_url, arguments))
    context, trusted = tls_context(folder)
    plain_server = await loop.create_server(lambda: RecordedProtocol(plain_answers), HOST, arguments.port)
    front_server = await loop.create_server(lambda: RecordedProtocol(front_answers), sock=front, ssl=context)
    print(
        json.dumps({"url": url, "tls_url": tls_url, "authority": str(trusted), "pages": prepared}), flush=True
    )
    async with plain_server, front_server:
        await loop.run_in_executor(None, sys.stdin.read)


def _pages(root: str, arguments: argparse.Namespace) -> Pages:
    """Links lead back to where the request came in, so each entrance has pages of its own."""
    return Pages(
        root=root, accounts=arguments.accounts, page_size=arguments.page_size, changed=arguments.changed
    )


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
