"""Match criteria for data that is known to be in both systems, so that the first run asks nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from crm_integration.models import Coupling, IntegrationFieldMapping, IntegrationTableMapping
from crm_integration.synch_engine.mapping_store import seed_mappings

AfterCoupling = IntegrationTableMapping.AfterCoupling


@dataclass(frozen=True, slots=True)
class Criterion:
    """Rows of one criterion must agree together."""

    fields: tuple[str, ...]
    priority: int = 1


Presets = Mapping[str, tuple[Criterion, ...]]

DEMO: Presets = {
    "CUSTOMER": (Criterion(("e_mail",)), Criterion(("name",), priority=2)),
    "CONTACT": (Criterion(("e_mail",)),),
    "ITEM-PRODUCT": (Criterion(("no",)),),
    "RESOURCE-PRODUCT": (Criterion(("no",)),),
    "OPPORTUNITY": (Criterion(("description",)),),
}
COMPANY: Presets = {
    "CUSTOMER": (Criterion(("no",)),),
    "CONTACT": (Criterion(("company_no", "first_name", "surname")),),
    "ITEM-PRODUCT": (Criterion(("no",)),),
    "RESOURCE-PRODUCT": (Criterion(("no",)),),
}


def preset_match_criteria(presets: Presets) -> list[str]:
    """Sets the criteria of mappings that have no couplings yet; returns the others, set up by somebody.

    Matched records take the ERP's data, unmatched ones are created on the other side.
    """
    seed_mappings()  # nothing may be connected yet
    coupled = set(Coupling.objects.values_list("mapping_id", flat=True).distinct())
    for name, criteria in presets.items():
        if name not in coupled:
            _preset(name, criteria)
    return [name for name in presets if name in coupled]


@transaction.atomic
def _preset(mapping_name: str, criteria: tuple[Criterion, ...]) -> None:
    rows = IntegrationFieldMapping.objects.filter(mapping=mapping_name)
    rows.update(use_for_match=False, match_priority=0)
    for criterion in criteria:
        rows.filter(erp_field__in=criterion.fields).exclude(crm_column="").update(
            use_for_match=True, match_priority=criterion.priority, is_enabled=True
        )
    IntegrationTableMapping.objects.filter(name=mapping_name).update(
        synch_after_coupling=AfterCoupling.ERP, create_new_if_no_match=True, row_version=F("row_version") + 1
    )
