"""*Synchronize Now*: chosen pairs, merged or with one side's data, as the plan that was shown."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib.auth.models import User

from crm_integration.coupling.scheduled import Scheduled, refuse_resting, schedule
from crm_integration.models import Coupling
from crm_integration.synch_engine.plan import Options
from crm_integration.synch_engine.scope import Scope
from crm_integration.table_mapping.direction import Direction, Side


def synchronize_now(
    *,
    mapping_name: str,
    coupling_ids: Sequence[UUID],
    direction: Direction | None = None,
    expected: Mapping[UUID, tuple[int, int]] | None = None,
    decisions: Mapping[str, Side] | None = None,
    user: User | None = None,
) -> Scheduled:
    """Without a direction each field takes the side that changed it.

    ``expected`` holds the ERP and CRM versions of the shown plan: a pair that changed since is refused.
    ``decisions`` name, per field row, the side that a person chose in a conflict. A skipped record is
    looked at again. Raises CouplingRefused while the layer of the mapping is off.
    """
    refuse_resting(mapping_name)
    known = Coupling.objects.filter(mapping_id=mapping_name, id__in=coupling_ids)
    chosen = tuple(known.values_list("id", flat=True))
    if direction is not None:
        # The later choice counts, also where the records were never made equal as the first one wanted.
        known.exclude(first_direction="").update(first_direction=direction.value)
    options = Options(direction=direction, decisions=decisions or {}, retry_skipped=True)
    scope = Scope(mapping_name, "selected", options, coupling_ids=chosen, expected=expected or {})
    return schedule(scope, records=len(chosen), skipped=len(coupling_ids) - len(chosen), user=user)
