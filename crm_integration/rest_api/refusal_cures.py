"""What mends that something was refused: the class of the cure, and the page where it is done.

Addresses are paths of the back office's site.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django.urls import reverse

from crm_integration.dataverse.errors import Cure
from crm_integration.rest_api.options import camel_case
from crm_integration.sentences.cures import CureLink
from crm_integration.sentences.document_cures import Obstacle
from crm_integration.table_mapping.problem import Cure as ProblemCure

# The page on which each is mended.
_PAGES: Final[Mapping[str, str]] = {
    "connection_is_off": "admin:connection_setup",
    "connection_not_ready": "admin:connection_setup",
    "sales_integration_is_off": "admin:connection_setup",
    "order_integration_is_off": "admin:order_integration",
    "no_match_criteria": "admin:integration_table_mappings",
    "direction_not_allowed": "admin:integration_table_mappings",
    "full_synch_is_running": "admin:full_synch_review",
    "order_is_shipped": "admin:crm_orders",
}
_OF_CONNECTION: Final = (Cure.AUTHENTICATION, Cure.PRIVILEGE, Cure.CONFIGURATION)


def cure_of_refusal(code: str) -> dict[str, str]:
    """Stands beside the sentence of an error; empty where the caller mends the request."""
    if code not in _PAGES:
        return {}
    return {"cure": _shown(ProblemCure.CONFIGURATION), "cureUrl": reverse(_PAGES[code])}


def cure_of_crm(cure: Cure) -> dict[str, str]:
    """Of what the CRM, or the way to it, refused."""
    at = {"cureUrl": reverse("admin:connection_setup")} if cure in _OF_CONNECTION else {}
    return {"cure": _shown(cure), **at}


def obstacle_json(obstacle: Obstacle) -> dict[str, Any]:
    return {
        "code": obstacle.code,
        "message": obstacle.sentence,
        "cure": camel_case(obstacle.cured_by),
        **link_json(obstacle.cure),
    }


def link_json(link: CureLink | None) -> dict[str, str]:
    """What the link says and where it leads; blank where nothing is offered."""
    return {"cureLabel": link.label if link else "", "cureUrl": link.url if link else ""}


def _shown(cure: StrEnum) -> str:
    return camel_case(cure.value)
