"""What is sent to make a record, for those who see the API for the first time."""

from collections.abc import Mapping
from typing import Any, Final

EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "customer": {
        "displayName": "Santé Gourmet",
        "city": "Stavern",
        "country": "NO",
        "email": "post@sante.example",
    },
    "contact": {"type": "Company", "displayName": "Santé Gourmet", "city": "Stavern"},
    "item": {"displayName": "Desk lamp", "type": "Inventory", "unitPrice": 349.5},
    "unitOfMeasure": {"code": "PALLET", "displayName": "Pallet"},
    "currency": {"code": "CHF", "displayName": "Swiss franc", "symbol": "CHF"},
    "paymentTerm": {"code": "45D", "displayName": "Net 45 days", "dueDateCalculation": "45D"},
    "shipmentMethod": {"code": "COURIER", "displayName": "By courier"},
}
