"""The integration solution: what the CRM must have, compared with what is there, and mended."""
