"""The whole model as CSDL: ``$metadata``."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from crm import metadata
from crm.metadata import Column, Table
from crm.web_api.messages import ApiRequest, ApiResponse
from crm.web_api.operations.catalogue import ALL
from crm.web_api.operations.operation import Binding, Operation
from crm.web_api.operations.types import COMPLEX_TYPES, ENUM_TYPES

_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"


def describe_model(request: ApiRequest) -> ApiResponse:
    ET.register_namespace("edmx", _EDMX)
    root = Element(f"{{{_EDMX}}}Edmx", Version="4.0")
    services = ET.SubElement(root, f"{{{_EDMX}}}DataServices")
    schema = ET.SubElement(
        services, "Schema", {"Namespace": "Microsoft.Dynamics.CRM", "Alias": "mscrm", "xmlns": _EDM}
    )
    ET.SubElement(schema, "EntityType", Name="crmbaseentity", Abstract="true")
    tables = metadata.tables()
    schema.extend(_entity_type(table) for table in tables)
    schema.extend(_types())
    schema.extend(
        _operation(item, table) for item in ALL for table in sorted(item.tables) or ["crmbaseentity"]
    )
    schema.append(_container(tables))
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return ApiResponse(200, {"Content-Type": "application/xml", "OData-Version": "4.0"}, body)


def _entity_type(table: Table) -> Element:
    element = Element("EntityType", Name=table.logical_name, BaseType="mscrm.crmbaseentity")
    ET.SubElement(ET.SubElement(element, "Key"), "PropertyRef", Name=table.primary_id)
    for column in table.properties.values():
        ET.SubElement(element, "Property", Name=column.property_name, Type=column.edm_type)
    for name, navigation in sorted(table.navigations.items()):
        element.append(_lookup(name, navigation.column, navigation.targets))
    for name, collection in sorted(table.collections.items()):
        kind = f"Collection(mscrm.{collection.target})"
        ET.SubElement(element, "NavigationProperty", Name=name, Type=kind)
    return element


def _lookup(name: str, column: Column, targets: tuple[str, ...]) -> Element:
    kind = f"mscrm.{targets[0]}" if len(targets) == 1 else "mscrm.crmbaseentity"
    element = Element(
        "NavigationProperty", Name=name, Type=kind, Nullable="true" if not column.required else "false"
    )
    if len(targets) == 1:
        referenced = metadata.table(targets[0]).primary_id
        ET.SubElement(
            element, "ReferentialConstraint", Property=column.property_name, ReferencedProperty=referenced
        )
    return element


def _types() -> Iterator[Element]:
    for complex_type in COMPLEX_TYPES.values():
        element = Element("ComplexType", Name=complex_type.name)
        for name, kind in complex_type.properties.items():
            ET.SubElement(element, "Property", Name=name, Type=kind)
        yield element
    for enum in ENUM_TYPES.values():
        element = Element("EnumType", Name=enum.name, IsFlags=str(enum.flags).lower())
        for name, value in enum.members.items():
            ET.SubElement(element, "Member", Name=name, Value=str(value))
        yield element
    for item in ALL:
        if item.response:
            element = Element("ComplexType", Name=f"{item.name}Response")
            for name, kind in item.response.items():
                ET.SubElement(element, "Property", Name=name, Type=kind)
            yield element


def _operation(item: Operation, table: str) -> Element:
    """Once for every table that it can be bound to."""
    element = Element("Function" if item.is_function else "Action", Name=item.name)
    if item.binding is not Binding.UNBOUND:
        element.set("IsBound", "true")
        kind = f"mscrm.{table}" if item.binding is Binding.RECORD else f"Collection(mscrm.{table})"
        ET.SubElement(element, "Parameter", Name="entity", Type=kind, Nullable="false")
    for parameter in item.parameters:
        nullable = str(not parameter.required).lower()
        ET.SubElement(element, "Parameter", Name=parameter.name, Type=parameter.type, Nullable=nullable)
    result = item.result or (f"mscrm.{item.name}Response" if item.response else "")
    if result:
        ET.SubElement(element, "ReturnType", Type=result, Nullable="false")
    return element


def _container(tables: tuple[Table, ...]) -> Element:
    container = Element("EntityContainer", Name="System")
    for table in tables:
        element = ET.SubElement(
            container,
            "EntitySet",
            Name=table.entity_set,
            EntityType=f"Microsoft.Dynamics.CRM.{table.logical_name}",
        )
        for name, navigation in sorted(table.navigations.items()):
            if len(navigation.targets) == 1:
                target = metadata.table(navigation.targets[0]).entity_set
                ET.SubElement(element, "NavigationPropertyBinding", Path=name, Target=target)
    for item in ALL:
        if item.binding is Binding.UNBOUND:
            kind = "Function" if item.is_function else "Action"
            values = {"Name": item.name, kind: f"Microsoft.Dynamics.CRM.{item.name}"}
            ET.SubElement(container, f"{kind}Import", values)
    return container
