"""The page on which people let an application work in the CRM in their names (code with PKCE)."""
