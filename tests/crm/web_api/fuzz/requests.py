"""Whole requests: method, path, headers and body."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID

from crm import metadata
from crm.metadata import Table
from crm.web_api.operations.catalogue import ALL
from tests.crm.web_api.fuzz.fetch_xml import fetch_xml, sql
from tests.crm.web_api.fuzz.queries import query
from tests.crm.web_api.fuzz.values import IDS, NOBODY, TEXTS, any_value, record

_METHODS = ("GET", "GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "MERGE")
_HEADERS = {
    "Prefer": (
        "return=representation",
        "odata.maxpagesize=2",
        "odata.maxpagesize=x",
        "odata.track-changes",
        'odata.include-annotations="*"',
        "odata.continue-on-error",
        ";;=,,",
    ),
    "If-Match": ("*", 'W/"1"', 'W/"x"', "x"),
    "If-None-Match": ("*", "null", 'W/"1"', '"'),
    "CallerObjectId": (*IDS, "x"),
    "MSCRMCallerID": IDS,
    "MSCRM.SolutionUniqueName": ("Default", "nobody"),
    "MSCRM.MergeLabels": ("true", "x"),
    "MSCRM.SuppressDuplicateDetection": ("false", "x"),
    "OData-MaxVersion": ("4.0", "3.0", "x"),
    "Content-Type": ("application/json", "text/plain", "multipart/mixed", "multipart/mixed;boundary=", "x"),
    "Accept": ("application/json", "application/xml", "*/*"),
    "Content-ID": ("1", "$"),
}
_METADATA = ("EntityDefinitions", "GlobalOptionSetDefinitions", "RelationshipDefinitions", "$metadata", "")
_CASTS = ("PicklistAttributeMetadata", "StringAttributeMetadata", "LookupAttributeMetadata", "No")


@dataclass(frozen=True)
class Drawn:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class RequestGenerator:
    """``ids`` are those of records that exist, besides those of nobody."""

    def __init__(self, seed: int, ids: list[UUID]) -> None:
        self._random = Random(seed)  # noqa: S311 the same requests for the same seed
        self._tables = metadata.tables()
        self._ids = [*map(str, ids), *IDS]

    def draw(self) -> Drawn:
        kinds = [self._fetch, self._description, self._batch, self._nonsense]
        kinds += [self._read] * 6 + [self._write] * 4 + [self._operation] * 2
        return self._random.choice(kinds)()

    def _choice(self, *values: str) -> str:
        return self._random.choice(values)

    def _table(self) -> Table:
        return self._random.choice(self._tables)

    def _headers(self) -> dict[str, str]:
        chosen = self._random.sample(sorted(_HEADERS), self._random.choice((0, 0, 0, 1, 1, 3)))
        return {name: self._random.choice(_HEADERS[name]) for name in chosen}

    def _path(self, table: Table) -> str:
        """The address of a table's records, of one, or of what belongs to one."""
        members = [*table.properties, *table.navigations, *table.collections, "no_member"]
        member = self._random.choice(members)
        key = self._choice(
            *self._ids, "accountnumber='A1'", "name='x',a=1", "", "''", "1=1", f"{table.primary_id}={NOBODY}"
        )
        return f"{table.entity_set}" + self._choice(
            "",
            "",
            "/$count",
            f"({key})",
            f"({key})",
            f"({key})/{member}",
            f"({key})/{member}/$ref",
            f"({key})/{member}({NOBODY})/$ref",
            f"({key})/{member}/{member}/{member}",
            f"({key})/{member}/$value",
            f"({key})/{member}/Microsoft.Dynamics.CRM.{self._table().logical_name}",
        )

    def _address(self, path: str, options: str = "") -> str:
        path = quote(path, safe="/()'=,$:%@", errors="surrogatepass")
        return f"{path}?{options}" if options else path

    def _read(self) -> Drawn:
        table = self._table()
        path = table.entity_set if self._random.random() < 0.7 else self._path(table)
        return Drawn("GET", self._address(path, query(self._random, table)), self._headers())

    def _write(self) -> Drawn:
        table = self._table()
        if self._random.random() < 0.4:
            return Drawn("POST", table.entity_set, self._headers(), self._json(record(self._random, table)))
        method = self._choice("POST", "PATCH", "PATCH", "PUT", "DELETE", *_METHODS)
        return Drawn(
            method, self._address(self._path(table)), self._headers(), self._json(record(self._random, table))
        )

    def _json(self, content: Any) -> bytes:
        if self._random.random() < 0.1:
            content = any_value(self._random)
        text = json.dumps(content, ensure_ascii=self._random.random() < 0.5, default=float)
        if self._random.random() < 0.1:
            text = text[: self._random.randrange(len(text) + 1)]
        return text.encode("utf-8", "surrogatepass")

    def _fetch(self) -> Drawn:
        table = self._table()
        text, name = (fetch_xml, "fetchXml") if self._random.random() < 0.8 else (sql, "sql")
        drawn = text(self._random, table)
        return Drawn(
            "GET", f"{table.entity_set}?{name}={quote(drawn, errors='surrogatepass')}", self._headers()
        )

    def _operation(self) -> Drawn:
        """An action or function, with arguments that may fit, on what it may be bound to."""
        found, table = self._random.choice(ALL), self._table()
        name = f"Microsoft.Dynamics.CRM.{found.name}"
        path = self._choice(
            found.name, f"{table.entity_set}/{name}", f"{table.entity_set}({self._choice(*self._ids)})/{name}"
        )
        arguments = {parameter.name: self._argument(parameter.type) for parameter in found.parameters}
        if arguments and self._random.random() < 0.3:
            arguments.pop(self._random.choice(sorted(arguments)))
        if found.is_function and self._random.random() < 0.9:
            given = ",".join(f"{key}=@p{number}" for number, key in enumerate(arguments))
            texts = (quote(json.dumps(value)) for value in arguments.values())
            options = "&".join(f"@p{number}={text}" for number, text in enumerate(texts))
            return Drawn("GET", self._address(f"{path}({given})", options))
        return Drawn(
            self._choice("POST", "POST", "GET"), self._address(path), self._headers(), self._json(arguments)
        )

    def _argument(self, kind: str) -> Any:
        if self._random.random() < 0.2:
            return any_value(self._random)
        if kind.startswith("Collection("):
            return [self._argument(kind[11:-1]) for _ in range(self._random.randrange(3))]
        if kind == "Edm.Guid":
            return self._choice(*self._ids)
        if kind.startswith("Edm."):
            return any_value(self._random, depth=3)
        table = self._table()
        named = next((one for one in self._tables if kind.endswith(f".{one.logical_name}")), table)
        values = {
            "@odata.type": f"Microsoft.Dynamics.CRM.{named.logical_name}",
            **record(self._random, named),
        }
        return self._random.choice((values, {"AllColumns": True}, {"Columns": ["name", 1]}, {}))

    def _description(self) -> Drawn:
        table = self._table()
        name = self._choice(table.logical_name, "no_table", *TEXTS[:6])
        part = self._choice(
            "", "/Attributes", "/Keys", "/OneToManyRelationships", "/ManyToOneRelationships", "/No"
        )
        if part == "/Attributes":
            part += self._choice(
                "", f"(LogicalName='{table.primary_id}')", f"/Microsoft.Dynamics.CRM.{self._choice(*_CASTS)}"
            )
        path = self._choice(*_METADATA)
        if path.endswith("Definitions"):
            path += self._choice(
                "", f"(LogicalName='{name}'){part}", f"({self._choice(*IDS)})", f"(Name='{name}')"
            )
        options = self._choice(
            "", "", "$select=LogicalName", "$filter=LogicalName eq 'x'", "$expand=Attributes($select=No)"
        )
        method = self._choice("GET", "GET", "GET", "POST", "PUT", "DELETE")
        return Drawn(
            method,
            self._address(path, quote(options, safe="$=&")),
            self._headers(),
            self._json(any_value(self._random)),
        )

    def _batch(self) -> Drawn:
        parts = [
            self._part(self._random.choice((self._read, self._write, self._operation))()) for _ in range(3)
        ]
        body = b"--b\r\n" + b"\r\n--b\r\n".join(parts) + b"\r\n--b--\r\n"
        if self._random.random() < 0.3:
            inside = b"--c\n" + b"\n--c\n".join(parts) + b"\n--c--\n"
            body = b"--b\nContent-Type: multipart/mixed;boundary=c\n\n" + inside + b"\n--b--\n"
        if self._random.random() < 0.3:
            cut = self._random.randrange(len(body))
            body = body[:cut] + self._random.choice((b"", b"\n", b"\x00", b"--", b"\xff")) + body[cut + 3 :]
        kind = self._choice(
            "multipart/mixed;boundary=b", 'multipart/mixed; boundary="b"', "multipart/mixed; boundary=c"
        )
        return Drawn("POST", "$batch", {**self._headers(), "Content-Type": kind}, body)

    def _part(self, drawn: Drawn) -> bytes:
        target = self._choice(
            f"/api/data/v9.2/{drawn.path}", drawn.path, f"http://testserver/api/data/v9.2/{drawn.path}", "$1"
        )
        number = self._choice("1", "1", "2", "", "x")
        head = f"Content-Type: application/http\r\nContent-ID: {number}\r\n\r\n"
        lines = "".join(f"{name}: {value}\r\n" for name, value in drawn.headers.items())
        return f"{head}{drawn.method} {target} HTTP/1.1\r\n{lines}\r\n".encode() + drawn.body

    def _nonsense(self) -> Drawn:
        path = "".join(
            self._choice(*TEXTS[:12], "/", "(", ")", "$", "'", "accounts", "=", "..") for _ in range(4)
        )
        return Drawn(
            self._choice(*_METHODS), self._address(path), self._headers(), self._json(any_value(self._random))
        )
