"""Payment terms and shipment methods."""

from erp.models import PaymentTerms, ShipmentMethod
from erp.operations.delete_payment_terms import delete_payment_terms
from erp.operations.delete_shipment_method import delete_shipment_method
from erp.operations.record_operations import by_record
from erp.operations.save_payment_terms import save_payment_terms
from erp.operations.save_shipment_method import save_shipment_method
from erp.rest_api.entity import LAST_MODIFIED, RECORD_ID, Entity, value

PAYMENT_TERMS = Entity(
    name="paymentTerms",
    singular="paymentTerm",
    model=PaymentTerms,
    key="code",
    declared=(
        RECORD_ID,
        value("code", "code"),
        value("displayName", "description"),
        value("dueDateCalculation", "due_date_calculation"),
        LAST_MODIFIED,
    ),
    operations=by_record(save=save_payment_terms, delete=delete_payment_terms),
)
SHIPMENT_METHODS = Entity(
    name="shipmentMethods",
    singular="shipmentMethod",
    model=ShipmentMethod,
    key="code",
    declared=(
        RECORD_ID,
        value("code", "code"),
        value("displayName", "description"),
        LAST_MODIFIED,
    ),
    operations=by_record(save=save_shipment_method, delete=delete_shipment_method),
)
