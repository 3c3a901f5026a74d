from django.db import migrations


def mark_applications(apps, schema_editor):
    """Where sales order processing is integrated, amounts were left alone that any application wrote."""
    database = schema_editor.connection.alias
    integrated = apps.get_model("crm", "Organization").objects.using(database)
    if integrated.filter(issopintegrationenabled=True).exists():
        users = apps.get_model("crm", "SystemUser").objects.using(database)
        users.filter(applicationid__isnull=False).update(isintegrationuser=True)


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0007_solution_components'),
    ]

    operations = [
        migrations.RunPython(mark_applications, migrations.RunPython.noop),
    ]
