"""Both systems with their demo companies, made once; every request leaves them as they were."""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from crm_integration.dataverse.clients import forget_clients
from crm_integration.job_queue import enqueue
from crm_integration.models import IntegrationTableMapping
from crm_integration.synch_engine.look_again import look_again
from erp.operations.create_api_token import create_api_token
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller
from tests.fuzz.known import Known


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.fuzz)


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is gone afterwards, in both databases."""
    with ExitStack() as stack:
        for alias in settings.DATABASES:
            block: Any = transaction.atomic(using=alias)
            block._from_testcase = True  # as those of Django's test cases, which the client does not mind
            stack.enter_context(block)
            stack.callback(transaction.set_rollback, True, using=alias)
        yield


@pytest.fixture(scope="session")
def known(django_db_setup: None, django_db_blocker: Any) -> Iterator[Known]:
    """Software of an administrator, and the records that it finds."""
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "API_LIMIT_REQUESTS", 0)
    with django_db_blocker.unblock(), taken_back():
        _two_companies()
        user = User.objects.create_superuser("fuzz")
        yield Known(Caller(create_api_token(user=user, name="Fuzz", now=timezone.now())))
    patch.undo()
    forget_clients()


def _two_companies() -> None:
    stage = Stage()
    call_command("load_demo_data", edits=True, stdout=io.StringIO())
    for mapping in ("SALESPEOPLE", "CURRENCY", "CUSTOMER"):
        IntegrationTableMapping.objects.filter(name=mapping).update(create_new_if_no_match=True)
        enqueue(kind="synchronize", arguments={"mapping": mapping, "scope": "full"})
        look_again(mapping)
    stage.work()
    enqueue(kind="synchronize", arguments={"mapping": "CUSTOMER", "scope": "full"})
