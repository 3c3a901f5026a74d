from django.db import migrations, models

SALES = [
    'UNIT OF MEASURE', 'UNIT GROUP', 'ITEM UOM', 'RESOURCE UOM', 'RESOURCE-PRODUCT', 'ITEM-PRODUCT',
    'CUSTPRCGRP-PRICE', 'SALESPRC-PRODPRICE', 'OPPORTUNITY', 'POSTEDSALESINV-INV', 'POSTEDSALESLINE-INV',
    'SALESORDER-ORDER',
]


def follow_the_connection(apps, schema_editor):
    """Where the connection is on, both layers were; where it is off, its jobs were put on hold with it."""
    setups = apps.get_model("crm_integration", "ConnectionSetup").objects
    if setups.filter(is_enabled=True).update(is_sales_integration_enabled=True):
        return
    apps.get_model("crm_integration", "IntegrationTableMapping").objects.filter(name__in=SALES).update(
        is_layer_on=False
    )
    apps.get_model("crm_integration", "JobQueueEntry").objects.filter(status="on_hold").update(
        is_held_by_switch=True
    )


class Migration(migrations.Migration):

    dependencies = [
        ('crm_integration', '0025_order_of_document_jobs'),
    ]

    operations = [
        migrations.AddField(
            model_name='connectionsetup',
            name='is_sales_integration_enabled',
            field=models.BooleanField(default=False, verbose_name='Sales integration enabled'),
        ),
        migrations.AddField(
            model_name='integrationtablemapping',
            name='is_layer_on',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='jobqueueentry',
            name='is_held_by_switch',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='assistedsetupdraft',
            name='enables_sales_integration',
            field=models.BooleanField(default=True, verbose_name='Sales integration enabled'),
        ),
        migrations.RunPython(follow_the_connection, migrations.RunPython.noop),
    ]
