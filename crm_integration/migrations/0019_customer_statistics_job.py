from django.db import migrations
from django.utils import timezone

CODE = "CUSTOMER STATISTICS"


def give_accounts_their_statistics(apps, schema_editor):
    setup = apps.get_model("crm_integration", "ConnectionSetup")
    is_deployed = {"is_enabled": True, "solution_checked_at__isnull": False, "solution_differences": []}
    if not setup.objects.filter(**is_deployed).exists():
        return
    apps.get_model("crm_integration", "JobQueueEntry").objects.get_or_create(
        code=CODE,
        defaults={
            "position": 900,
            "description": "Accounts get the statistics of their customers, invoices their states",
            "minutes_between_runs": 30,
            "inactivity_timeout_minutes": 30,
            "status": "ready",
            "next_run_at": timezone.now(),
        },
    )


class Migration(migrations.Migration):

    dependencies = [
        ('crm_integration', '0018_order_integration_user'),
    ]

    operations = [
        migrations.RunPython(give_accounts_their_statistics, migrations.RunPython.noop),
    ]
