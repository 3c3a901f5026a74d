"""Tells drf-spectacular what a view says of itself: ``ApiView.described``."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

import uritemplate
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent
from drf_spectacular.utils import OpenApiExample, OpenApiRequest

from erp.rest_api.openapi.described import Answer, Described, Parameter, Refusal, Schema, reference
from erp.rest_api.openapi.parameters import IN_PATHS
from erp.rest_api.openapi.refusals import ERROR

JSON: Final = "application/json"


class DeclaredSchema(AutoSchema):  # type: ignore[misc]
    """Schemas, parameters and refusals are components, so that each stands once in the document."""

    registry: ComponentRegistry
    path: str
    method: str

    @cached_property
    def _described(self) -> Described:
        found: Described = self.view.described(self.method)
        self._component(ResolvedComponent.SCHEMA, "error", ERROR)
        for name, schema in found.schemas.items():
            self._component(ResolvedComponent.SCHEMA, name, schema)
        return found

    def get_operation_id(self) -> str:
        return self._described.name

    def get_summary(self) -> str:
        return self._described.summary

    def get_description(self) -> str:
        needed = self.view.permission_for(self.method)
        permission = f"Needs the permission `{needed}`." if needed else "Needs a sign-in, no permission."
        return f"{self._described.description}\n\n{permission}".strip()

    def get_tags(self) -> list[str]:
        return [self._described.tag]

    def get_extensions(self) -> Schema:
        needed = self.view.permission_for(self.method)
        return {"x-permission": needed} if needed else {}

    def get_request_serializer(self) -> Any:
        described = self._described
        if not described.body:
            return {}
        examples = [OpenApiExample("Example", value=described.example)] if described.example else []
        return {JSON: OpenApiRequest(reference(described.body), examples=examples)}

    def _get_parameters(self) -> list[Schema]:
        variables = uritemplate.variables(self.path)
        in_path = [self._described.path.get(name) or IN_PATHS[name] for name in variables]
        return [
            self._component(ResolvedComponent.PARAMETER, one.component, _parameter(one))
            for one in (*in_path, *self._described.parameters)
        ]

    def _get_request_body(self, direction: str = "request") -> Schema | None:
        body: Schema | None = super()._get_request_body(direction)
        return body and {**body, "required": self._described.body_required}

    def _get_response_bodies(self, direction: str = "response") -> Schema:
        answers = {str(status): _answer(answer) for status, answer in self._described.answers.items()}
        refused = sorted(self._described.refusals, key=lambda refusal: refusal.status)
        return answers | {
            str(one.status): self._component(ResolvedComponent.RESPONSE, one.component, _refusal(one))
            for one in refused
        }

    def _component(self, kind: str, name: str, schema: Schema) -> Schema:
        """Returns a reference to what the document holds under the name."""
        component = ResolvedComponent(name=name, type=kind, schema=schema, object=name)
        self.registry.register_on_missing(component)
        return component.ref  # type: ignore[no-any-return]


def _parameter(one: Parameter) -> Schema:
    described = {"name": one.name, "in": one.place, "description": one.description, "schema": one.schema}
    return described | ({"required": True} if one.required else {})


def _answer(answer: Answer) -> Schema:
    content = {"content": {JSON: {"schema": reference(answer.schema)}}} if answer.schema else {}
    return {"description": answer.description, **_headers(answer.headers), **content}


def _refusal(refusal: Refusal) -> Schema:
    examples = {
        code: {"value": {"error": {"code": code, "message": f"{sentence}  CorrelationId:  …."}}}
        for code, sentence in refusal.examples.items()
    }
    content = {JSON: {"schema": reference("error"), "examples": examples}}
    return {"description": refusal.description, **_headers(refusal.headers), "content": content}


def _headers(headers: Mapping[str, str]) -> Mapping[str, Any]:
    if not headers:
        return {}
    text = {"type": "string"}
    return {"headers": {name: {"description": said, "schema": text} for name, said in headers.items()}}
