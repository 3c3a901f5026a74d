from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crm_integration', '0007_item_availability'),
    ]

    operations = [
        migrations.AddField(
            model_name='connectionsetup',
            name='unit_group_mapping_enabled',
            field=models.BooleanField(default=False, verbose_name='Unit Group Mapping Enabled'),
        ),
        migrations.AddField(
            model_name='integrationtablemapping',
            name='by_unit_group',
            field=models.BooleanField(default=False),
        ),
    ]
