"""Clients that others made for Dataverse, unmodified, against the embedded CRM: ``make test-clients``."""
