"""The tables behind many-to-many relationships, which FetchXML links by their own names."""

from django.apps import apps

from crm.metadata import Column, Table
from crm.models import CrmRecord, CrmRelationship
from crm.web_api.errors import not_implemented


def intersect_table(name: str) -> Table | None:
    """The pairs of a relationship as a table whose columns are the ids of both sides; None if none."""
    for model in apps.get_app_config("crm").get_models():
        ties = [field for field in model._meta.concrete_fields if field.is_relation]
        if model._meta.db_table == name and len(ties) == 2 and not issubclass(model, CrmRecord):
            columns = {
                field.attname: Column(str(field.column), "Uniqueidentifier", attname=field.attname)
                for field in ties
            }
            return Table(
                logical_name=name,
                schema_name=name,
                display_name=name,
                entity_set="",
                object_type_code=0,
                primary_id="",
                primary_name="",
                model=model,  # type: ignore[arg-type]
                columns={column.logical_name: column for column in columns.values()},
            )
    if CrmRelationship.objects.filter(intersect=name).exists():
        raise not_implemented(f"Links to the pairs of '{name}' are not implemented in FetchXML.")
    return None
