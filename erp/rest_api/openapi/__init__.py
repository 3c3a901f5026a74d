"""The OpenAPI description of the API, made of the same declarations as its routes and its JSON."""
