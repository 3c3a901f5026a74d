"""Submitted orders of the CRM become sales orders, each exactly one. Source: SD 1."""
