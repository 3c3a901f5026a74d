"""Fixtures for everything that needs an embedded CRM."""

import pytest

from tests.crm.embedded_crm import Crm, WebApi, new_crm


@pytest.fixture
def crm(django_db_setup: None, db: None) -> Crm:
    return new_crm()


@pytest.fixture
def api(crm: Crm) -> WebApi:
    return WebApi(crm.token)
