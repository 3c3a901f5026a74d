"""The entity sets of the API, a file each."""

from erp.rest_api.entities.companies import COMPANIES
from erp.rest_api.entities.customers import CUSTOMERS
from erp.rest_api.entity import Entity

__all__ = ["COMPANIES", "ENTITIES"]

# Those below a company.
ENTITIES: tuple[Entity, ...] = (CUSTOMERS,)
