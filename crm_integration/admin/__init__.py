"""The pages of the integration in the back office: couplings, mappings, jobs, errors, setup, review."""

from crm_integration.admin import synch_jobs as synch_jobs
from crm_integration.admin.parts import register_parts
from crm_integration.admin.urls import register_pages

register_pages()
register_parts()
