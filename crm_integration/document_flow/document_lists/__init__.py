"""Lists of the CRM's orders and quotes, as pages and the REST API show them."""
