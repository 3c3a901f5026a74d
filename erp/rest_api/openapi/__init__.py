"""The OpenAPI descriptions of the APIs, made by drf-spectacular of what the views say of themselves."""
