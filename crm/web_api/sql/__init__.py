"""Queries in SQL: read with a library's parser, and carried out as the FetchXML queries that they mean."""
