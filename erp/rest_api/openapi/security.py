"""How the descriptions say that software signs in. The session of a browser needs no words there."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from erp.rest_api.openapi.described import Schema


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[misc]
    target_class = "erp.rest_api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> Schema:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "From the page *API tokens* in the user menu.",
        }
