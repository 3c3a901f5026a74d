"""The publisher and the solutions that every CRM has; their ids are those that Dataverse gives them."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

DEFAULT_PUBLISHER: Final = UUID("d21aab71-79e7-11dd-8874-00188b01e34f")
DEFAULT_SOLUTION: Final = UUID("fd140aaf-4df4-11dd-bd17-0019b9312238")
ACTIVE_SOLUTION: Final = UUID("fd140aae-4df4-11dd-bd17-0019b9312238")
STANDARD_RECORDS: Final = frozenset({DEFAULT_PUBLISHER, DEFAULT_SOLUTION, ACTIVE_SOLUTION})

PUBLISHERS: Final[Mapping[UUID, Mapping[str, Any]]] = {
    DEFAULT_PUBLISHER: {
        "uniquename": "DefaultPublisher",
        "friendlyname": "Default Publisher",
        "customizationprefix": "new",
        "customizationoptionvalueprefix": 10_000,
    },
}
SOLUTIONS: Final[Mapping[UUID, Mapping[str, Any]]] = {
    DEFAULT_SOLUTION: {
        "uniquename": "Default",
        "friendlyname": "Default Solution",
        "version": "1.0",
        "isvisible": True,
    },
    ACTIVE_SOLUTION: {
        "uniquename": "Active",
        "friendlyname": "Active Solution",
        "version": "1.0",
        "isvisible": False,
    },
}
