"""A small organization with an administrator, and a client that speaks the Web API to it in process."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from crm.business_rules.application_secrets import new_secret
from crm.business_rules.caller import ADMINISTRATOR_TEMPLATE
from crm.models import (
    Application,
    BusinessUnit,
    Organization,
    Role,
    SystemUser,
    SystemUserRole,
    Team,
    TransactionCurrency,
)
from crm.models.version import take_versions
from crm.web_api.access_tokens import issue_token
from odata.batch import ChangeSet, ChangeSetResponse, parse_responses, render_requests
from odata.http_message import InnerRequest, InnerResponse

ROOT = "/api/data/v9.2/"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def _stamps() -> dict[str, Any]:
    return {"versionnumber": take_versions(1)[0], "createdon": LONG_AGO, "modifiedon": LONG_AGO}


@dataclass(frozen=True)
class Crm:
    organization: Organization
    business_unit: BusinessUnit
    user: SystemUser
    token: str


def new_crm() -> Crm:
    unit = BusinessUnit.objects.create(name="Root", **_stamps())
    Team.objects.create(name="Root", isdefault=True, businessunitid=unit, **_stamps())
    currency = TransactionCurrency.objects.create(
        currencyname="Euro", isocurrencycode="EUR", currencysymbol="€", exchangerate=1, **_stamps()
    )
    organization = Organization.objects.create(name="Example", basecurrencyid=currency, **_stamps())
    application = Application.objects.create(name="Tests", secret_hash=new_secret()[1])
    user = SystemUser.objects.create(
        firstname="Ada",
        lastname="Admin",
        fullname="Ada Admin",
        businessunitid=unit,
        applicationid=application.pk,
        **_stamps(),
    )
    role = Role.objects.create(
        name="System Administrator", roletemplateid=ADMINISTRATOR_TEMPLATE, **_stamps()
    )
    SystemUserRole.objects.create(systemuser=user, role=role)
    return Crm(organization, unit, user, issue_token(application=application, tenant=organization.tenant_id))


@dataclass
class WebApi:
    """Calls the Web API with a token; paths are below the root, or whole links."""

    token: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    def call(self, method: str, path: str, content: Any = None, *, prefer: str = "", **headers: str) -> Any:
        address = path.removeprefix("http://testserver") if "://" in path else ROOT + path
        sent = {"Authorization": f"Bearer {self.token}", **({"Prefer": prefer} if prefer else {})}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = content if isinstance(content, bytes) else json.dumps(content) if content is not None else ""
        kind = headers.get("Content_Type", "application/json")
        return self.client.generic(method, address, data, content_type=kind, headers=sent)

    def get(self, path: str, *, prefer: str = "", **headers: str) -> Any:
        answer = self.call("GET", path, prefer=prefer, **headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def create(self, entity_set: str, **values: Any) -> UUID:
        identifier = uuid4()
        answer = self.call("PATCH", f"{entity_set}({identifier})", values, If_None_Match="*")
        assert answer.status_code == 204, answer.content
        return identifier

    def batch(
        self, parts: Sequence[InnerRequest | ChangeSet], *, prefer: str = "", newline: str = "\r\n"
    ) -> "BatchAnswer":
        body = render_requests(parts, "batch_x").replace(b"\r\n", newline.encode())
        answer = self.call(
            "POST", "$batch", body, prefer=prefer, Content_Type="multipart/mixed; boundary=batch_x"
        )
        return BatchAnswer(answer)


@dataclass(frozen=True)
class BatchAnswer:
    http: Any

    @property
    def parts(self) -> list[InnerResponse | ChangeSetResponse]:
        return parse_responses(self.http.content, self.http["Content-Type"])

    @property
    def statuses(self) -> list[int | list[int]]:
        return [
            [inner.status for inner in part.responses] if isinstance(part, ChangeSetResponse) else part.status
            for part in self.parts
        ]

    def content(self, index: int) -> Any:
        part = self.parts[index]
        assert isinstance(part, InnerResponse)
        return json.loads(part.body)


def request(
    method: str,
    url: str,
    content: Any = None,
    *,
    content_id: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> InnerRequest:
    body = b"" if content is None else json.dumps(content).encode()
    return InnerRequest(
        method, url, {"Content-Type": "application/json", **(headers or {})}, body, content_id
    )
