"""The whole model is described as CSDL."""

from xml.etree import ElementTree as ET

import pytest

from crm import metadata
from tests.crm.embedded_crm import WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def test_the_model_names_every_property_once(api: WebApi) -> None:
    answer = api.call("GET", "$metadata")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    schema = ET.fromstring(answer.content)[0][0]  # noqa: S314 our own
    edm = "{http://docs.oasis-open.org/odata/ns/edm}"
    types = {item.get("Name"): item for item in schema.iter(f"{edm}EntityType")}
    for table in metadata.tables():
        found = [item.get("Name") for item in types[table.logical_name] if item.get("Name")]
        assert len(found) == len(set(found)), table.logical_name
        assert set(found) >= {*table.properties, *table.navigations, *table.collections}
    sets = {item.get("Name") for item in schema.iter(f"{edm}EntitySet")}
    assert {table.entity_set for table in metadata.tables()} == sets
