"""As much of HTTP/1.1 as the two clients speak: requests one after the other on connections kept alive."""

import asyncio
import re
from typing import cast

from benchmarks.recorded_server.answers import Answers

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD = b"HTTP/1.1 %d %s\r\nContent-Type: %s\r\nOData-Version: 4.0\r\nContent-Length: %d\r\n\r\n"


class RecordedProtocol(asyncio.Protocol):
    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while self._answer_next():
            pass

    def _answer_next(self) -> bool:
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._received[:end])
        length = _LENGTH.search(head)
        following = end + 4 + (int(length[1]) if length else 0)
        if len(self._received) < following:
            return False
        body = bytes(self._received[end + 4 : following])
        del self._received[:following]
        method, target, _ = head.partition(b"\r\n")[0].decode("latin-1").split(" ", 2)
        self._transport.write(self._answer(method, target, body))
        return True

    def _answer(self, method: str, target: str, body: bytes) -> bytes:
        try:
            answer = self._answers.to(method, target, body)
        except LookupError:
            return _HEAD % (404, b"Not Found", b"text/plain", 0)
        return _HEAD % (200, b"OK", answer.content_type, len(answer.body)) + answer.body
