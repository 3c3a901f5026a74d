import django.utils.timezone
from django.db import migrations, models

import erp.models.fields
import erp.models.record

GROUP = 1000


def give_every_item_and_resource_its_group(apps, schema_editor):
    unit_group = apps.get_model("erp", "UnitGroup")
    for source_type, name in (("item", "Item"), ("resource", "Resource")):
        numbers = list(apps.get_model("erp", name).objects.order_by("no").values_list("no", flat=True))
        for start in range(0, len(numbers), GROUP):
            unit_group.objects.bulk_create(
                unit_group(code=f"{source_type} {no}".upper(), source_type=source_type, source_no=no)
                for no in numbers[start : start + GROUP]
            )


class Migration(migrations.Migration):

    dependencies = [
        ('erp', '0004_web_service_access_key'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnitGroup',
            fields=[
                ('id', models.UUIDField(default=erp.models.record.new_id, editable=False, primary_key=True, serialize=False, verbose_name='Id')),
                ('row_version', models.PositiveBigIntegerField(default=1, editable=False, verbose_name='Row Version')),
                ('modified_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='Last Modified')),
                ('code', erp.models.fields.CodeField(max_length=30, unique=True, verbose_name='Code')),
                ('source_type', models.CharField(choices=[('item', 'Item'), ('resource', 'Resource')], max_length=10, verbose_name='Source Type')),
                ('source_no', erp.models.fields.CodeField(max_length=20, verbose_name='Source No.')),
            ],
            options={
                'verbose_name': 'Unit Group',
                'verbose_name_plural': 'Unit Groups',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('source_type', 'source_no'), name='erp_unit_group_source')],
            },
        ),
        migrations.RunPython(give_every_item_and_resource_its_group, migrations.RunPython.noop),
    ]
