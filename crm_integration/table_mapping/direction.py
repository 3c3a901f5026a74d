"""Where the values of a mapping go, and the two sides that they go between."""

from enum import StrEnum


class Direction(StrEnum):
    """Business Central's words: the integration table is the CRM's."""

    BIDIRECTIONAL = "bidirectional"
    TO_INTEGRATION_TABLE = "to_integration_table"
    FROM_INTEGRATION_TABLE = "from_integration_table"

    @property
    def reaches_crm(self) -> bool:
        return self is not Direction.FROM_INTEGRATION_TABLE

    @property
    def reaches_erp(self) -> bool:
        return self is not Direction.TO_INTEGRATION_TABLE


class Side(StrEnum):
    ERP = "erp"
    CRM = "crm"

    @property
    def other(self) -> "Side":
        return Side.CRM if self is Side.ERP else Side.ERP
