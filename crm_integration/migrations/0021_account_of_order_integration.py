from django.db import migrations
from django.db.models import F


def let_the_integration_user_handle_orders(apps, schema_editor):
    """Whoever had order integration before wrote documents as the integration user."""
    setups = apps.get_model("crm_integration", "ConnectionSetup").objects
    setups.filter(is_sales_order_integration_enabled=True, order_integration_user_id=None).update(
        order_integration_user_id=F("integration_user_id"),
        order_integration_user_name=F("integration_user_name"),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('crm_integration', '0020_all_obstacles'),
    ]

    operations = [
        migrations.RunPython(let_the_integration_user_handle_orders, migrations.RunPython.noop),
    ]
