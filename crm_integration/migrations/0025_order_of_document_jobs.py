"""The jobs of documents run in their order when they are due together."""

from django.db import migrations

CODES = (
    "CUSTOMER STATISTICS",
    "ITEM AVAILABILITY",
    "SALES ORDER STATUS",
    "SALES ORDER NOTES",
    "AUTO CREATE SALES ORDERS",
    "AUTO PROCESS SALES QUOTES",
    "RETENTION",
)


def put_in_order(apps, schema_editor):
    entries = apps.get_model("crm_integration", "JobQueueEntry").objects.using(schema_editor.connection.alias)
    for position, code in enumerate(CODES, start=900):
        entries.filter(code=code).update(position=position)


class Migration(migrations.Migration):
    dependencies = [("crm_integration", "0024_connection_on_premises")]
    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
