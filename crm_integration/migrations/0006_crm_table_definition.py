import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm_integration", "0005_option_mapping")]

    operations = [
        migrations.CreateModel(
            name="CrmTableDefinition",
            fields=[
                (
                    "table",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="Table"),
                ),
                ("environment_url", models.URLField(verbose_name="Environment URL")),
                ("columns", models.JSONField(default=dict, verbose_name="Columns")),
                ("version", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("read_at", models.DateTimeField(verbose_name="Read At")),
            ],
            options={
                "verbose_name": "CRM Table Definition",
                "verbose_name_plural": "CRM Table Definitions",
            },
        ),
    ]
