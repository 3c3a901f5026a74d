from django.db import migrations

NAME, DOCUMENTS = "POSTEDSALESLINE-INV", "POSTEDSALESINV-INV"
ROWS = (
    {"erp_field": "quantity", "crm_column": "quantity"},
    {"erp_field": "line_discount_amount", "crm_column": "manualdiscountamount"},
    {"erp_field": "unit_price", "crm_column": "priceperunit"},
    {"erp_field": "", "crm_column": "ispriceoverridden", "constant_value": "1"},
)
TO_CRM = "to_integration_table"


def give_invoices_the_mapping_of_their_lines(apps, schema_editor):
    mapping = apps.get_model("crm_integration", "IntegrationTableMapping")
    row = apps.get_model("crm_integration", "IntegrationFieldMapping")
    documents = mapping.objects.filter(name=DOCUMENTS).first()
    if documents is None or mapping.objects.filter(name=NAME).exists():
        return
    lines = mapping.objects.create(
        name=NAME,
        position=documents.position + 1,
        erp_table="sales_invoice_line",
        crm_table="invoicedetail",
        direction=TO_CRM,
    )
    row.objects.bulk_create(
        row(mapping=lines, position=place, direction=TO_CRM, **values) for place, values in enumerate(ROWS)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('crm_integration', '0015_note_seen_at'),
    ]

    operations = [
        migrations.RunPython(give_invoices_the_mapping_of_their_lines, migrations.RunPython.noop),
    ]
