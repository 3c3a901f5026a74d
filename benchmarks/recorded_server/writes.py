"""Answers to writes: prepared bytes, into which only the ids that the client sent are put."""

import re
from uuid import uuid4

from benchmarks.recorded_server.accounts import account, rendered

VERSION = 900_000_000
_NO_ID = "00000000-0000-0000-0000-000000000000"
_ID = rb"([0-9a-fA-F]{8}-[0-9a-fA-F-]{27})"
_OPERATION = re.compile(rb"\r\n(?:PATCH|GET|POST) (\S+/accounts\S*)")
_KEY = re.compile(rb"/accounts\(" + _ID + rb"\)")
_ASKED_FOR = re.compile(rb"accountid(?:%20| )eq(?:%20| )" + _ID)

_row = account(0, version=VERSION) | {"accountid": _NO_ID}
_BEFORE_ID, _AFTER_ID = rendered(_row).split(_NO_ID.encode())
_PART = (
    b"--batchresponse_recorded\r\nContent-Type: application/http\r\n"
    b"Content-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 "
)
_READ_BACK = (
    _PART + b"200 OK\r\nContent-Type: application/json; odata.metadata=minimal\r\n"
    b'OData-Version: 4.0\r\nETag: W/"%d"\r\n\r\n' % VERSION
)
_READ_BACK_ROW = _READ_BACK + _BEFORE_ID
_CREATED = _PART + (
    b"204 No Content\r\nOData-Version: 4.0\r\n"
    b"OData-EntityId: https://localhost/api/data/v9.2/accounts(%s)\r\n\r\n\r\n"
)
BATCH_TYPE = b"multipart/mixed; boundary=batchresponse_recorded"


def batch_answer(body: bytes) -> bytes:
    """Acknowledges every operation of a ``$batch``; one that names its row gets it read back."""
    parts = [_part(target) for target in _OPERATION.findall(body)]
    return b"".join(parts) + b"--batchresponse_recorded--\r\n"


def _part(target: bytes) -> bytes:
    if key := _KEY.search(target):
        return _READ_BACK_ROW + key[1] + _AFTER_ID + b"\r\n"
    if b"?" in target:
        return _READ_BACK + rows_answer(target) + b"\r\n"
    return _CREATED % str(uuid4()).encode()


def row_answer(target: bytes) -> bytes | None:
    """The row whose key is in the URL, if one is."""
    key = _KEY.search(target)
    return _BEFORE_ID + key[1] + _AFTER_ID if key else None


def rows_answer(target: bytes) -> bytes:
    """The rows that a filter by ids asks for."""
    rows = (_BEFORE_ID + id + _AFTER_ID for id in _ASKED_FOR.findall(target))
    return b'{"value":[' + b",".join(rows) + b"]}"


def create_multiple_answer(body: bytes) -> bytes:
    """Acknowledges the bulk creation of as many rows as the body has."""
    ids = ",".join(f'"{uuid4()}"' for _ in range(body.count(b'"@odata.type"')))
    return b'{"Ids":[' + ids.encode() + b"]}"
