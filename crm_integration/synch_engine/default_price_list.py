"""The price list in which every product has its price: made once, named in the connection setup."""

from typing import Final
from uuid import uuid5

from crm_integration.dataverse.errors import Cure
from crm_integration.dataverse.operations import Create, Retrieve
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.reader import local_currency
from crm_integration.table_mapping.values import LookupValue

# Source: the modelled product's *Default CRM Price List ID*.
NAME: Final = "Business Central Default Price List"
ENTITY_SET: Final = "pricelevels"


def ensure_default_price_list(context: MappingContext, *, is_certain: bool) -> None:
    """Makes the price list in the local currency if there is none. Raises DataverseError.

    ``is_certain``: a price list that the setup names is taken to be there. Nothing is made while the CRM has
    no row of the local currency; the products say so then.
    """
    setup = context.setup
    if setup.default_price_list_id and (is_certain or _exists(context)):
        return
    currency = local_currency.lookup(setup)
    if currency is None or setup.organization_id is None:
        return
    # The same id however often a run ends before it is noted down.
    identifier = uuid5(setup.organization_id, f"{NAME}/{currency.id}")
    values = {"name": NAME, "transactioncurrencyid": LookupValue(currency.id, currency.table)}
    (result,) = context.client.execute([Create(ENTITY_SET, identifier, values)])
    if result.error is not None and result.error.cure is not Cure.DUPLICATE:
        raise result.error
    setup.default_price_list_id = identifier
    ConnectionSetup.objects.filter(pk=setup.pk).update(default_price_list_id=identifier)


def _exists(context: MappingContext) -> bool:
    assert context.setup.default_price_list_id is not None  # noqa: S101 (narrows the type)
    wanted = Retrieve(ENTITY_SET, context.setup.default_price_list_id, ("name",))
    (result,) = context.client.execute([wanted])
    if result.error is not None and result.error.cure is not Cure.NOT_FOUND:
        raise result.error
    return result.error is None
