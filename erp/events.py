"""What the back office tells others, inside the transaction of the write itself.

``records_written`` carries ``table``, ``record_ids`` and ``kind`` (``inserted`` or ``modified``);
``records_deleted`` carries ``table``, ``record_ids`` and ``descriptions`` (text to show, by id).
"""

from django.dispatch import Signal

INSERTED = "inserted"
MODIFIED = "modified"

records_written = Signal()
records_deleted = Signal()
