"""Answers to writes: prepared bytes, into which only the ids that the client sent are put."""

import re
from uuid import uuid4

from benchmarks.recorded_server.accounts import account, rendered

VERSION = 900_000_000
_NO_ID = "00000000-0000-0000-0000-000000000000"
_OPERATION = re.compile(rb"\r\n(PATCH|GET|POST) \S*?/accounts(?:\(([0-9a-fA-F-]{36})\))?[? ]")

_row = account(0, version=VERSION) | {"accountid": _NO_ID}
REPRESENTATION = tuple(rendered(_row).split(_NO_ID.encode()))
_PART = (
    b"--batchresponse_recorded\r\nContent-Type: application/http\r\n"
    b"Content-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 "
)
_READ_BACK = (
    _PART + b"200 OK\r\nContent-Type: application/json; odata.metadata=minimal\r\n"
    b'OData-Version: 4.0\r\nETag: W/"%d"\r\n\r\n' % VERSION + REPRESENTATION[0]
)
_CREATED = _PART + (
    b"204 No Content\r\nOData-Version: 4.0\r\n"
    b"OData-EntityId: https://localhost/api/data/v9.2/accounts(%s)\r\n\r\n\r\n"
)
BATCH_TYPE = b"multipart/mixed; boundary=batchresponse_recorded"


def batch_answer(body: bytes) -> bytes:
    """Acknowledges every operation of a ``$batch``; one that names its row gets it read back."""
    parts = [
        _READ_BACK + id + REPRESENTATION[1] + b"\r\n" if id else _CREATED % str(uuid4()).encode()
        for _, id in _OPERATION.findall(body)
    ]
    return b"".join(parts) + b"--batchresponse_recorded--\r\n"


def row_answer(id: bytes) -> bytes:
    """The row with this id."""
    return id.join(REPRESENTATION)


def create_multiple_answer(body: bytes) -> bytes:
    """Acknowledges the bulk creation of as many rows as the body has."""
    ids = ",".join(f'"{uuid4()}"' for _ in range(body.count(b'"@odata.type"')))
    return b'{"Ids":[' + ids.encode() + b"]}"
