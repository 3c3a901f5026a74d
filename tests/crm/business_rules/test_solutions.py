"""Solutions and publishers: those that every CRM has, and those that others bring."""

import pytest

from crm.business_rules.initialization import initialize_crm
from crm.models import Solution
from tests.crm.embedded_crm import WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def test_every_crm_has_a_default_solution_that_stays(api: WebApi) -> None:
    initialize_crm()
    (default,) = api.get(
        "solutions?$filter=uniquename eq 'Default'&$expand=publisherid($select=customizationprefix)"
    )["value"]
    assert default["publisherid"]["customizationprefix"] == "new"
    assert api.call("DELETE", f"solutions({default['solutionid']})").status_code == 400
    initialize_crm()
    assert Solution.objects.count() == 2


def test_a_solution_has_a_name_of_its_own(api: WebApi) -> None:
    initialize_crm()
    publisher = api.create("publishers", uniquename="contoso", customizationprefix="con")
    bound = {"publisherid@odata.bind": f"/publishers({publisher})"}
    made = api.create("solutions", uniquename="machines", friendlyname="Machines", **bound)
    assert api.get(f"solutions({made})?$select=version,ismanaged")["version"] == "1.0.0.0"
    again = {"uniquename": "Machines", "friendlyname": "Others", **bound}
    assert api.call("POST", "solutions", again).status_code == 412
    assert api.call("POST", "publishers", {"uniquename": "CONTOSO"}).status_code == 412
