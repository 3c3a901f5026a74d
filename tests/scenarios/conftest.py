"""A salesperson, an order processor and an administrator, in two systems that work together."""

import pytest

from tests import database_snapshot
from tests.crm.embedded_crm import WebApi
from tests.crm_integration.connection.signing_in import REDEPLOY
from tests.crm_integration.document_flow.sales import Sales
from tests.scenarios.people import (
    ORDER_INTEGRATION,
    Administrator,
    People,
    Salesperson,
    hire_karin,
    order_processor,
    token_of,
)
from tests.two_systems import connected

_BUILT: list[tuple[list[database_snapshot.Rows], str]] = []


@pytest.fixture
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> People:
    """Acme buys chairs and Lina's hours; the administrator has switched order integration on."""
    systems = connected(monkeypatch)
    if not _BUILT:
        Sales(systems)
        hire_karin()
        token = token_of("karin")
        kim = Administrator.kim()
        for page in (REDEPLOY, ORDER_INTEGRATION):
            kim.signs_in(page)
        _BUILT.append((database_snapshot.take(), token))
    snapshot, token = _BUILT[0]
    database_snapshot.replace(snapshot)
    return People(systems, Salesperson(WebApi(token)), order_processor(), Administrator.kim())
