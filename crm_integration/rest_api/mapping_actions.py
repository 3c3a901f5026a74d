"""What is done with a whole mapping, or with chosen records of its tables."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from crm_integration.actions.on_crm_records import CREATE_IN_ERP
from crm_integration.actions.on_mappings import RESTORE_DEFAULTS, UNCOUPLE_MAPPING
from crm_integration.actions.on_matching import START_MATCHING
from crm_integration.actions.on_records import CREATE_IN_CRM, SYNCHRONIZE_NOW
from crm_integration.actions.perform import ActionRefused
from crm_integration.mappings.registry import CHOSEN_MAPPINGS
from crm_integration.rest_api import options
from crm_integration.rest_api.bound_actions import BoundAction, Given, Subjects
from crm_integration.rest_api.chosen_ids import IDS
from crm_integration.rest_api.integration_table_mappings import INTEGRATION_TABLE_MAPPINGS as MAPPINGS
from crm_integration.rest_api.integration_view import refusals
from crm_integration.rest_api.resource import quoted_name
from erp.rest_api.kinds import Kind

CHOSEN: Final[Mapping[str, Kind]] = {"ids": IDS}


def refuse_what_nobody_chooses(mapping: str) -> None:
    """Options and documents have no pairs that are chosen one by one. Raises ODataError."""
    with refusals(mapping):
        if mapping not in CHOSEN_MAPPINGS:
            raise ActionRefused("pairs_are_not_chosen", mapping=mapping)


def _whole(key: str, _given: Given) -> Subjects:
    return Subjects(mapping=quoted_name(key))


def _chosen(key: str, given: Given) -> Subjects:
    mapping = quoted_name(key)
    refuse_what_nobody_chooses(mapping)
    return Subjects(given.get("ids", ()), mapping)


def _in_direction(key: str, given: Given) -> Subjects:
    return Subjects(given["ids"], quoted_name(key), {"direction": given.get("direction") or ""})


def _bound(name: str, action: Any, subjects: Callable[[str, Given], Subjects], **more: Any) -> BoundAction:
    return BoundAction(resource=MAPPINGS, name=name, action=action, subjects=subjects, **more)


# ``ids`` are those of records of the back office, but of the CRM where its records are created here.
ON_MAPPINGS: Final = (
    _bound("restoreDefaults", RESTORE_DEFAULTS, _whole, tells=True),
    _bound("deleteCouplings", UNCOUPLE_MAPPING, _whole, goes_on=True),
    _bound("createInCrm", CREATE_IN_CRM, _chosen, parameters=CHOSEN, required=("ids",), goes_on=True),
    _bound("createInErp", CREATE_IN_ERP, _chosen, parameters=CHOSEN, required=("ids",), goes_on=True),
    _bound("matchBasedCoupling", START_MATCHING, _chosen, parameters=CHOSEN, goes_on=True),
    _bound(
        "synchronizeNow",
        SYNCHRONIZE_NOW,
        _in_direction,
        parameters={**CHOSEN, "direction": options.ONE_WAY},
        required=("ids",),
        goes_on=True,
    ),
)
