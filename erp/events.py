"""What the back office tells others, inside the transaction of the write itself.

``records_written`` carries ``table``, ``record_ids`` and ``kind`` (``inserted`` or ``modified``);
``records_deleted`` carries ``table``, ``record_ids`` and ``descriptions`` (text to show, by id).
``sales_document_released`` carries ``record_id`` and ``document_type``.
``sales_shipment_posted`` carries ``shipment_id``, ``shipment_no`` and ``order_id``.
``sales_invoice_posted`` carries ``invoice_id``, ``invoice_no``, ``order_ids`` (the orders whose lines it
invoices) and ``invoiced_order_ids`` (those of them that are deleted next because everything is invoiced).
``write_in_product_chosen`` carries ``table`` and ``record_id`` of the item or resource that shall stand for
products that are written in; who answers True refuses it.
"""

from django.dispatch import Signal

INSERTED = "inserted"
MODIFIED = "modified"

records_written = Signal()
records_deleted = Signal()
sales_document_released = Signal()
sales_shipment_posted = Signal()
sales_invoice_posted = Signal()
write_in_product_chosen = Signal()
